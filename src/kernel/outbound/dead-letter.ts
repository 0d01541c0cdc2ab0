import type { Env } from "../env.ts";
import { log } from "../log.ts";
import { toIso } from "../time.ts";
import { OutboundMessage } from "./message.ts";

/**
 * Keeps what cannot be delivered in R2, under `dead-letters/<day>/<message id>.json`, as `{reason, body}` with the
 * queue message's own body, so that it can be sent again; and logs one line without the text or the whole address.
 * The same message again overwrites the same letter.
 */
export async function keepDeadLetter(env: Env, message: Message, reason: string): Promise<void> {
  const { id, timestamp, body, attempts } = message;
  const parsed = OutboundMessage.safeParse(body).data;
  const key = `dead-letters/${toIso(timestamp.getTime()).slice(0, 10)}/${parsed?.id ?? id}.json`;
  await env.FILES.put(key, JSON.stringify({ reason, body }));
  log("error", "dead letter", { key, channel: parsed?.channel, to: parsed && masked(parsed.to), attempts, reason });
}

/** Enough to recognize an address one knows: `a…@example.com`, `…67`. */
function masked(address: string): string {
  const at = address.lastIndexOf("@");
  return at > 0 ? `${address.slice(0, 1)}…${address.slice(at)}` : `…${address.slice(-2)}`;
}
