import { beforeAll, describe, inject, it } from "vitest";
import { type Call, named } from "../catalog.ts";
import { subjects } from "../subjects.ts";
import { requireGood, type World } from "../world.ts";
import { largest } from "./bodies.ts";
import { type Cost, type Scales, scalesOf } from "./measure.ts";

// What every writing endpoint of every product stores, against what was sent to it.

const TIMEOUT_MS = 60_000;
/** How often a body is sent with a key of its own; then once more with the last one. */
const TIMES = inject("full") ? 3 : 1;
/** Which bodies are repeated: the largest, and with `FULL=1` the good one too. */
const BODIES = inject("full") ? 2 : 1;

describe.each([...subjects])("$name: a request stores no more than its weight allows", (subject) => {
  const { catalog } = subject;
  const writes = catalog.endpoints.filter(({ method }) => method !== "get");
  let scales: Scales;
  let world: World;

  beforeAll(async () => {
    scales = await scalesOf(subject);
    world = await subject.newWorld();
  });

  it.each(named(writes))(
    "%s",
    async (_, endpoint) => {
      let before = await scales.stored();
      const send = async (call: Call, key: string): Promise<Cost> => {
        const actor = call.by ?? (endpoint.access === "public" ? subject.anonymous() : world.owner);
        const type = call.file && { "Content-Type": call.file.type };
        const headers = { "Idempotency-Key": key, ...type, ...call.headers };
        const body = call.file?.text ?? (call.body && JSON.stringify(call.body));
        const [method, path] = [endpoint.method.toUpperCase(), catalog.pathOf(endpoint, call)];
        const cost = await scales.send(actor, method, path, body, headers);
        scales.requireBounded(cost);
        const after = await scales.stored();
        scales.requireStored(before, after, [cost]);
        before = after;
        return cost;
      };
      const sendGood = async (key: string) => {
        const call = await subject.goodCall(endpoint, world);
        before = await scales.stored();
        return { call, cost: await send(call, key) };
      };

      const key = crypto.randomUUID();
      let good = await sendGood(key);
      if (good.cost.reply.status >= 400) {
        // Another endpoint's test ended the session, or deleted the row.
        world = await subject.newWorld();
        good = await sendGood(key);
      }
      requireGood(endpoint, good.cost.reply);
      const { call } = good;
      await send(call, key);
      const bodies = call.body ? [call.body, largest(catalog, endpoint, call.body)] : [];
      for (const body of bodies.slice(-BODIES)) {
        const own = Array.from({ length: TIMES }, () => crypto.randomUUID());
        for (const nextKey of [...own, ...own.slice(-1)]) await send({ ...call, body }, nextKey);
      }
    },
    TIMEOUT_MS,
  );
});
