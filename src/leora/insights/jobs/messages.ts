import { z } from "zod";
import { INSIGHT_CATEGORIES, INSIGHT_SCOPES } from "../finding.ts";

/** A message of the queue `insights`: a job that a user has asked for, its end, or an automatic run. The user is the integer in their rows. */
export const InsightMessage = z.discriminatedUnion("kind", [
  // All that the run needs to know, so that nobody has to read the job first.
  z.object({
    kind: z.literal("job"),
    owner: z.int(),
    jobId: z.string(),
    scope: z.enum(INSIGHT_SCOPES),
    categories: z.array(z.enum(INSIGHT_CATEGORIES)),
    dateFrom: z.string().nullable(),
    dateTo: z.string().nullable(),
    /** The unit of the quota that is given back when the job fails. */
    unit: z.string(),
    /** UTC ms. */
    createdAt: z.int(),
  }),
  // A job that was given up in the database: what is left is to give its unit back and to tell the app.
  z.object({ kind: z.literal("givenUp"), owner: z.int(), jobId: z.string(), unit: z.string() }),
  z.object({
    kind: z.literal("automatic"),
    owner: z.int(),
    scopes: z.array(z.enum(INSIGHT_SCOPES).exclude(["custom"])).min(1),
  }),
]);
export type InsightMessage = z.output<typeof InsightMessage>;
export type GivenUpMessage = Extract<InsightMessage, { kind: "givenUp" }>;
export type JobMessage = Extract<InsightMessage, { kind: "job" }>;

/** The binding of the queue. */
export const INSIGHTS_QUEUE = "LEORA_INSIGHTS";
