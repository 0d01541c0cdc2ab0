import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type { Bindings } from "../../../src/env.ts";
import { newId } from "../../../src/kernel/id.ts";
import type { OutboundMessage } from "../../../src/kernel/outbound/message.ts";
import worker from "../../../src/worker.ts";
import { VendorAccount } from "../../support/vendor-account.ts";

export const NOW = Date.parse("2026-10-01T09:30:00.000Z");

/** A message as sendMessage would put it on the queue. */
export const mailTo = (to: string, overrides: Partial<OutboundMessage> = {}): OutboundMessage => ({
  id: newId(NOW),
  channel: "email",
  to,
  subject: "Tasdiqlash kodi",
  text: "Kodingiz: 493817",
  at: NOW,
  ...overrides,
});

export const smsTo = (to: string, overrides: Partial<OutboundMessage> = {}): OutboundMessage =>
  mailTo(to, { channel: "sms", subject: "", ...overrides });

interface Delivery {
  attempts?: number;
  queue?: string;
  /** Variables, and bindings, in place of the usual ones. */
  bindings?: Partial<Bindings> & Record<string, unknown>;
}

/** Hands bodies to the Worker's own `queue` handler as one batch: which were acknowledged, which come again and when. */
export async function deliver(bodies: unknown[], { attempts = 1, queue = "outbound", bindings = {} }: Delivery = {}) {
  const messages = bodies.map((body, index) => ({ id: `m${index}`, timestamp: NOW, attempts, body }));
  const batch = createMessageBatch(queue, messages);
  // The result of a batch does not tell the delays.
  const retries = new Map(batch.messages.map((message) => [message.id, vi.spyOn(message, "retry")]));
  const execution = createExecutionContext();
  await worker.queue(batch, { ...env, ...bindings });
  const { explicitAcks, retryMessages } = await getQueueResult(batch, execution);
  const retried = retryMessages.map(({ msgId }) => [msgId, retries.get(msgId)?.mock.lastCall?.[0]?.delaySeconds]);
  return { acked: explicitAcks.toSorted(), retried: Object.fromEntries(retried) };
}

/** A fresh account at the fake Resend, and the variables that lead to it. */
export function resendAccount(apiKey = `re_${crypto.randomUUID()}`) {
  const account = new VendorAccount("resend", apiKey);
  const bindings = { RESEND_API_KEY: apiKey, RESEND_BASE_URL: account.baseUrl, MAIL_FROM: "Leora <hi@leora.app>" };
  return { account, bindings };
}

/** A fresh account at the fake Eskiz, whose right password is `correct`. */
export function eskizAccount(password = "correct") {
  const account = new VendorAccount("eskiz", `${crypto.randomUUID()}@example.com`);
  const bindings = { ESKIZ_EMAIL: account.name, ESKIZ_PASSWORD: password, ESKIZ_BASE_URL: account.baseUrl };
  return { account, bindings };
}

/** The dead letter kept under this id on the day of NOW. */
export async function deadLetter(id: string): Promise<unknown> {
  return (await env.FILES.get(`dead-letters/2026-10-01/${id}.json`))?.json();
}
