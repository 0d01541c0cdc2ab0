import { describe, it } from "vitest";
import { named } from "../catalog.ts";
import { BAD_HEADERS, BAD_PARAMETERS, share } from "../mutations.ts";
import { Prober, small } from "../prober.ts";
import type { Subject } from "../subjects.ts";
import { EVERY, type Shard } from "./shard.ts";

const TIMEOUT_MS = 60_000;

/** Every endpoint of the shard answers a bad parameter or header with words and writes nothing. */
export function badParameters(subject: Subject, shard: Shard): void {
  describe(`${subject.name}: a bad parameter or header`, () => {
    it.each(named(shard.of(subject)))(
      "%s answers it with words and writes nothing",
      async (_, endpoint) => {
        const prober = await Prober.of(subject, endpoint);
        const body = prober.good.body && JSON.stringify(small(prober.good.body));
        for (const value of BAD_PARAMETERS) {
          for (const name of Object.keys(endpoint.params?.shape ?? {})) {
            // An empty segment is another path.
            const params = { ...prober.good.params, [name]: value || "%20" };
            await prober.send(`{${name}} = ${value}`, { params }, body);
          }
        }
        for (const [turn, name] of Object.keys(endpoint.query?.shape ?? {}).entries()) {
          for (const value of share(BAD_PARAMETERS, turn, EVERY)) {
            await prober.probe(`?${name}=${value}`, { query: `${name}=${value}` });
          }
        }
        await prober.send("?unknown", { query: "unknown=1&__proto__=2&constructor=%00" }, body);
        for (const name of Object.keys(endpoint.query?.shape ?? {})) {
          await prober.probe(`?${name} twice`, { query: `${name}=1&${name}=x` });
        }
        for (const [name, value] of BAD_HEADERS) {
          await prober.send(`${name}: ${value.slice(0, 40)}`, {}, body, { [name]: value });
        }
        await prober.requireNothingWritten();
      },
      TIMEOUT_MS,
    );
  });
}
