import { z } from "zod";
import type { Env } from "../env.ts";
import { newId } from "../id.ts";

export const CHANNELS = ["email", "sms"] as const;
export type Channel = (typeof CHANNELS)[number];

/** What a message carries through the queue. Its id is the same on every delivery attempt. */
export const OutboundMessage = z.object({
  id: z.uuid(),
  channel: z.enum(CHANNELS),
  /** An e-mail address, or a phone number as `+` and digits. */
  to: z.string().min(1),
  /** Channels without subjects leave it out. */
  subject: z.string(),
  text: z.string().min(1),
  /** When it was handed over, UTC milliseconds. */
  at: z.number(),
});
export type OutboundMessage = z.infer<typeof OutboundMessage>;

/**
 * Hands a message to the outbound queue: the reply need not wait for a vendor. It arrives, or ends as a dead letter.
 * @throws Error when the queue does not take it.
 */
export async function sendMessage(env: Env, message: Omit<OutboundMessage, "id" | "at">): Promise<void> {
  const at = Date.now();
  await env.OUTBOUND.send({ ...message, id: newId(at), at } satisfies OutboundMessage);
}
