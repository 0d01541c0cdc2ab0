import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { inject } from "vitest";
import { handle } from "../../../src/api.ts";
import type { Bindings } from "../../../src/env.ts";
import {
  type Actor,
  anonymous,
  type HeaderFields,
  newActor,
  PASSWORD,
  type Reply,
  replyOf,
} from "../../support/actor.ts";
import type { StripeCommand } from "../../support/stripe-vendor.ts";
import { VendorAccount } from "../../support/vendor-account.ts";

/** An installation with variables of its own. */
export class Installation {
  readonly bindings: Bindings;

  constructor(variables: object = {}) {
    this.bindings = { ...env, ...variables };
  }

  async request(
    actor: Actor,
    method: string,
    path: string,
    body?: object | string,
    headers?: HeaderFields,
  ): Promise<Reply> {
    const text = typeof body === "object" ? JSON.stringify(body) : body;
    return this.send(actor.requestOf(method, path, text, headers));
  }

  async send(request: Request): Promise<Reply> {
    const execution = createExecutionContext();
    const reply = await replyOf(await handle(request, this.bindings, execution));
    await waitOnExecutionContext(execution);
    return reply;
  }

  get = (actor: Actor, path: string) => this.request(actor, "GET", path);
  post = (actor: Actor, path: string, body?: object, headers?: HeaderFields) =>
    this.request(actor, "POST", path, body, headers);
}

/** An installation that charges cards by a Stripe of its own. */
export class CardShop extends Installation {
  readonly account: VendorAccount;

  constructor(name = `sk_test_${crypto.randomUUID()}`) {
    const account = new VendorAccount("stripe", name);
    super({ STRIPE_SECRET_KEY: name, STRIPE_API_BASE: account.baseUrl });
    this.account = account;
  }

  /** Something happens at Stripe. Returns the events that it sends, which nobody has got yet. */
  async happen(command: Omit<StripeCommand, "now">, now = Date.now()): Promise<StripeEvent[]> {
    const reply = await fetch(`${inject("vendors")}/stripe-command`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ ...command, now }),
    });
    return reply.json();
  }

  /** Stripe sends these events, in order. */
  async deliver(...events: readonly object[]): Promise<Reply[]> {
    const replies: Reply[] = [];
    for (const event of events) replies.push(await this.webhook(JSON.stringify(event)));
    return replies;
  }

  /** Something happens at Stripe, and its events arrive. */
  async after(command: Omit<StripeCommand, "now">): Promise<StripeEvent[]> {
    const events = await this.happen(command);
    for (const reply of await this.deliver(...events)) {
      if (reply.status !== 200) throw new Error(`Webhook: ${reply.status} ${reply.text}`);
    }
    return events;
  }

  async webhook(body: string, signature?: string): Promise<Reply> {
    const header = signature ?? (await sign(body));
    return this.request(anonymous(), "POST", "/v1/subscriptions/webhook/stripe", body, { "Stripe-Signature": header });
  }

  /** Somebody buys a plan: returns what Stripe calls the subscription, or the session of what is paid once. */
  async buy(actor: Actor, planId: string): Promise<string> {
    const { status, text, data } = await this.post(actor, "/v1/subscriptions/checkout", {
      planId,
      provider: "stripe",
      currency: "USD",
    });
    if (status !== 201) throw new Error(`Checkout: ${status} ${text}`);
    const events = await this.after({ do: "complete", session: data.sessionId });
    const session = events.find(({ type }) => type === "checkout.session.completed")?.data.object;
    return session?.subscription ?? data.sessionId;
  }

  subscription = async (actor: Actor) => (await this.get(actor, "/v1/subscriptions/me")).data.subscription;

  /** The events of a user's history, the oldest first. */
  async history(actor: Actor): Promise<string[]> {
    const { data } = await this.get(actor, "/v1/subscriptions/history?limit=100&sortOrder=asc");
    return data
      .filter(({ createdAt }: { createdAt: string }) => createdAt > "1970-02")
      .map(({ event }: { event: string }) => event);
  }
}

export interface StripeEvent {
  id: string;
  type: string;
  data: { object: { id: string; subscription?: string | null } };
}

/** The header by which Stripe signs an event. */
export async function sign(
  body: string,
  secret = "whsec_dev",
  seconds = Math.floor(Date.now() / 1000),
): Promise<string> {
  const algorithm = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["sign"]);
  const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`${seconds}.${body}`));
  return `t=${seconds},v1=${Buffer.from(mac).toString("hex")}`;
}

/** A user who had a plan before: no trial is due. */
export async function withoutTrial(): Promise<Actor> {
  const actor = await newActor();
  await env.LEORA_DB.prepare(
    `INSERT INTO subscriptionHistory (id, userId, subscriptionId, event, tier, dedupeKey, createdAt)
      VALUES (?1, ?2, ?1, 'created', 'premium', 'created', 0)`,
  )
    .bind(crypto.randomUUID(), actor.user.id)
    .run();
  return actor;
}

/** The tests' administrator (vitest.config.ts); whichever file comes first registers it. */
export async function administrator(): Promise<Actor> {
  const email = "admin@leora.example";
  try {
    return await newActor({ email });
  } catch {
    const actor = anonymous();
    return actor.adopt(await actor.post("/v1/auth/login", { emailOrUsername: email, password: PASSWORD }));
  }
}
