import { z } from "zod";
import type { Env } from "../env.ts";
import { newId } from "../id.ts";

// Messages to people outside (mail, SMS): what they consist of, and how to send one.

/** How a message reaches people. */
export const CHANNELS = ["email", "sms"] as const;
export type Channel = (typeof CHANNELS)[number];

/** The channel of an address, which is an e-mail address or a phone number in E.164. */
export const channelOf = (address: string): Channel => (address.startsWith("+") ? "sms" : "email");

/** A message in the queue. Its id is the same on every attempt to deliver it. */
export const OutboundMessage = z.object({
  id: z.uuid(),
  channel: z.enum(CHANNELS),
  /** An e-mail address, or a phone number as `+` and digits. */
  to: z.string().min(1),
  /** Not sent through channels without subjects. */
  subject: z.string(),
  text: z.string().min(1),
  /** When it was sent to the queue, in UTC milliseconds. */
  at: z.number(),
});
export type OutboundMessage = z.infer<typeof OutboundMessage>;

/**
 * Sends a message to the outbound queue, so that replies do not wait for a vendor. The message is delivered, or kept as
 * a dead letter.
 * @throws Error when the queue does not accept it
 */
export async function sendMessage(env: Env, message: Omit<OutboundMessage, "id" | "at">): Promise<void> {
  const at = Date.now();
  await env.OUTBOUND.send({ ...message, id: newId(at), at } satisfies OutboundMessage);
}
