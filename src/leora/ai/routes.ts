import { z } from "zod";
import { endpointsOf } from "../../kernel/http/endpoint.ts";
import type { LeoraErrorCode } from "../errors.ts";
import { MentorsView, QuotasView, StatsView, UsageQuery, UsageView } from "./contract.ts";
import * as service from "./service.ts";
import { VoiceBody, VoiceReply } from "./voice/contract.ts";
import { readVoice } from "./voice/service.ts";

const routes = endpointsOf<LeoraErrorCode>("AI");

routes.user("get", "/ai/quota", {
  summary: "Get my AI quota",
  description: "What is left of each channel until the user's next midnight; -1 is without limit.",
  reply: QuotasView,
  quota: "shown",
  handle: service.quotas,
});

routes.user("get", "/ai/usage/history", {
  summary: "List my requests to AI",
  description: "Those that were accepted, newest first, for 400 days; never what was asked or answered.",
  query: UsageQuery,
  reply: z.array(UsageView),
  paged: true,
  handle: (ctx, { query }) => service.usageHistory(ctx, query),
});

routes.user("get", "/ai/usage/stats", {
  summary: "Sum up my requests to AI",
  description: "Of the present month in the user's time zone, and of all time; failures are included.",
  reply: StatsView,
  handle: service.usageStats,
});

routes.user("get", "/ai/mentors", {
  summary: "List mentors",
  description:
    "In whose voice the app passes on wisdom, and which of them the user has enabled (`PATCH /settings/ai`). Words are in the language of `Accept-Language`, else Uzbek.",
  reads: ["language"],
  reply: MentorsView,
  handle: service.mentors,
});

routes.user("post", "/ai/voice", {
  summary: "Read a spoken sentence",
  description:
    "Speech becomes text on the phone; here it becomes the draft of a transaction or task, in Uzbek, Russian or English. Nothing is written: `draft.data` is a body for `POST /transactions` or `POST /tasks`, and `missing` names what it lacks. `unknown` costs nothing.",
  body: VoiceBody,
  reply: VoiceReply,
  bucket: "ai",
  quota: () => "voice",
  errors: ["quota_exceeded", "limit_reached"],
  handle: (ctx, { body }) => readVoice(ctx, body),
});

export const aiEndpoints = routes.list;
