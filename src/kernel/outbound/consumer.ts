import type { Env } from "../env.ts";
import { log } from "../log.ts";
import { raiseAlertOnce } from "./alert-once.ts";
import { keepDeadLetter } from "./dead-letter.ts";
import { type Channel, OutboundMessage } from "./message.ts";
import { DeliveryError, type Provider } from "./provider.ts";
import { providersOf } from "./providers.ts";

// The consumers of the queue with outbound mail and SMS, and of its dead-letter queue.

const RETRY_FIRST_SECONDS = 10;
const RETRY_MAX_SECONDS = 3600;

/**
 * Delivers a batch of the queue `outbound`; each message is acknowledged, retried or kept as a dead letter independently of the others.
 */
export async function consumeOutbound(batch: MessageBatch, env: Env): Promise<void> {
  const providers = providersOf(env);
  const given = await Promise.all(batch.messages.map((message) => deliver(message, env, providers)));
  await alertOf(env, batch.queue, given.filter((isGivenUp) => isGivenUp).length);
}

/** Keeps the messages that the queue has given up on. A message that R2 does not accept stays in the queue. */
export async function consumeDeadLetters(batch: MessageBatch, env: Env): Promise<void> {
  await Promise.all(batch.messages.map((message) => deadLetter(message, env, "retries exhausted")));
  await alertOf(env, batch.queue, batch.messages.length);
}

/** Raises an alert about the messages of a batch that were given up, when there are any. @param messages how many */
async function alertOf(env: Env, queue: string, messages: number): Promise<void> {
  if (messages === 0) return;
  const text = `Messages of ${queue} that were given up: ${messages}`;
  await raiseAlertOnce(env, "dead_letters", queue, text, { queue, messages });
}

/** Resolves to true when the message was given up. */
async function deliver(message: Message, env: Env, providers: Record<Channel, Provider>): Promise<boolean> {
  const parsed = OutboundMessage.safeParse(message.body);
  if (!parsed.success) {
    await deadLetter(message, env, "malformed");
    return true;
  }

  const { id, channel } = parsed.data;
  const provider = providers[channel];
  const logFields = { id, channel, provider: provider.name, attempts: message.attempts };
  try {
    await provider.deliver(parsed.data);
  } catch (error) {
    const refusal = error instanceof DeliveryError ? error : undefined;
    if (refusal?.isPermanent) {
      await deadLetter(message, env, refusal.message);
      return true;
    }
    const delaySeconds = delayOf(message.attempts, refusal?.retryAfter);
    log("warn", "outbound retry", { ...logFields, delaySeconds, error });
    message.retry({ delaySeconds });
    return false;
  }
  message.ack();
  log("info", "outbound delivered", logFields);
  return false;
}

/** Keeps a message that will never be delivered, and acknowledges it; one that could not be kept comes again. */
async function deadLetter(message: Message, env: Env, reason: string): Promise<void> {
  try {
    await keepDeadLetter(env, message, reason);
  } catch (error) {
    log("error", "dead letter not kept", { id: message.id, reason, error });
    message.retry({ delaySeconds: delayOf(message.attempts) });
    return;
  }
  message.ack();
}

/**
 * Seconds until the next attempt: 10 after the first, then twice as long each time, up to an hour. `retryAfter` is the
 * least that the vendor asked for.
 */
const delayOf = (attempts: number, retryAfter = 0): number =>
  Math.min(RETRY_MAX_SECONDS, Math.max(retryAfter, RETRY_FIRST_SECONDS * 2 ** (attempts - 1)));
