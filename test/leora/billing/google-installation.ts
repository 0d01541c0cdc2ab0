import { GooglePlay } from "../../support/google-play.ts";
import { storeContext } from "./store-context.ts";

/** The time of the tests of Google Play. */
export const NOW = Date.parse("2026-06-15T12:00:00Z");

/** An installation with a Google Play of its own. */
export async function installation(variables: Record<string, string | undefined> = {}) {
  const play = await GooglePlay.open();
  const values = { ...(await play.variables()), ...variables };
  const at = (now: number) => storeContext(values, now);
  return { play, at, ctx: at(NOW), token: `token.${crypto.randomUUID()}` };
}
