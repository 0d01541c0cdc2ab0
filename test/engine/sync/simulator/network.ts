import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { userDatabases } from "../../../../src/kernel/db/user-databases.ts";
import type { Actor, Reply } from "../../../support/actor.ts";
import { FailingDatabases } from "../../../support/failing-databases.ts";
import { hubOf } from "../../../support/hub.ts";
import { callMove, moveTo, refreshTokens } from "../../../support/operations.ts";
import type { Random } from "./random.ts";

/** A move may end between a refresh and the request that follows it. */
const REFRESHES_MAX = 3;

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
  /** Where a move that has not ended leads to. */
  private destination: string | undefined;
  /** The old rows of that move may go. */
  private hasArrived = false;
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
    if (!message) return;
    await this.deliver(message).catch((error) => {
      if (!(error instanceof Lost)) throw error;
    });
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

  /** Begins to move the user to another database, or goes on with it. A call may break off anywhere. */
  async move(): Promise<void> {
    if (this.destination === undefined) {
      await refreshTokens(this.actor);
      this.destination = this.random.pick(
        userDatabases(env, "leora").filter((name) => name !== this.actor.home.database),
      );
    }
    const failing = this.random.chance(0.6) ? this.random.between(1, 150) : Number.POSITIVE_INFINITY;
    const { bindings } = new FailingDatabases(failing, this.random.chance(0.5) ? "before" : "after");
    const { status, data, text } = await callMove(this.actor, this.destination ?? "", bindings);
    if (status === 200 && data.state === "cleaning") this.hasArrived = true;
    else if (status !== 500) throw new Error(`Move: ${status} ${text}`);
  }

  /** The time has passed in which hubs may read the old rows of a move, and nothing is under way that reads them: they go. */
  async clean(): Promise<void> {
    if (!this.hasArrived) return;
    await env.LEORA_DB.prepare("UPDATE moves SET switchedAt = 0 WHERE owner = ?").bind(this.actor.owner).run();
    const { status, data, text } = await callMove(this.actor, this.destination ?? "");
    if (data?.state !== "done") throw new Error(`Move: ${status} ${text}`);
    this.destination = undefined;
    this.hasArrived = false;
  }

  /** A move that was begun comes to its end, and all have new tokens. */
  async settle(): Promise<void> {
    if (this.destination !== undefined) {
      const { status, data, text } = await moveTo(this.actor, this.destination);
      if (data?.state !== "cleaning") throw new Error(`Move: ${status} ${text}`);
      this.hasArrived = true;
      await this.clean();
    }
    await refreshTokens(this.actor);
  }

  private async deliver(message: Message): Promise<Reply> {
    const sent = this.middleman.request?.(structuredClone(message)) ?? message;
    const send = () => this.actor.request(sent.method, sent.path, sent.body, sent.headers);
    let reply = await send();
    // The user was moved: the client gets a token that says where to.
    for (let tries = 0; reply.error?.code === "AUTH_TOKEN_EXPIRED" && tries < REFRESHES_MAX; tries += 1) {
      await refreshTokens(this.actor);
      reply = await send();
    }
    // The user is being moved.
    if (reply.status === 503) throw new Lost();
    if (reply.status >= 500) throw new Error(`${sent.method} ${sent.path}: ${reply.status} ${reply.text}`);
    return this.middleman.reply?.(message, reply) ?? reply;
  }
}
