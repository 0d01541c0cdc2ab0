import { env } from "cloudflare:workers";
import { parseEnv } from "../../../src/env.ts";
import { type PublicContext, publicContext } from "../../../src/kernel/context.ts";
import { AppError } from "../../../src/kernel/errors.ts";
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

/** The code of the error with which a call ends, and the fields that it names. Any error but an AppError fails the test. */
export async function refusalOf(call: Promise<unknown>): Promise<string[]> {
  try {
    return [`no refusal: ${JSON.stringify(await call)}`];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [error.code, ...(error.details ?? []).map(({ field }) => field)];
  }
}
