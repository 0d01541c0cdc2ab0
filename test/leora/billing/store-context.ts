import { env } from "cloudflare:workers";
import { parseEnv } from "../../../src/env.ts";
import { type PublicContext, publicContext } from "../../../src/kernel/context.ts";
import { NO_CLIENT } from "../../../src/kernel/request.ts";

/** A context of nobody's request, at `now` (UTC milliseconds), with other variables than the tests' own. */
export function storeContext(variables: Record<string, string | undefined>, now: number): PublicContext {
  const bindings: typeof env = { ...env, ...variables };
  const parts = { env: parseEnv(bindings), product: "leora", requestId: "test", now, client: NO_CLIENT };
  return publicContext({ ...parts, later: () => {} });
}

/** A webhook's request with these headers. */
export const webhook = (body: string, headers: Record<string, string> = {}) => ({
  body,
  header: (name: string) => new Headers(headers).get(name),
});
