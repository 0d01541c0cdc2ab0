import type { Actor } from "../../support/actor.ts";
import type { VendorCall } from "../../support/vendors.ts";
import type { CardShop, StripeEvent } from "./support.ts";

/** What is random in a transcript: `sub_…` in the place of `sub_1a2b`. */
const IDS = /\b(sub|si|cs_test|in|pi|ch|cus|evt)_[0-9a-f]{18}\b/g;
const UUIDS = /\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

/** Writes down what a user, Stripe and Leora say to each other, as docs/subscriptions.md shows it. */
export class Transcript {
  private readonly lines: string[] = [];
  private callsSeen = 0;
  private eventsSeen = 0;

  constructor(private readonly shop: CardShop) {}

  /** Something begins to happen now. */
  begin(what: string): void {
    const at = new Date(Date.now()).toISOString().slice(0, 16).replace("T", " ");
    this.lines.push(...(this.lines.length > 0 ? [""] : []), `${at}  ${what}`);
  }

  /** A request of the user, with what Leora asks Stripe for it. */
  async request(actor: Actor, path: string, body: object) {
    this.lines.push(`  app → Leora     POST ${path} ${JSON.stringify(body)}`);
    const reply = await this.shop.post(actor, path, body);
    await this.noteCalls();
    this.lines.push(`  Leora → app     ${reply.status}`);
    return reply;
  }

  /** Stripe sends these events, in order. */
  async deliver(events: readonly StripeEvent[]): Promise<void> {
    for (const event of events) {
      this.lines.push(`  Stripe → Leora  POST /v1/subscriptions/webhook/stripe ${event.type}`);
      const [reply] = await this.shop.deliver(event);
      await this.noteCalls();
      this.lines.push(`  Leora → Stripe  ${reply?.status} ${JSON.stringify(reply?.data)}`);
    }
  }

  /** What the user has now, and what the history says since the last time. */
  async state(actor: Actor): Promise<void> {
    const { tier, status, accessUntil, cancelAtPeriodEnd } = await this.shop.subscription(actor);
    const events = await this.shop.history(actor);
    const until = tier === "free" ? "" : `, until ${String(accessUntil).slice(0, 16).replace("T", " ")}`;
    this.lines.push(`  now             ${tier}, ${status}${until}${cancelAtPeriodEnd ? ", canceled" : ""}`);
    const fresh = events.slice(this.eventsSeen);
    if (fresh.length > 0) this.lines.push(`  history         ${fresh.join(", ")}`);
    this.eventsSeen = events.length;
  }

  toString(): string {
    return this.lines.join("\n").replaceAll(IDS, "$1_…").replaceAll(UUIDS, "…");
  }

  private async noteCalls(): Promise<void> {
    const calls = await this.shop.account.calls();
    for (const call of calls.slice(this.callsSeen)) this.lines.push(...linesOf(call));
    this.callsSeen = calls.length;
  }
}

const linesOf = ({ method, path, body, status }: VendorCall): string[] => [
  `  Leora → Stripe  ${method} ${path}`,
  ...Object.entries(body).map(([name, value]) => `                    ${name}=${value}`),
  `  Stripe → Leora  ${status}`,
];
