import { describe, expect, it } from "vitest";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import type { Reply } from "../support/actor.ts";
import { document, endpoints, named, nameOf, operationOf, requireDocumented, send } from "./catalog.ts";
import { recordSql, scansOf } from "./plans.ts";
import { valuesOf } from "./schema.ts";
import { goodCall, newWorld, requireGood } from "./world.ts";

/** Calls a request may make; a write may add the notification of the user's sockets, after the reply. */
const READ = { d1: 1, hub: 1 };
const WRITE = { d1: 2, hub: 2 };
const SPECIAL: Readonly<Record<string, typeof READ>> = {
  "POST /sync/push": { d1: 3, hub: 1 },
};

const budgetOf = (endpoint: AnyEndpoint) => SPECIAL[nameOf(endpoint)] ?? (endpoint.method === "get" ? READ : WRITE);

function callsOf({ headers }: Reply): typeof READ {
  const timing = headers.get("server-timing") ?? "";
  const count = (name: string) => Number(new RegExp(`${name};desc="(\\d+)"`).exec(timing)?.[1] ?? Number.NaN);
  return { d1: count("d1"), hub: count("hub") };
}

/** The request is accepted, answers as documented, keeps to the budget, and reads no table from end to end. */
async function requireExemplary(endpoint: AnyEndpoint, request: () => Promise<Reply>): Promise<void> {
  let reply: Reply | undefined;
  const statements = await recordSql(async () => {
    reply = await request();
  });
  if (!reply) throw new Error("No reply");
  requireGood(endpoint, reply);
  requireDocumented(endpoint, reply);
  const [calls, budget] = [callsOf(reply), budgetOf(endpoint)];
  expect(calls.d1).toBeLessThanOrEqual(budget.d1);
  expect(calls.hub).toBeLessThanOrEqual(budget.hub);
  expect((await Promise.all(statements.map(scansOf))).flat()).toEqual([]);
}

describe("every endpoint answers as documented, within its budget, by index", () => {
  it.each(named(endpoints))("%s", async (_, endpoint) => {
    const world = await newWorld();
    const call = await goodCall(endpoint, world);
    await requireExemplary(endpoint, () => send(world.owner, endpoint, call));
  });
});

describe("every filter and order of a list does, too", () => {
  it.each(named(endpoints.filter(({ paged }) => paged)))("%s", async (_, endpoint) => {
    const world = await newWorld();
    const call = await goodCall(endpoint, world);
    const parameters = (operationOf(endpoint).parameters ?? []).filter((one) => one.in === "query");
    for (const { name, schema } of parameters) {
      for (const value of valuesOf(schema, document.components.schemas)) {
        const query = new URLSearchParams([...new URLSearchParams(call.query), [name, value]]).toString();
        for (const order of ["", "&sortOrder=asc"]) {
          await requireExemplary(endpoint, () => send(world.owner, endpoint, { ...call, query: query + order }));
        }
      }
    }
  });
});
