import { z } from "zod";
import { creation, view } from "../../engine/contract.ts";
import { day, idOf, instant, uuid } from "../../kernel/contract.ts";
import { PageQuery } from "../../kernel/db/page.ts";
import { daysBetween } from "../../kernel/time.ts";
import { QuotaView } from "../ai/contract.ts";
import { Priority } from "../planner/tasks/contract.ts";
import {
  INSIGHT_ACTIONS,
  INSIGHT_CATEGORIES,
  INSIGHT_KINDS,
  INSIGHT_LEVELS,
  INSIGHT_SCOPES,
  INSIGHT_SOURCES,
  INSIGHT_STATUSES,
  INSIGHT_TONES,
} from "./finding.ts";
import { JOB_STATUSES } from "./table.ts";

/** Days of a range that somebody asks about. */
const CUSTOM_DAYS_MAX = 366;

export const InsightKind = z.enum(INSIGHT_KINDS).meta({ id: "InsightKind", example: "finance" });
export const InsightLevel = z.enum(INSIGHT_LEVELS).meta({ id: "InsightLevel", example: "warning" });
export const InsightScope = z.enum(INSIGHT_SCOPES).meta({ id: "InsightScope", example: "daily" });
export const InsightCategory = z.enum(INSIGHT_CATEGORIES).meta({ id: "InsightCategory", example: "finance" });
const InsightTone = z.enum(INSIGHT_TONES).meta({ id: "InsightTone", example: "friend" });
export const InsightStatus = z.enum(INSIGHT_STATUSES).meta({ id: "InsightStatus", example: "new" });
export const InsightSource = z.enum(INSIGHT_SOURCES).meta({ id: "InsightSource", example: "local" });
const InsightActionType = z.enum(INSIGHT_ACTIONS).meta({ id: "InsightActionType", example: "review_budget" });

const InsightAction = z
  .object({
    type: InsightActionType,
    label: z.string().meta({ example: "Byudjetni ko'rish" }),
    action: z.string().meta({ example: "open_budgets" }),
    targetId: z.string().nullable().meta({ example: "0192f0c1-2b3c-7d4e-8f5a-427564676574" }),
    confidence: z.number().min(0).max(1).meta({ example: 0.85 }),
    priority: Priority.meta({ example: "high" }),
  })
  .meta({ id: "InsightAction" });

const InsightRelated = z
  .object({
    goalId: uuid().optional(),
    budgetId: idOf("Budget").optional(),
    debtId: uuid().optional(),
    habitId: uuid().optional(),
    taskId: uuid().optional(),
    transactionId: uuid().optional(),
    accountId: uuid().optional(),
  })
  .meta({ id: "InsightRelated", example: { budgetId: "0192f0c1-2b3c-7d4e-8f5a-427564676574" } });

const Payload = z.looseObject({ rule: z.string().meta({ example: "budget_near_limit" }) }).meta({
  id: "InsightPayload",
  example: { rule: "budget_near_limit", limit: 2000000, spent: 1850000, percentUsed: 92.5 },
});

/** Clients make no insights: the contract says so by taking nothing but an id. */
export const InsightCreate = creation("Insight", {});

const SettableStatus = InsightStatus.exclude(["new"]).meta({ id: "SettableInsightStatus", example: "viewed" });

/** Only forward: from new to viewed, and from both to a decision. */
export const InsightPatch = z.object({ status: SettableStatus }).partial().meta({ id: "InsightPatch" });

export const InsightView = view("Insight", {
  kind: InsightKind,
  level: InsightLevel,
  scope: InsightScope,
  category: InsightCategory,
  title: z.string().meta({ example: "Byudjet deyarli tugadi" }),
  body: z.string().meta({ example: "Oziq-ovqat byudjetining 92 foizi ishlatildi." }),
  explain: z.string().nullable().meta({ example: "Byudjetning 90 foizdan ko'pi ishlatilganda aytiladi." }),
  push: z.string().nullable().meta({ example: "Oziq-ovqat: 92 %" }),
  tone: InsightTone.nullable(),
  priority: z.int().min(1).max(10).meta({ example: 7 }),
  payload: Payload,
  related: InsightRelated,
  actions: z.array(InsightAction),
  status: InsightStatus,
  source: InsightSource,
  validUntil: instant().nullable(),
  viewedAt: instant().nullable().meta({ example: null }),
  dismissedAt: instant().nullable().meta({ example: null }),
  completedAt: instant().nullable().meta({ example: null }),
});

const filters = {
  category: InsightCategory.optional(),
  kind: InsightKind.optional(),
  level: InsightLevel.optional(),
  scope: InsightScope.optional(),
  source: InsightSource.optional(),
  status: InsightStatus.optional(),
};

export const InsightsQuery = PageQuery.extend({
  ...filters,
  sortBy: z.enum(["priority", "createdAt", "updatedAt", "validUntil"]).default("priority"),
});

export const HistoryQuery = PageQuery.extend({
  ...filters,
  dateFrom: day().optional(),
  dateTo: day().optional(),
  sortBy: z.enum(["createdAt", "updatedAt", "validUntil", "priority"]).default("createdAt"),
});

export const Generate = z
  .object({
    scope: InsightScope.default("daily"),
    categories: z
      .array(InsightCategory)
      .min(1)
      .max(20)
      .optional()
      .meta({ example: ["finance", "productivity"] }),
    dateFrom: day().nullish(),
    dateTo: day().nullish(),
  })
  .superRefine(({ scope, dateFrom, dateTo }, issues) => {
    if (scope !== "custom") return;
    const refuse = (field: string, message: string) => issues.addIssue({ code: "custom", path: [field], message });
    if (!dateFrom) refuse("dateFrom", "Required for the scope custom");
    if (!dateTo) refuse("dateTo", "Required for the scope custom");
    if (!dateFrom || !dateTo) return;
    if (dateTo < dateFrom) refuse("dateTo", "Before dateFrom");
    else if (daysBetween(dateFrom, dateTo) >= CUSTOM_DAYS_MAX) refuse("dateTo", `At most ${CUSTOM_DAYS_MAX} days`);
  })
  .meta({ id: "InsightGeneration", example: { scope: "daily", categories: ["finance", "productivity"] } });

const JobStatus = z.enum(JOB_STATUSES).meta({ id: "JobStatus", example: "completed" });

export const QueuedJob = z
  .object({
    jobId: uuid(),
    status: JobStatus.meta({ example: "queued" }),
    scope: InsightScope,
    categories: z.array(InsightCategory),
    quota: QuotaView,
  })
  .meta({ id: "QueuedInsights" });

export const JobView = z
  .object({
    jobId: uuid(),
    status: JobStatus,
    scope: InsightScope,
    createdCount: z.int().meta({ example: 4 }),
    updatedCount: z.int().meta({ example: 0 }),
    insightIds: z.array(uuid()),
    error: z.string().nullable().meta({ example: null }),
  })
  .meta({ id: "InsightJob" });

export const ByJob = z.object({ jobId: uuid() });
