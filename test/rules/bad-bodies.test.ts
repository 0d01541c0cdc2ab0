import { describe, expect, it } from "vitest";
import { named } from "./catalog.ts";
import { badFields, badWholes } from "./mutations.ts";
import { Prober, small } from "./prober.ts";
import { subjects } from "./subjects.ts";

const TIMEOUT_MS = 120_000;

describe.each(subjects)("$name: a bad body", (subject) => {
  const { endpoints, document, bodySchemaOf } = subject.catalog;

  it.each(named(endpoints.filter(({ method }) => method !== "get")))(
    "%s answers it with words and writes nothing",
    async (_, endpoint) => {
      const prober = await Prober.of(subject, endpoint);
      const good = small(prober.good.body ?? {}) as object;
      const schema = bodySchemaOf(endpoint);
      const fields = schema ? badFields(good, schema, document.components.schemas) : [];
      for (const { what, body, type } of [...badWholes(good), ...fields]) {
        await prober.probe(what, {}, body, type === undefined ? undefined : { "Content-Type": type });
      }
      await prober.requireNothingWritten();
      expect({}).not.toHaveProperty("polluted");
    },
    TIMEOUT_MS,
  );
});
