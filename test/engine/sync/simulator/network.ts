import { evictDurableObject } from "cloudflare:test";
import type { Actor, Reply } from "../../../support/actor.ts";
import { hubOf } from "../../../support/hub.ts";
import type { Random } from "./random.ts";

/** The sender gets no reply, and cannot know whether its request arrived. */
export class Lost extends Error {}

/** How often things go wrong, as probabilities per request. */
export interface Weather {
  requestLost: number;
  replyLost: number;
  twice: number;
  /** The request arrives long after its sender gave up, and tried again. */
  late: number;
  /** The hub loses its memory after the request. */
  evicted: number;
  /** A device loses power while it stores a reply. */
  powerFails: number;
}

export const STORM: Weather = {
  requestLost: 0.08,
  replyLost: 0.15,
  twice: 0.1,
  late: 0.08,
  evicted: 0.04,
  powerFails: 0.08,
};
export const CALM: Weather = { requestLost: 0, replyLost: 0, twice: 0, late: 0, evicted: 0, powerFails: 0 };

export type Method = "GET" | "POST" | "PATCH" | "DELETE";
export interface Message {
  method: Method;
  path: string;
  body?: object | undefined;
  headers?: Record<string, string> | undefined;
}

/** Is between devices and server, and may change what passes: tests insert faults here. */
export interface Middleman {
  request?(message: Message): Message;
  reply?(message: Message, reply: Reply): Reply;
}

/** A mobile network: it loses, doubles and delays requests, and loses replies. */
export class Network {
  weather = STORM;
  private readonly underway: Message[] = [];

  constructor(
    private readonly actor: Actor,
    private readonly random: Random,
    private readonly middleman: Middleman,
  ) {}

  /** @throws Lost */
  async send(message: Message): Promise<Reply> {
    const { random, weather } = this;
    if (random.chance(weather.requestLost)) throw new Lost();
    if (message.method === "POST" && random.chance(weather.late)) {
      this.underway.push(structuredClone(message));
      throw new Lost();
    }
    const twin = random.chance(weather.twice) ? this.deliver(message) : undefined;
    const [reply] = await Promise.all([this.deliver(message), twin]);
    if (random.chance(weather.evicted)) await this.evict();
    if (random.chance(weather.replyLost)) throw new Lost();
    return reply;
  }

  /** A delayed request arrives at last; nobody waits for its reply. */
  async deliverLate(): Promise<void> {
    const [message] = this.underway.splice(this.random.between(0, this.underway.length - 1), 1);
    if (message) await this.deliver(message);
  }

  get hasLate(): boolean {
    return this.underway.length > 0;
  }

  /** The hub loses its memory, unless it has none because it was just evicted. */
  async evict(): Promise<void> {
    await evictDurableObject(hubOf(this.actor).stub).catch((error: Error) => {
      if (!error.message.includes("not currently running")) throw error;
    });
  }

  private async deliver(message: Message): Promise<Reply> {
    const sent = this.middleman.request?.(structuredClone(message)) ?? message;
    const reply = await this.actor.request(sent.method, sent.path, sent.body, sent.headers);
    if (reply.status >= 500) throw new Error(`${sent.method} ${sent.path}: ${reply.status} ${reply.text}`);
    return this.middleman.reply?.(message, reply) ?? reply;
  }
}
