import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { parseEnv } from "../../src/env.ts";
import { unsafeCast } from "../../src/kernel/cast.ts";
import type { ProductManifest } from "../../src/kernel/product.ts";
import { runScheduled } from "../../src/kernel/scheduled.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { RecordingDataset } from "../support/metrics.ts";
import { VendorAccount } from "../support/vendor-account.ts";
import { recordLog } from "./outbound/support.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const MINUTE = 60_000;

type CronRun = Awaited<ReturnType<ProductManifest["cron"]>>;
type CronReport = Awaited<ReturnType<CronRun>>;

/** A product whose cron takes a second, and comes to this. */
const product = (name: string, report: Partial<CronReport> = {}): ProductManifest =>
  unsafeCast({
    name,
    cron: async () => async () => {
      passTime(1000);
      return { backlog: [], failed: [], ...report };
    },
  });

/** A run of these products that begins so late: what was written to the dataset, and what reached the chat. */
async function run(products: ProductManifest[], lateMs = 0) {
  freezeTime("2026-11-24T12:00:00Z");
  const [account, METRICS] = [new VendorAccount("alerts", crypto.randomUUID()), new RecordingDataset()];
  const bindings = { ...env, METRICS, ALERT_WEBHOOK_URL: `${account.baseUrl}/${account.name}` };
  await runScheduled(parseEnv(bindings), products, Date.now() - lateMs, Date.now());
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
    const text = "[development] Cron has more to do than one run can: shop";
    expect(alerts).toEqual([
      { text, content: text, event: "cron_backlog", environment: "development", jobs: { shop: ["codes", "keys"] } },
    ]);
  });

  it("that begins more than a period late raises one too", async () => {
    expect((await run([product("shop")], 15 * MINUTE)).alerts).toEqual([]);
    const text = "[development] A cron run began 16 minutes late";
    expect((await run([product("shop")], 16 * MINUTE)).alerts).toEqual([
      { text, content: text, event: "cron_late", environment: "development", lateMs: 16 * MINUTE },
    ]);
  });
});

describe("a webhook", () => {
  it("that hangs up or refuses is logged without its address, and the run goes on", async () => {
    freezeTime("2026-11-24T12:00:00Z");
    const account = new VendorAccount("alerts", crypto.randomUUID());
    await account.answerNext({ status: 0 }, { status: 500 });
    const bindings = { ...env, ALERT_WEBHOOK_URL: `${account.baseUrl}/${account.name}` };
    const lines = recordLog();
    const behind = product("shop", { backlog: ["codes"] });
    await runScheduled(parseEnv(bindings), [behind], Date.now() - 16 * MINUTE, Date.now());
    expect(lines).toEqual([
      { level: "info", event: "cron", lateMs: 16 * MINUTE },
      { level: "error", event: "alert not sent", alert: "cron_late", error: expect.any(Object) },
      { level: "error", event: "alert not taken", alert: "cron_backlog", status: 500 },
    ]);
    expect(JSON.stringify(lines)).not.toContain(account.name);
  });
});
