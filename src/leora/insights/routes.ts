import { z } from "zod";
import { rowEndpointsOf } from "../../engine/http/crud.ts";
import { resource } from "../../engine/resource.ts";
import { unsafeCast } from "../../kernel/cast.ts";
import { ById } from "../../kernel/contract.ts";
import type { LeoraErrorCode } from "../errors.ts";
import { registry } from "../registry.ts";
import { AskBody, AskReply } from "./ask/contract.ts";
import { ask } from "./ask/service.ts";
import { ByJob, Generate, HistoryQuery, InsightsQuery, InsightView, JobView, QueuedJob } from "./contract.ts";
import { insightEntity } from "./entity.ts";
import { channelOf, generate, job } from "./jobs/service.ts";
import { AnswerBody, AnswerView, QuestionsQuery, QuestionView } from "./questions/contract.ts";
import { answer, questions } from "./questions/service.ts";
import * as service from "./service.ts";

const routes = rowEndpointsOf<LeoraErrorCode>("Insights");
const rows = resource(registry, insightEntity);

routes.user("get", "/insights", {
  summary: "List what counts now",
  description:
    "New and viewed insights that have not run out, the most important first. `status` narrows to one status.",
  query: InsightsQuery,
  reply: z.array(InsightView),
  paged: true,
  handle: (ctx, { query }) => service.list(ctx, query),
});

routes.user("get", "/insights/history", {
  summary: "List what is over",
  description: "Insights that were completed or dismissed, or have run out, newest first. They are kept for a year.",
  query: HistoryQuery,
  reply: z.array(InsightView),
  paged: true,
  handle: (ctx, { query }) => service.history(ctx, query),
});

routes.user("get", "/insights/questions", {
  summary: "List questions",
  description:
    "Twelve fixed questions with the user's answers, in the language of `Accept-Language`, else in that of the user's AI.",
  reads: ["language"],
  query: QuestionsQuery,
  reply: z.array(QuestionView),
  paged: true,
  handle: (ctx, { query }) => questions(ctx, query),
});

routes.user("post", "/insights/questions/{id}/answer", {
  summary: "Answer a question",
  description: "By an option, in words, or both. A second answer replaces the first, and the reply is 200.",
  params: ById,
  body: AnswerBody,
  reply: AnswerView,
  status: 201,
  mayReplace: true,
  errors: ["limit_reached"],
  handle: (ctx, { params, body }) => answer(ctx, params.id, body),
});

routes.user("post", "/insights/generate", {
  summary: "Make insights now",
  description:
    "A queue runs the rules over the user's rows within seconds: `GET /insights/jobs/{jobId}`, and the socket event `job:updated`. It costs a unit of the quota `daily`, or of `period` for other scopes.",
  body: Generate,
  reply: QueuedJob,
  status: 201,
  bucket: "ai",
  quota: channelOf,
  errors: ["quota_exceeded", "limit_reached"],
  handle: (ctx, { body }) => generate(ctx, body),
});

routes.user("get", "/insights/jobs/{jobId}", {
  summary: "See how far a run has come",
  description: "What `POST /insights/generate` has begun. Jobs are kept for 30 days.",
  params: ByJob,
  reply: JobView,
  handle: (ctx, { params }) => job(ctx, params.jobId),
});

routes.user("post", "/insights/ask", {
  summary: "Ask a question",
  description:
    "Answered from the user's rows, in the language of the question. It costs a unit of the quota `qa`; the question is not kept.",
  body: AskBody,
  reply: AskReply,
  bucket: "ai",
  quota: () => "qa",
  errors: ["quota_exceeded", "invalid_state", "limit_reached", "fx_rate_unavailable"],
  handle: (ctx, { body }) => ask(ctx, body),
});

routes.user("get", "/insights/{id}", {
  summary: "Get one insight",
  description: "Also one that is over.",
  params: ById,
  reply: InsightView,
  handle: (ctx, { params }) => unsafeCast(rows.get(ctx, params.id)),
});

const DECISIONS = [
  ["view", "viewed", "Mark an insight as seen", "From `new` to `viewed`; a later status stays."],
  [
    "dismiss",
    "dismissed",
    "Dismiss an insight",
    "It does not come back in its period. Again changes nothing; a completed one is `INVALID_STATE`.",
  ],
  [
    "complete",
    "completed",
    "Complete an insight",
    "What it advised is done. Again changes nothing; a dismissed one is `INVALID_STATE`.",
  ],
] as const;

for (const [verb, status, summary, description] of DECISIONS) {
  routes.user("patch", `/insights/{id}/${verb}`, {
    summary,
    description,
    params: ById,
    reply: InsightView,
    errors: ["invalid_state"],
    handle: (ctx, { params }) => service.decide(ctx, params.id, status),
  });
}

export const insightEndpoints = routes.list;
