import { unsafeCast } from "./cast.ts";
import type { Env } from "./env.ts";

/**
 * What the platform or a product uses of Cloudflare beside its database. `npm run config` writes it into every
 * environment of wrangler.toml, `worker.ts` hands messages to the consumers, and `/healthz` asks every binding.
 */
export interface Resources {
  readonly queues: readonly QueueDeclaration[];
  /** Bindings of KV namespaces. */
  readonly kvNamespaces?: readonly string[];
  /** Classes by their bindings. A class is exported by `worker.ts` and answers any `fetch`, so that health can ask it. */
  readonly durableObjects?: Readonly<Record<string, string>>;
  /** Which of its files in the bucket `FILES` expire. Deployment sets these rules. */
  readonly lifecycle?: readonly LifecycleRule[];
}

/** Files under a prefix are deleted this many days after they were written. The name is the rule's id at Cloudflare. */
export interface LifecycleRule {
  readonly name: string;
  readonly prefix: string;
  readonly days: number;
}

/** A queue, how its messages reach the consumer, and the consumer. */
export interface QueueDeclaration {
  readonly name: string;
  /** The binding that messages are sent through. A dead-letter queue has none: Cloudflare fills it. */
  readonly producer?: string;
  /** Messages per batch. */
  readonly maxBatchSize: number;
  /** How long a batch waits for more messages, in seconds. In development it never waits: codes arrive at once. */
  readonly maxBatchTimeout: number;
  readonly maxRetries: number;
  /** The queue that takes what could not be delivered after all retries. */
  readonly deadLetterQueue?: string;
  consumer(): Promise<QueueConsumer>;
}

/** Acknowledges or retries each message of the batch on its own; safe when a message comes twice. `now` in UTC ms. */
export type QueueConsumer = (batch: MessageBatch, env: Env, now: number) => Promise<void>;

/**
 * The name of a queue or database in an environment. Such names belong to the whole Cloudflare account: an environment
 * beside production must not share them, or it would read production's messages.
 */
export const nameIn = (environment: string, name: string): string =>
  environment === "development" || environment === "production" ? name : `${name}-${environment}`;

/** The queue of a product's manifest that has this binding. @throws Error when no manifest declares it */
export function queueOf(env: Env, producer: string): Queue {
  const queue = unsafeCast<Record<string, Queue | undefined>>(env)[producer];
  if (!queue) throw new Error(`No queue ${producer}`);
  return queue;
}
