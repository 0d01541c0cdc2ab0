import { describe, expect, it } from "vitest";
import { named } from "../catalog.ts";
import { badFields, badWholes } from "../mutations.ts";
import { Prober, small } from "../prober.ts";
import type { Subject } from "../subjects.ts";
import { EVERY, type Shard } from "./shard.ts";

const TIMEOUT_MS = 120_000;

/** Every endpoint of the shard that takes a body answers a bad one with words and writes nothing. */
export function badBodies(subject: Subject, shard: Shard): void {
  const { document, bodySchemaOf } = subject.catalog;
  const endpoints = shard.of(subject).filter(({ method }) => method !== "get");

  describe(`${subject.name}: a bad body`, () => {
    it.each(named(endpoints))(
      "%s answers it with words and writes nothing",
      async (_, endpoint) => {
        const prober = await Prober.of(subject, endpoint);
        const good = small(prober.good.body ?? {}) as object;
        const schema = bodySchemaOf(endpoint);
        const fields = schema ? badFields(good, schema, document.components.schemas, EVERY) : [];
        for (const { what, body, type } of [...badWholes(good), ...fields]) {
          await prober.probe(what, {}, body, type === undefined ? undefined : { "Content-Type": type });
        }
        await prober.requireNothingWritten();
        expect({}).not.toHaveProperty("polluted");
      },
      TIMEOUT_MS,
    );
  });
}
