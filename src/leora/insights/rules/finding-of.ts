import type { Basis } from "../facts/basis.ts";
import type {
  Facts,
  Finding,
  FoundAction,
  InsightActionType,
  InsightCategory,
  InsightKind,
  InsightLevel,
  InsightRule,
  InsightScope,
  Related,
} from "../finding.ts";
import { endOfScope, periodKey } from "../periods.ts";

type Row = readonly [
  kind: InsightKind,
  category: InsightCategory,
  scope: InsightScope,
  level: InsightLevel,
  priority: number,
];

/** What each rule's findings are. Level and priority are those of most of them: some rules raise both. */
const RULES: Readonly<Record<InsightRule, Row>> = {
  budget_near_limit: ["finance", "finance", "daily", "warning", 7],
  budget_exceeded: ["finance", "finance", "daily", "critical", 9],
  budget_pace: ["finance", "finance", "daily", "warning", 5],
  unusual_spend: ["finance", "finance", "daily", "warning", 6],
  low_balance: ["finance", "finance", "daily", "critical", 9],
  cash_runway: ["finance", "finance", "daily", "warning", 7],
  debt_overdue: ["finance", "finance", "daily", "warning", 7],
  debt_due_soon: ["finance", "finance", "daily", "warning", 8],
  no_transactions: ["finance", "finance", "daily", "info", 3],
  savings_rate_low: ["finance", "finance", "monthly", "warning", 5],
  savings_rate_good: ["finance", "finance", "monthly", "celebration", 4],
  category_spike: ["finance", "finance", "monthly", "warning", 5],
  recurring_increase: ["finance", "finance", "monthly", "info", 4],
  tasks_overdue: ["planner", "productivity", "daily", "warning", 7],
  tasks_due_today: ["planner", "productivity", "daily", "info", 6],
  task_deadline: ["planner", "productivity", "daily", "warning", 6],
  goal_behind: ["planner", "productivity", "daily", "warning", 6],
  goal_near: ["planner", "productivity", "daily", "celebration", 5],
  goal_reached: ["planner", "productivity", "daily", "celebration", 8],
  goal_stale: ["planner", "productivity", "daily", "info", 4],
  streak_at_risk: ["habit", "productivity", "daily", "warning", 7],
  streak_milestone: ["habit", "productivity", "daily", "celebration", 6],
  habit_slipping: ["habit", "productivity", "weekly", "warning", 5],
  habit_perfect_week: ["habit", "productivity", "weekly", "celebration", 5],
  focus_record: ["focus", "productivity", "daily", "celebration", 5],
  focus_drop: ["focus", "productivity", "weekly", "warning", 4],
  daily_overview: ["combined", "overview", "daily", "info", 5],
  weekly_summary: ["combined", "overview", "weekly", "info", 6],
  monthly_summary: ["combined", "overview", "monthly", "info", 6],
  custom_summary: ["combined", "overview", "custom", "info", 6],
  wisdom_quote: ["wisdom", "wisdom", "daily", "info", 1],
};

/** How sure it is that an action helps, and how much it matters, by the level of its insight. */
const ACTIONS = {
  critical: { confidence: 0.95, priority: "high" },
  warning: { confidence: 0.85, priority: "medium" },
  celebration: { confidence: 0.6, priority: "low" },
  info: { confidence: 0.6, priority: "low" },
} as const satisfies Record<InsightLevel, Pick<FoundAction, "confidence" | "priority">>;

/** What a rule says of one of its findings; all but the facts has a default. */
export interface Found {
  /** Empty for a rule with one finding a period. */
  readonly target?: string;
  /** The day, week or month of the rule's scope unless stated. */
  readonly period?: string;
  readonly facts: Facts;
  readonly names?: Readonly<Record<string, string>>;
  readonly related?: Related;
  readonly actions?: readonly (readonly [type: InsightActionType, targetId: string | null])[];
  readonly level?: InsightLevel;
  readonly priority?: number;
  /** The end of the present day, week or month, by the rule's scope, unless stated. */
  readonly validUntil?: number | null;
}

/**
 * One finding of a rule, with what all findings of the rule have in common.
 * @throws Error in a run without the rule's scope: a programming error
 */
export function findingOf(rule: InsightRule, { at, periods }: Basis, found: Found): Finding {
  const [kind, category, scope, usualLevel, usualPriority] = RULES[rule];
  const level = found.level ?? usualLevel;
  const period = periods.find((candidate) => candidate.scope === scope);
  if (!period) throw new Error(`The rule ${rule} belongs to ${scope} runs`);
  return {
    rule,
    kind,
    level,
    scope,
    category,
    priority: found.priority ?? usualPriority,
    target: found.target ?? "",
    period: found.period ?? periodKey(period),
    facts: found.facts,
    names: found.names ?? {},
    related: found.related ?? {},
    actions: (found.actions ?? []).map(([type, targetId]) => ({ type, targetId, ...ACTIONS[level] })),
    validUntil: found.validUntil === undefined ? endOfScope(scope, at.today, at.timezone) : found.validUntil,
  };
}
