import { z } from "zod";
import { calendarDay, instant, uuid } from "../../kernel/contract.ts";
import { PageQuery } from "../../kernel/db/page.ts";
import { Tier } from "../billing/contract.ts";
import { MENTOR_CATEGORIES, MENTOR_IDS, mentorOf } from "./mentors.ts";
import { AI_CHANNELS } from "./quota.ts";

export const MentorId = z.enum(MENTOR_IDS).meta({ id: "MentorId", example: "aurelius" });
export const MentorCategory = z.enum(MENTOR_CATEGORIES).meta({ id: "MentorCategory" });

export const AiChannel = z.enum(AI_CHANNELS).meta({ id: "AiChannel", example: "qa" });

/** The midnight after the moment of all examples, in Tashkent. */
const MIDNIGHT = "2026-12-17T19:00:00.000Z";

/** What is left of a quota; -1 where there is no limit. */
export const QuotaView = z
  .object({
    limit: z.int().meta({ example: 5 }),
    used: z.int().meta({ example: 3 }),
    remaining: z.int().meta({ example: 2 }),
    resetsAt: instant().meta({ example: MIDNIGHT }),
  })
  .meta({ id: "AiQuota" });

/** A quota with an example of its own. */
export function quotaLike(limit: number, used: number) {
  return QuotaView.meta({ example: { limit, used, remaining: limit - used, resetsAt: MIDNIGHT } });
}

export const QuotasView = z
  .object({
    tier: Tier.meta({ example: "free" }),
    quotas: z
      .object({
        daily: quotaLike(2, 1),
        period: quotaLike(1, 0),
        qa: quotaLike(5, 3),
        voice: quotaLike(10, 5),
      })
      .meta({ id: "AiChannelQuotas" }),
  })
  .meta({ id: "AiQuotas" });

/** What one request has cost, in its own reply. */
export const RequestCost = z
  .object({
    channel: AiChannel,
    tokensUsed: z.int().nullable().meta({ example: null }),
    responseTime: z.int().meta({ example: 12 }),
  })
  .meta({ id: "AiRequestCost" });

export const UsageQuery = PageQuery.extend({
  channel: AiChannel.optional(),
  success: z.enum(["true", "false"]).optional().meta({ example: "true" }),
  dateFrom: calendarDay().optional(),
  dateTo: calendarDay().optional(),
});

export const UsageView = z
  .object({
    id: uuid(),
    userId: uuid(),
    channel: AiChannel,
    requestType: z.string().meta({ example: "ask" }),
    tokensUsed: z.int().nullable().meta({ example: null }),
    responseTime: z.int().nullable().meta({ example: 42 }),
    success: z.boolean(),
    errorCode: z.string().nullable().meta({ example: null }),
    metadata: z.record(z.string(), z.string()).meta({ example: { source: "local" } }),
    createdAt: instant(),
  })
  .meta({ id: "AiUsage" });

const count = (example: number) => z.int().meta({ example });

export const StatsView = z
  .object({
    thisMonth: z
      .object({
        totalRequests: count(12),
        byChannel: z
          .object({ daily: count(2), period: count(1), qa: count(6), voice: count(3) })
          .meta({ id: "AiChannelCounts" }),
        avgResponseTime: count(45),
        tokensUsed: count(0),
      })
      .meta({ id: "AiUsageOfMonth" }),
    allTime: z.object({ totalRequests: count(120), tokensUsed: count(0) }).meta({ id: "AiUsageOfAllTime" }),
  })
  .meta({ id: "AiUsageStats" });

export const MentorsView = z
  .object({
    mentors: z.array(
      z
        .object({
          id: MentorId.meta({ example: "buffett" }),
          name: z.string().meta({ example: "Warren Buffett" }),
          category: MentorCategory.meta({ example: "financial" }),
          style: z.string().meta({ example: mentorOf("buffett")?.style.uz }),
          enabled: z.boolean().meta({ example: true }),
        })
        .meta({ id: "Mentor" }),
    ),
  })
  .meta({ id: "Mentors" });
