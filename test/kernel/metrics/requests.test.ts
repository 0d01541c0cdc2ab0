import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { handle } from "../../../src/api.ts";
import type { Bindings } from "../../../src/env.ts";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import { type Actor, anonymous, newActor } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { recordLog } from "../../support/log.ts";
import { FAILING_DATASET, RecordingDataset } from "../../support/metrics.ts";
import { PRODUCTION } from "../../support/production.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

const VERSION = { id: "3f1c", tag: "v42", timestamp: "2026-11-24T10:00:00Z" };

/** Sends a request to a Worker whose dataset records; what was written, and the reply. */
async function measured(actor: Actor, method: string, path: string, body?: object, more: Partial<Bindings> = {}) {
  const METRICS = new RecordingDataset();
  const execution = createExecutionContext();
  const bindings = { ...env, METRICS, CF_VERSION_METADATA: VERSION, ...more };
  const reply = await handle(actor.requestOf(method, path, body && JSON.stringify(body)), bindings, execution);
  await waitOnExecutionContext(execution);
  return { reply, text: await reply.text(), points: METRICS.points };
}

/** The queue delivers the mail of a registration whenever it likes. */
const withoutMail = (lines: Record<string, unknown>[]) => lines.filter(({ event }) => event !== "outbound delivered");

/** The point of a request that took no time by the frozen clock. */
const point = (product: string, blobs: string[], [d1, hub]: [number, number], ms = 0) => ({
  indexes: [`request/${product}`],
  blobs: ["request", product, VERSION.id, ...blobs],
  doubles: [ms, d1, hub],
});

describe("a request is one data point", () => {
  it("with the template of its path, its status, and the calls that it took", async () => {
    freezeTime("2026-11-24T12:00:00Z");
    const actor = await newActor();
    const created = await measured(actor, "POST", "/v1/tasks", { title: "a" });
    expect(created.points).toEqual([point("leora", ["POST", "/v1/tasks", "201", ""], [2, 1])]);
    const { id } = JSON.parse(created.text).data;
    const { points } = await measured(actor, "GET", `/v1/tasks/${id}?secret=1`);
    expect(points).toEqual([point("leora", ["GET", "/v1/tasks/{id}", "200", ""], [1, 1])]);
    expect(JSON.stringify(points)).not.toContain(id);
  });

  it.each([
    ["GET", "/v1/tasks", "leora", "/v1/tasks", "401", "token_missing", [0, 0]],
    ["GET", "/v1/who-am-i?token=x", "leora", "", "404", "not_found", [0, 0]],
    ["GET", "/crm/api/v1/customers/7", "crm", "/api/v1/customers/{id}", "401", "token_missing", [0, 0]],
    ["POST", "/koshelok/users/login/", "koshelok", "/users/login/", "400", "invalid_input", [0, 0]],
    ["GET", "/healthz", "leora", "/healthz", "200", "", [0, 0]],
    ["GET", "/crm/api/v1/openapi.json", "crm", "/api/v1/openapi.json", "200", "", [0, 0]],
    ["GET", "/docs/products.json", "leora", "/docs/products.json", "200", "", [0, 0]],
    ["GET", "/ws?ticket=x", "leora", "/ws", "426", "", [0, 0]],
    ["POST", "/operations/leora/moves", "leora", "/operations", "401", "token_missing", [0, 0]],
  ] as const)("%s %s", async (method, path, product, route, status, error, calls) => {
    freezeTime("2026-11-24T12:00:00Z");
    const { points } = await measured(anonymous(), method, path, method === "POST" ? {} : undefined);
    expect(points).toEqual([point(product, [method, route, status, error], [...calls])]);
  });

  it("an error that the hub reports has its code too", async () => {
    const actor = await newActor();
    await actor.post("/v1/auth/logout");
    const { points } = await measured(actor, "GET", "/v1/tasks");
    expect(points[0]?.blobs).toEqual(["request", "leora", VERSION.id, "GET", "/v1/tasks", "401", "token_invalid"]);
  });

  it("its time is what the reply took", async () => {
    freezeTime("2026-11-24T12:00:00Z");
    const ASSETS = {
      fetch: async () => {
        passTime(250);
        return new Response("page");
      },
    } as unknown as Fetcher;
    const { points } = await measured(anonymous(), "GET", "/docs/", undefined, { ASSETS });
    expect(points).toEqual([point("leora", ["GET", "/docs", "200", ""], [0, 0], 250)]);
  });
});

it("the log line of a request says the same, and the version", async () => {
  const actor = await newActor();
  const lines = recordLog();
  const { reply } = await measured(actor, "GET", "/v1/tasks/no-uuid?q=private");
  expect(withoutMail(lines)).toEqual([
    {
      level: "info",
      event: "request",
      version: "3f1c",
      tag: "v42",
      requestId: reply.headers.get("x-request-id"),
      method: "GET",
      path: "/v1/tasks/no-uuid",
      product: "leora",
      route: "/v1/tasks/{id}",
      status: 404,
      error: "not_found",
      ms: expect.any(Number),
      d1: 0,
      hub: 1,
    },
  ]);
});

it("a path in a log line is 200 characters at most", async () => {
  const lines = recordLog();
  await measured(anonymous(), "GET", `/${"a".repeat(5000)}`);
  expect(lines[0]).toMatchObject({ event: "request", path: `/${"a".repeat(199)}`, status: 404 });
});

describe("where it is deployed", () => {
  /** How many lines a request has, when chance leaves it out. */
  async function linesOf(path: string, chance: number, ASSETS: Partial<Fetcher> = {}) {
    vi.spyOn(Math, "random").mockReturnValue(chance);
    const lines = recordLog();
    const bindings = { ...env, ...PRODUCTION, ASSETS: unsafeCast<Fetcher>(ASSETS) };
    await handle(new Request(`https://api.leora.app${path}`), bindings, createExecutionContext());
    return lines.filter(({ event }) => event === "request").length;
  }

  it("one of four requests that went well has a line", async () => {
    expect(await linesOf("/healthz", 0.2499)).toBe(1);
    expect(await linesOf("/healthz", 0.25)).toBe(0);
  });

  it("each that did not, or was slow, has one", async () => {
    expect(await linesOf("/v1/tasks", 0.9)).toBe(1);
    freezeTime("2026-11-24T12:00:00Z");
    const fetch = async () => {
      passTime(1000);
      return new Response("page");
    };
    expect(await linesOf("/docs/", 0.9, { fetch })).toBe(1);
  });
});

it("a push is measured by what became of its changes", async () => {
  const actor = await newActor();
  const change = (key: string, data: object, id: string = crypto.randomUUID()) => ({
    entity: "tasks",
    id,
    operation: "create",
    data,
    localUpdatedAt: "2026-11-24T10:00:00.000Z",
    idempotencyKey: key,
  });
  const first = change("a", { title: "a" });
  const changes = [first, change("b", { title: "b" }), first, change("c", { title: 7 })];
  const { points } = await measured(actor, "POST", "/v1/sync/push", { changes });
  expect(points.map(({ blobs }) => blobs?.[0])).toEqual(["sync", "request"]);
  expect(points[0]).toEqual({
    indexes: ["sync/leora"],
    blobs: ["sync", "leora", VERSION.id],
    doubles: [2, 0, 1, 0, 1],
  });
});

it.each([undefined, FAILING_DATASET])("a dataset that is absent or fails changes no reply", async (METRICS) => {
  const actor = await newActor();
  const lines = recordLog();
  const { METRICS: _absent, ...bindings } = env;
  const reply = await handle(
    actor.requestOf("GET", "/v1/tasks"),
    METRICS ? { ...bindings, METRICS } : bindings,
    createExecutionContext(),
  );
  expect(reply.status).toBe(200);
  expect(withoutMail(lines).map(({ event }) => event)).toEqual(METRICS ? ["request", "data point lost"] : ["request"]);
});
