import { randomBytes } from "node:crypto";
import type { Call, Vendor, VendorReply } from "./vendors.ts";

// Stripe as https://docs.stripe.com/api describes it, as far as Leora uses it: checkout sessions, subscriptions, and the events that
// follow when somebody pays, a payment fails, or money is given back. An account is a secret key.

const PRICES: Readonly<Record<string, { amount: number; interval: "month" | "year" | null }>> = {
  price_monthly: { amount: 499, interval: "month" },
  price_yearly: { amount: 3999, interval: "year" },
  price_lifetime: { amount: 9999, interval: null },
};
const DAY = 86_400;

type Fields = Record<string, unknown>;

/** What a person or time does at Stripe; `now` is UTC milliseconds. */
export interface StripeCommand {
  do: "complete" | "renew" | "fail" | "recover" | "refund" | "refundPart" | "cancel" | "end" | "become";
  now: number;
  /** Of `complete`. */
  session?: string;
  /** Of all others; of a refund also the payment of what was bought once. */
  subscription?: string;
  /** Of `become`. */
  status?: string;
}

interface Session extends Fields {
  id: string;
  mode: string;
  customer: string | null;
  price: string;
  currency: string;
  trialDays: number;
  subscriptionMetadata: Fields;
}

interface Subscription {
  id: string;
  customer: string;
  status: string;
  price: string;
  itemId: string;
  currency: string;
  metadata: Record<string, string>;
  start: number;
  end: number;
  cancelAtPeriodEnd: boolean;
  canceledAt: number | null;
  endedAt: number | null;
  trialStart: number | null;
  trialEnd: number | null;
  /** When something last happened to it: until then time stands still. */
  touchedAt: number;
}

const newId = (prefix: string): string => `${prefix}_${randomBytes(9).toString("hex")}`;

/** `metadata[planId]` and the like, as an object. */
const nested = (body: Fields, name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(body).flatMap(([key, value]) => {
      const inner = key.startsWith(`${name}[`) ? key.slice(name.length + 1, -1) : undefined;
      return inner === undefined || inner.includes("[") ? [] : [[inner, String(value)]];
    }),
  );

const missing = (id: string): VendorReply => ({
  status: 404,
  body: { error: { type: "invalid_request_error", code: "resource_missing", message: `No such object: '${id}'` } },
});

const list = (data: object[]): VendorReply => ({ status: 200, body: { object: "list", data, has_more: false } });

export interface StripeVendor extends Vendor {
  command(command: StripeCommand): object[];
}

export function stripe(): StripeVendor {
  const sessions = new Map<string, Session>();
  const subscriptions = new Map<string, Subscription>();
  const invoices = new Map<string, object>();
  const invoiceOfIntent = new Map<string, string>();
  /** The newest charge of a subscription, or of a session that was paid once. */
  const charges = new Map<string, Fields>();

  const subscriptionObject = (one: Subscription) => ({
    id: one.id,
    object: "subscription",
    customer: one.customer,
    status: one.status,
    currency: one.currency,
    metadata: one.metadata,
    items: {
      object: "list",
      data: [
        {
          id: one.itemId,
          object: "subscription_item",
          current_period_start: one.start,
          current_period_end: one.end,
          price: {
            id: one.price,
            object: "price",
            currency: "usd",
            unit_amount: PRICES[one.price]?.amount,
            recurring: { interval: PRICES[one.price]?.interval },
          },
        },
      ],
    },
    cancel_at_period_end: one.cancelAtPeriodEnd,
    cancel_at: one.cancelAtPeriodEnd ? one.end : null,
    canceled_at: one.canceledAt,
    ended_at: one.endedAt,
    trial_start: one.trialStart,
    trial_end: one.trialEnd,
    start_date: one.start,
  });

  const sessionObject = ({ subscriptionMetadata: _kept, trialDays: _days, price: _price, ...session }: Session) =>
    session;

  const event = (type: string, object: object, seconds: number, previous?: object) => ({
    id: newId("evt"),
    object: "event",
    type,
    created: seconds,
    data: { object, ...(previous && { previous_attributes: previous }) },
  });

  const periodEnd = (start: number, price: string): number => {
    const date = new Date(start * 1000);
    date.setUTCMonth(date.getUTCMonth() + (PRICES[price]?.interval === "year" ? 12 : 1));
    return date.getTime() / 1000;
  };

  const invoiceOf = (one: Subscription, isPaid: boolean, amount = PRICES[one.price]?.amount ?? 0) => ({
    id: newId("in"),
    object: "invoice",
    customer: one.customer,
    currency: one.currency,
    amount_due: amount,
    amount_paid: isPaid ? amount : 0,
    parent: { type: "subscription_details", subscription_details: { subscription: one.id, metadata: one.metadata } },
  });

  const charge = (one: { customer: string | null; currency: string }, amount: number) => ({
    id: newId("ch"),
    object: "charge",
    amount,
    amount_refunded: 0,
    currency: one.currency,
    customer: one.customer,
    payment_intent: newId("pi"),
  });

  const paidInvoice = (one: Subscription, seconds: number) => {
    const invoice = invoiceOf(one, true);
    const paid = charge(one, invoice.amount_paid);
    charges.set(one.id, paid);
    invoices.set(invoice.id, invoice);
    invoiceOfIntent.set(paid.payment_intent, invoice.id);
    return event("invoice.paid", invoice, seconds);
  };

  const updated = (one: Subscription, seconds: number) =>
    event("customer.subscription.updated", subscriptionObject(one), seconds);

  function complete(session: Session, seconds: number): object[] {
    session.status = "complete";
    session.customer ??= newId("cus");
    session.payment_status = session.trialDays > 0 ? "no_payment_required" : "paid";
    if (session.mode === "payment") {
      const paid = charge(session, PRICES[session.price]?.amount ?? 0);
      session.payment_intent = paid.payment_intent;
      charges.set(session.id, paid);
      return [event("checkout.session.completed", sessionObject(session), seconds)];
    }
    const trialEnd = session.trialDays > 0 ? seconds + session.trialDays * DAY : null;
    const one: Subscription = {
      id: newId("sub"),
      customer: session.customer,
      status: trialEnd === null ? "active" : "trialing",
      price: session.price,
      itemId: newId("si"),
      currency: session.currency,
      metadata: session.subscriptionMetadata as Record<string, string>,
      start: seconds,
      end: trialEnd ?? periodEnd(seconds, session.price),
      cancelAtPeriodEnd: false,
      canceledAt: null,
      endedAt: null,
      trialStart: trialEnd === null ? null : seconds,
      trialEnd,
      touchedAt: seconds,
    };
    subscriptions.set(one.id, one);
    session.subscription = one.id;
    const invoice =
      trialEnd === null ? paidInvoice(one, seconds) : event("invoice.paid", invoiceOf(one, true, 0), seconds);
    return [
      event("customer.subscription.created", subscriptionObject(one), seconds),
      event("checkout.session.completed", sessionObject(session), seconds),
      invoice,
    ];
  }

  function refund(name: string, seconds: number, share: number): object[] {
    const refunded = charges.get(name);
    if (!refunded) return [];
    const before = Number(refunded.amount_refunded);
    refunded.amount_refunded = share === 1 ? refunded.amount : before + Math.round(Number(refunded.amount) * share);
    return [event("charge.refunded", { ...refunded }, seconds, { amount_refunded: before })];
  }

  function command({ do: what, now, session, subscription = "", status }: StripeCommand): object[] {
    const seconds = Math.floor(now / 1000);
    if (what === "complete") return complete(sessions.get(session ?? "") as Session, seconds);
    if (what === "refund" || what === "refundPart") return refund(subscription, seconds, what === "refund" ? 1 : 0.25);
    const one = subscriptions.get(subscription) as Subscription;
    one.touchedAt = seconds;
    switch (what) {
      case "renew":
        Object.assign(one, { status: "active", start: one.end, end: periodEnd(one.end, one.price) });
        return [updated(one, seconds), paidInvoice(one, seconds)];
      case "fail":
        Object.assign(one, { status: "past_due", start: one.end, end: periodEnd(one.end, one.price) });
        return [updated(one, seconds), event("invoice.payment_failed", invoiceOf(one, false), seconds)];
      case "recover":
        one.status = "active";
        return [updated(one, seconds), paidInvoice(one, seconds)];
      case "cancel":
        Object.assign(one, { cancelAtPeriodEnd: true, canceledAt: seconds });
        return [updated(one, seconds)];
      case "end":
        Object.assign(one, { status: "canceled", canceledAt: one.canceledAt ?? seconds, endedAt: seconds });
        return [event("customer.subscription.deleted", subscriptionObject(one), seconds)];
      case "become":
        one.status = String(status);
        return [updated(one, seconds)];
    }
  }

  function post(path: string, body: Fields): VendorReply {
    if (path === "/v1/checkout/sessions") {
      const id = newId("cs_test");
      const session: Session = {
        id,
        object: "checkout.session",
        url: `https://checkout.stripe.com/c/pay/${id}`,
        mode: String(body.mode),
        status: "open",
        payment_status: "unpaid",
        client_reference_id: body.client_reference_id ?? null,
        metadata: nested(body, "metadata"),
        customer: body.customer ? String(body.customer) : null,
        subscription: null,
        payment_intent: null,
        currency: String(body.currency),
        amount_total: PRICES[String(body["line_items[0][price]"])]?.amount,
        created: Math.floor(Date.now() / 1000),
        price: String(body["line_items[0][price]"]),
        trialDays: Number(body["subscription_data[trial_period_days]"] ?? 0),
        subscriptionMetadata: nested(body, "subscription_data[metadata]"),
      };
      sessions.set(id, session);
      return { status: 200, body: sessionObject(session) };
    }
    const one = subscriptions.get(path.split("/").at(-1) ?? "");
    if (!one) return missing(path);
    for (const [key, value] of Object.entries(nested(body, "metadata"))) {
      if (value === "") delete one.metadata[key];
      else one.metadata[key] = value;
    }
    if (body.cancel_at_period_end !== undefined) {
      one.cancelAtPeriodEnd = body.cancel_at_period_end === "true";
      one.canceledAt = one.cancelAtPeriodEnd ? Math.floor(Date.now() / 1000) : null;
    }
    if (body.trial_end === "now") {
      const now = Math.floor(Date.now() / 1000);
      Object.assign(one, { status: "active", trialEnd: now, start: now, end: periodEnd(now, one.price) });
    }
    const price = body["items[0][price]"];
    if (typeof price === "string" && price !== one.price) {
      if (body["items[0][id]"] !== one.itemId) return missing("item");
      one.price = price;
      if (one.status !== "trialing") {
        one.start = Math.floor(Date.now() / 1000);
        one.end = periodEnd(one.start, price);
      }
    }
    return { status: 200, body: subscriptionObject(one) };
  }

  function answer({ method, path, query, bearer, body }: Call): VendorReply {
    if (!bearer.startsWith("sk_"))
      return { status: 401, body: { error: { type: "invalid_request_error", message: "Invalid API Key" } } };
    if (method === "POST") return post(path, body);
    if (path === "/v1/invoice_payments") {
      const invoice = invoiceOfIntent.get(query.get("payment[payment_intent]") ?? "");
      return list(invoice ? [{ id: newId("inpay"), invoice }] : []);
    }
    if (path === "/v1/checkout/sessions") {
      const found = [...sessions.values()].filter(({ payment_intent: paid }) => paid === query.get("payment_intent"));
      return list(found.map(sessionObject));
    }
    const invoice = invoices.get(path.split("/").at(-1) ?? "");
    if (invoice) return { status: 200, body: invoice };
    const one = subscriptions.get(path.split("/").at(-1) ?? "");
    if (!one || !path.startsWith("/v1/subscriptions/")) return missing(path);
    if (method === "DELETE") {
      if (one.status === "canceled") return missing(one.id);
      Object.assign(one, { status: "canceled", canceledAt: one.canceledAt ?? one.touchedAt, endedAt: one.touchedAt });
    }
    return { status: 200, body: subscriptionObject(one) };
  }

  return { accountOf: ({ bearer }) => bearer, answer, command };
}
