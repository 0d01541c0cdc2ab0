import { describe, expect, it } from "vitest";
import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import type { Reply } from "../support/actor.ts";
import { type Catalog, named, nameOf } from "./catalog.ts";
import { recordSql, scansOf } from "./plans.ts";
import { valuesOf } from "./schema.ts";
import { has, type Subject, subjects } from "./subjects.ts";
import { requireGood } from "./world.ts";

const TIMEOUT_MS = 60_000;

/** Calls a request may make; a write may add the notification of the user's sockets, after the reply. */
const READ = { d1: 1, hub: 1 };
const WRITE = { d1: 2, hub: 2 };
const SPECIAL: Readonly<Record<string, typeof READ>> = {
  "POST /sync/push": { d1: 3, hub: 1 },
  // They reply with what the user has, beside the purchase that they store.
  "POST /subscriptions/verify-receipt": { d1: 3, hub: 2 },
  "POST /subscriptions/restore": { d1: 4, hub: 2 },
};

const budgetOf = (endpoint: AnyEndpoint) =>
  SPECIAL[nameOf(endpoint)] ?? (endpoint.method === "get" && !endpoint.writes ? READ : WRITE);

function callsOf({ headers }: Reply): typeof READ {
  const timing = headers.get("server-timing") ?? "";
  const count = (name: string) => Number(new RegExp(`${name};desc="(\\d+)"`).exec(timing)?.[1] ?? Number.NaN);
  return { d1: count("d1"), hub: count("hub") };
}

/** The request is accepted, answers as documented, keeps to the budget, and reads no table from end to end. */
async function requireExemplary(
  { catalog, databases }: Subject,
  endpoint: AnyEndpoint,
  request: () => Promise<Reply>,
): Promise<void> {
  let reply: Reply | undefined;
  const statements = await recordSql(async () => {
    reply = await request();
  });
  if (!reply) throw new Error("No reply");
  requireGood(endpoint, reply);
  catalog.requireDocumented(endpoint, reply);
  const [calls, budget] = [callsOf(reply), budgetOf(endpoint)];
  expect(calls.d1).toBeLessThanOrEqual(budget.d1);
  expect(calls.hub).toBeLessThanOrEqual(budget.hub);
  expect((await Promise.all(statements.map((sql) => scansOf(sql, databases)))).flat()).toEqual([]);
}

const queryOf = ({ operationOf }: Catalog, endpoint: AnyEndpoint) =>
  (operationOf(endpoint).parameters ?? []).filter((parameter) => parameter.in === "query");

describe.each(subjects)("$name: every endpoint answers as documented, within its budget, by index", (subject) => {
  const { endpoints, send } = subject.catalog;

  it.each(named(endpoints))(
    "%s",
    async (_, endpoint) => {
      const world = await subject.newWorld();
      const call = await subject.goodCall(endpoint, world);
      await requireExemplary(subject, endpoint, () => send(world.owner, endpoint, call));
    },
    TIMEOUT_MS,
  );
});

const isMinimal = ({ minimalReply }: AnyEndpoint) => minimalReply !== undefined;

describe.each(subjects.filter(has(isMinimal)))("$name: a minimal reply does, too", (subject) => {
  const { endpoints, send } = subject.catalog;

  it.each(named(endpoints.filter(isMinimal)))(
    "%s",
    async (_, endpoint) => {
      const world = await subject.newWorld();
      const call = await subject.goodCall(endpoint, world);
      const headersOf = async (prefer: string): Promise<Headers> => {
        let reply: Reply | undefined;
        await requireExemplary(subject, endpoint, async () => {
          reply = await send(world.owner, endpoint, call, { Prefer: prefer });
          return reply;
        });
        return (reply as Reply).headers;
      };
      const asked = await headersOf("return=minimal");
      expect([asked.get("preference-applied"), asked.get("vary")]).toEqual(["return=minimal", "Prefer, Origin"]);
      const other = await headersOf("return=representation");
      expect([other.get("preference-applied"), other.get("vary")]).toEqual([null, "Prefer, Origin"]);
    },
    TIMEOUT_MS,
  );
});

const isList = ({ query }: AnyEndpoint) => query?.shape.page !== undefined;

describe.each(subjects.filter(has(isList)))("$name: every filter and order of a list does, too", (subject) => {
  const { endpoints, document, send } = subject.catalog;

  it.each(named(endpoints.filter(isList)))(
    "%s",
    async (_, endpoint) => {
      const world = await subject.newWorld();
      const call = await subject.goodCall(endpoint, world);
      for (const { name, schema } of queryOf(subject.catalog, endpoint)) {
        for (const value of valuesOf(schema, document.components.schemas)) {
          const query = new URLSearchParams([...new URLSearchParams(call.query), [name, value]]).toString();
          for (const order of ["", "&sortOrder=asc"]) {
            await requireExemplary(subject, endpoint, () =>
              send(world.owner, endpoint, { ...call, query: query + order }),
            );
          }
        }
      }
    },
    TIMEOUT_MS,
  );
});
