import type { Env } from "../env.ts";
import { log } from "../log.ts";
import { keepDeadLetter } from "./dead-letter.ts";
import { type Channel, OutboundMessage } from "./message.ts";
import { DeliveryError, type Provider } from "./provider.ts";
import { providersOf } from "./providers.ts";

const RETRY_FIRST_SECONDS = 10;
const RETRY_MAX_SECONDS = 3600;

/** Delivers a batch of the queue `outbound`; each message is acknowledged, retried or buried on its own. */
export async function consumeOutbound(batch: MessageBatch, env: Env): Promise<void> {
  const providers = providersOf(env);
  await Promise.all(batch.messages.map((message) => deliver(message, env, providers)));
}

/** Keeps what the queue gave up on. A message that R2 does not take stays in the queue. */
export async function consumeDeadLetters(batch: MessageBatch, env: Env): Promise<void> {
  await Promise.all(batch.messages.map((message) => bury(message, env, "retries exhausted")));
}

/** By queue name, for the Worker's `queue` handler. */
export const queueConsumers: Readonly<Record<string, (batch: MessageBatch, env: Env) => Promise<void>>> = {
  outbound: consumeOutbound,
  "outbound-dead": consumeDeadLetters,
};

async function deliver(message: Message, env: Env, providers: Record<Channel, Provider>): Promise<void> {
  const parsed = OutboundMessage.safeParse(message.body);
  if (!parsed.success) return bury(message, env, "malformed");

  const { id, channel } = parsed.data;
  const provider = providers[channel];
  const about = { id, channel, provider: provider.name, attempts: message.attempts };
  try {
    await provider.deliver(parsed.data);
  } catch (error) {
    const refusal = error instanceof DeliveryError ? error : undefined;
    if (refusal?.isPermanent) return bury(message, env, refusal.message);
    const delaySeconds = delayOf(message.attempts, refusal?.retryAfter);
    log("warn", "outbound retry", { ...about, delaySeconds, error });
    return message.retry({ delaySeconds });
  }
  message.ack();
  log("info", "outbound delivered", about);
}

async function bury(message: Message, env: Env, reason: string): Promise<void> {
  try {
    await keepDeadLetter(env, message, reason);
  } catch (error) {
    log("error", "dead letter not kept", { id: message.id, reason, error });
    return message.retry({ delaySeconds: delayOf(message.attempts) });
  }
  message.ack();
}

/** 10 s after the first attempt, then twice as long each time; a vendor may ask for more. */
const delayOf = (attempts: number, asked = 0): number =>
  Math.min(RETRY_MAX_SECONDS, Math.max(asked, RETRY_FIRST_SECONDS * 2 ** (attempts - 1)));
