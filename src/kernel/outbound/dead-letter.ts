import type { Env } from "../env.ts";
import { log } from "../log.ts";
import { toIso } from "../time.ts";
import { OutboundMessage } from "./message.ts";

/**
 * Keeps a message that cannot be delivered in R2, under `dead-letters/<day>/<message id>.json`, as `{reason, body}`
 * with the body of the queue's message, so that it can be sent again. Logs one line about it, without the text and
 * without the whole address. Keeping the same message twice overwrites the same file.
 */
export async function keepDeadLetter(env: Env, message: Message, reason: string): Promise<void> {
  const { id, timestamp, body, attempts } = message;
  const parsed = OutboundMessage.safeParse(body).data;
  const key = `dead-letters/${toIso(timestamp.getTime()).slice(0, 10)}/${parsed?.id ?? id}.json`;
  await env.FILES.put(key, JSON.stringify({ reason, body }));
  log("error", "dead letter", { key, channel: parsed?.channel, to: parsed && masked(parsed.to), attempts, reason });
}

/** As much of an address as lets somebody who knows it recognize it: `a…@example.com`, `…67`. */
function masked(address: string): string {
  const at = address.lastIndexOf("@");
  return at > 0 ? `${address.slice(0, 1)}…${address.slice(at)}` : `…${address.slice(-2)}`;
}
