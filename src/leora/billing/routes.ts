import { z } from "zod";
import type { PublicContext } from "../../kernel/context.ts";
import { endpointsOf, type Stream } from "../../kernel/http/endpoint.ts";
import { LIMITS } from "../../limits.ts";
import type { LeoraErrorCode } from "../errors.ts";
import { ADMINISTRATORS } from "../identity/users/rules.ts";
import { FeaturesView, features, PlansView, plans } from "./catalogue-views.ts";
import {
  AppleWebhook,
  CancelBody,
  ChangeBody,
  CheckoutBody,
  CheckoutReply,
  GoogleWebhook,
  GrantBody,
  HistoryQuery,
  HistoryView,
  RestoreBody,
  RevokeBody,
  StripeWebhook,
  SubscriptionView,
  VerifyReceiptBody,
  WebhookReply,
} from "./contract.ts";
import { grant, revoke } from "./grants.ts";
import { listHistory } from "./history.ts";
import { MeView, me, meWith } from "./me.ts";
import { restore, verifyReceipt } from "./receipts.ts";
import * as service from "./service.ts";
import type { WebhookRequest } from "./vendor.ts";
import { receiveStore, receiveStripe } from "./webhooks.ts";

const routes = endpointsOf<LeoraErrorCode>("Subscriptions");

routes.user("get", "/subscriptions/me", {
  summary: "Show my subscription",
  description:
    "What the user has now, and of each feature how much there is and how much is used; -1 is without limit. Without a subscription it says `free`; one that has ended keeps its other fields.",
  reads: ["language"],
  reply: MeView,
  quota: "shown",
  handle: me,
});

routes.open("get", "/subscriptions/plans", {
  summary: "List plans",
  description: "What is sold, with prices by currency. Names are in the language of `Accept-Language`, else Uzbek.",
  reads: ["language"],
  bucket: "read",
  reply: PlansView,
  handle: plans,
});

routes.open("get", "/subscriptions/features", {
  summary: "List features of plans",
  description:
    "What the plans include, and how much of it: -1 is without limit. Names are in the language of `Accept-Language`, else Uzbek.",
  reads: ["language"],
  bucket: "read",
  reply: FeaturesView,
  handle: features,
});

routes.user("post", "/subscriptions/checkout", {
  summary: "Begin to buy a plan",
  description:
    "By card: the page to pay on. In a store for apps: what to buy there. Neither gives access: the news of the payment does. " +
    "Of several checkouts that offer a trial the one that is paid for first has it; with the next one the first period is charged at once.",
  body: CheckoutBody,
  reply: CheckoutReply,
  status: 201,
  errors: ["not_found", "invalid_state", "unavailable"],
  handle: (ctx, { body }) => service.checkout(ctx, body),
});

routes.user("post", "/subscriptions/cancel", {
  summary: "Cancel my plan",
  description:
    "It stays until the end of its period. What was bought in a store is canceled there, at `error.details[0].manageUrl`. History keeps the " +
    "last cancel of a period.",
  body: CancelBody,
  reply: SubscriptionView,
  errors: ["invalid_state", "unavailable"],
  handle: (ctx, { body }) => service.cancel(ctx, body),
});

routes.user("post", "/subscriptions/resume", {
  summary: "Take a cancel back",
  description: "Before the period ends; afterwards a plan is bought anew.",
  reply: SubscriptionView,
  errors: ["invalid_state", "unavailable"],
  handle: service.resume,
});

routes.user("post", "/subscriptions/change", {
  summary: "Change to another plan",
  description:
    "Plans that are paid by card: to a longer interval at once, where what is left of the period is credited; to a shorter one when the " +
    "period ends (`pendingPlanId`).",
  body: ChangeBody,
  reply: SubscriptionView,
  errors: ["not_found", "invalid_state", "unavailable"],
  handle: (ctx, { body }) => service.change(ctx, body),
});

routes.user("post", "/subscriptions/verify-receipt", {
  summary: "Prove a purchase in a store for apps",
  description: "Stores what the store says of the purchase, also when it has run out. Repeating it changes nothing.",
  body: VerifyReceiptBody,
  reads: ["language"],
  reply: MeView,
  quota: "shown",
  idempotent: false,
  errors: ["already_exists", "invalid_state", "unavailable"],
  handle: async (ctx, { body }) => meWith(ctx, await verifyReceipt(ctx, body)),
});

routes.user("post", "/subscriptions/restore", {
  summary: "Restore purchases of a store for apps",
  description:
    "With a proof the purchase becomes the caller's, and whoever had it loses it; that happens to a purchase five times in 24 hours at most " +
    "(429). Without one the store is asked about the caller's own.",
  body: RestoreBody,
  reads: ["language"],
  reply: MeView,
  quota: "shown",
  idempotent: false,
  errors: ["not_found", "invalid_state", "unavailable"],
  handle: async (ctx, { body }) => meWith(ctx, await restore(ctx, body)),
});

routes.user("get", "/subscriptions/history", {
  summary: "List what happened to my subscriptions",
  description: "Newest first unless ordered otherwise.",
  query: HistoryQuery,
  reply: z.array(HistoryView),
  paged: true,
  handle: (ctx, { query }) => listHistory(ctx, query),
});

routes.user("post", "/subscriptions/grant", {
  summary: "Give a user a plan",
  description:
    "By default premium for a month from now. Where a plan was granted already it is renewed, and the reply is 200.",
  role: ADMINISTRATORS,
  body: GrantBody,
  reply: SubscriptionView,
  status: 201,
  mayReplace: true,
  errors: ["not_found"],
  handle: (ctx, { body }) => grant(ctx, body),
});

routes.user("post", "/subscriptions/revoke", {
  summary: "Take a granted plan",
  description: "Access ends now. Plans that were bought stay.",
  role: ADMINISTRATORS,
  body: RevokeBody,
  reply: SubscriptionView,
  errors: ["not_found", "invalid_state"],
  handle: (ctx, { body }) => revoke(ctx, body),
});

/** A webhook's body is read as it comes, because signatures are over its characters. */
const json = (schema: z.ZodType, example: object): Stream => ({
  types: ["application/json"],
  maxBytes: LIMITS.http.bodyBytes,
  example: JSON.stringify(example),
  schema,
});

const requestOf = async (input: {
  stream(): ReadableStream<Uint8Array>;
  header(name: string): string | null;
}): Promise<WebhookRequest> => ({ body: await new Response(input.stream()).text(), header: input.header });

const WEBHOOK = {
  reply: WebhookReply,
  bucket: null,
  idempotent: false,
} as const;

routes.open("post", "/subscriptions/webhook/stripe", {
  ...WEBHOOK,
  summary: "Receive an event of Stripe",
  description: "Signed in the header `Stripe-Signature`. The same event again changes nothing.",
  stream: json(StripeWebhook, {
    id: "evt_1",
    type: "invoice.paid",
    created: 1797503400,
    data: { object: { id: "in_1" } },
  }),
  errors: ["unavailable"],
  handle: async (ctx: PublicContext, input) => receiveStripe(ctx, await requestOf(input)),
});

routes.open("post", "/subscriptions/webhook/apple", {
  ...WEBHOOK,
  summary: "Receive a notification of the App Store",
  description: "Signed by Apple (App Store Server Notifications, version 2). The same one again changes nothing.",
  stream: json(AppleWebhook, { signedPayload: "eyJhbGciOiJFUzI1NiIsIng1YyI6W119.e30.c2ln" }),
  errors: ["unavailable"],
  handle: async (ctx, input) => receiveStore(ctx, "apple", await requestOf(input)),
});

routes.open("post", "/subscriptions/webhook/google", {
  ...WEBHOOK,
  summary: "Receive a notification of Google Play",
  description: "A push of Pub/Sub, with Google's token in `Authorization`. The same one again changes nothing.",
  stream: json(GoogleWebhook, {
    message: { data: "e30=", messageId: "1" },
    subscription: "projects/leora/subscriptions/play",
  }),
  errors: ["token_invalid", "unavailable"],
  handle: async (ctx, input) => receiveStore(ctx, "google", await requestOf(input)),
});

export const billingEndpoints = routes.list;
