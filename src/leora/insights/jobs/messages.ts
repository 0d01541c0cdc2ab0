import { z } from "zod";
import { INSIGHT_SCOPES } from "../finding.ts";

/** A message of the queue `insights`: a job that a user has asked for, or an automatic run. The user is the integer in their rows. */
export const InsightMessage = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("job"), owner: z.int(), jobId: z.string() }),
  z.object({
    kind: z.literal("automatic"),
    owner: z.int(),
    scopes: z.array(z.enum(INSIGHT_SCOPES).exclude(["custom"])).min(1),
  }),
]);
export type InsightMessage = z.output<typeof InsightMessage>;

/** The binding of the queue. */
export const INSIGHTS_QUEUE = "LEORA_INSIGHTS";
