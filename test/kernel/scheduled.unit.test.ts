import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { unsafeCast } from "../../src/kernel/cast.ts";
import type { CronReport } from "../../src/kernel/cron.ts";
import type { Env } from "../../src/kernel/env.ts";
import type { ProductManifest } from "../../src/kernel/product.ts";
import { runScheduled } from "../../src/kernel/scheduled.ts";
import { recordLog } from "../support/log.ts";
import { RecordingDataset } from "../support/metrics.ts";
import { VendorAccount } from "../support/vendor-account.ts";

const NOW = Date.parse("2026-11-24T12:00:00Z");
let lines: Record<string, unknown>[];

beforeEach(() => {
  // Timers stay real: the chat is asked over the network.
  vi.useFakeTimers({ now: NOW, toFake: ["Date"] });
  lines = recordLog();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const MINUTE = 60_000;

/** A product whose cron takes a second, and comes to this. */
const product = (name: string, report: Partial<CronReport> = {}): ProductManifest =>
  unsafeCast({
    name,
    cron: async () => async () => {
      vi.setSystemTime(Date.now() + 1000);
      return { backlog: [], failed: [], ...report };
    },
  });

const envWith = ({ METRICS, account }: { METRICS?: RecordingDataset; account: VendorAccount }): Env =>
  unsafeCast({ ENVIRONMENT: "staging", METRICS, ALERT_WEBHOOK_URL: `${account.baseUrl}/${account.name}` });

/** A run of these products that begins so late: what was written to the dataset, and what reached the chat. */
async function run(products: ProductManifest[], lateMs = 0) {
  vi.setSystemTime(NOW);
  const [account, METRICS] = [new VendorAccount("alerts", crypto.randomUUID()), new RecordingDataset()];
  await runScheduled(envWith({ METRICS, account }), products, NOW - lateMs, NOW);
  return { points: METRICS.points, alerts: (await account.calls()).map(({ body }) => body) };
}

describe("a cron run", () => {
  it("is one data point for each product, and nothing to worry about", async () => {
    const { points, alerts } = await run([product("shop"), product("bakery", { failed: ["bread"] })], 2 * MINUTE);
    expect(points).toEqual([
      { indexes: ["cron/shop"], blobs: ["cron", "shop", ""], doubles: [1000, 2 * MINUTE, 0, 0] },
      { indexes: ["cron/bakery"], blobs: ["cron", "bakery", ""], doubles: [1000, 2 * MINUTE, 0, 1] },
    ]);
    expect(alerts).toEqual([]);
  });

  it("that leaves work raises one alert, which names it", async () => {
    const products = [product("shop", { backlog: ["codes", "keys"] }), product("bakery")];
    const { points, alerts } = await run(products);
    expect(points[0]?.doubles).toEqual([1000, 0, 2, 0]);
    const text = "[staging] Cron has more to do than one run can: shop";
    expect(alerts).toEqual([
      { text, content: text, event: "cron_backlog", environment: "staging", jobs: { shop: ["codes", "keys"] } },
    ]);
  });

  it("that begins more than a period late raises one too", async () => {
    expect((await run([product("shop")], 15 * MINUTE)).alerts).toEqual([]);
    const text = "[staging] A cron run began 16 minutes late";
    expect((await run([product("shop")], 16 * MINUTE)).alerts).toEqual([
      { text, content: text, event: "cron_late", environment: "staging", lateMs: 16 * MINUTE },
    ]);
  });
});

describe("a webhook", () => {
  it("that hangs up or refuses is logged without its address, and the run goes on", async () => {
    const account = new VendorAccount("alerts", crypto.randomUUID());
    await account.answerNext({ status: 0 }, { status: 500 });
    const behind = product("shop", { backlog: ["codes"] });
    await runScheduled(envWith({ account }), [behind], NOW - 16 * MINUTE, NOW);
    expect(lines).toEqual([
      { level: "info", event: "cron", lateMs: 16 * MINUTE },
      { level: "error", event: "alert not sent", alert: "cron_late", error: expect.any(Object) },
      { level: "error", event: "alert not taken", alert: "cron_backlog", status: 500 },
    ]);
    expect(JSON.stringify(lines)).not.toContain(account.name);
  });
});
