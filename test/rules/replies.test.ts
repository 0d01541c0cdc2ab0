import { describe, expect, it } from "vitest";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import type { Reply } from "../support/actor.ts";
import { endpoints, named, nameOf, requireDocumented, send } from "./catalog.ts";
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

describe("every endpoint answers as documented, within its budget", () => {
  it.each(named(endpoints))("%s", async (_, endpoint) => {
    const world = await newWorld();
    const reply = await send(world.owner, endpoint, await goodCall(endpoint, world));
    requireGood(endpoint, reply);
    requireDocumented(endpoint, reply);
    const [calls, budget] = [callsOf(reply), budgetOf(endpoint)];
    expect(calls.d1).toBeLessThanOrEqual(budget.d1);
    expect(calls.hub).toBeLessThanOrEqual(budget.hub);
  });
});
