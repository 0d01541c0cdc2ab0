import { compareText } from "../../../kernel/text.ts";
import type { Snapshot } from "../facts/snapshot.ts";
import { type Finding, INSIGHT_RULES, type InsightRule } from "../finding.ts";
import { combined } from "./combined.ts";
import { dailyFinance } from "./finance-daily.ts";
import { monthlyFinance } from "./finance-monthly.ts";
import { focus } from "./focus.ts";
import { habits } from "./habits.ts";
import { planner } from "./planner.ts";
import type { RuleOptions, RuleSettings } from "./settings.ts";
import { wisdom } from "./wisdom.ts";

const GROUPS: readonly ((snapshot: Snapshot, options: RuleOptions) => Finding[])[] = [
  dailyFinance,
  monthlyFinance,
  planner,
  habits,
  focus,
  combined,
  wisdom,
];

/** Rules that say what may come. */
const PREDICTIONS: ReadonlySet<InsightRule> = new Set(["budget_pace", "cash_runway"]);
const PLACES = new Map(INSIGHT_RULES.map((rule, place) => [rule, place]));

/**
 * What all rules find for the periods of a snapshot, without what the user's settings leave out, the most important first.
 * The same snapshot and options give the same findings in the same order.
 */
export const findingsOf = (snapshot: Snapshot, options: RuleOptions): Finding[] =>
  GROUPS.flatMap((rules) => rules(snapshot, options))
    .filter((finding) => options.categories.includes(finding.category) && isWanted(finding, options.settings))
    .toSorted(
      (a, b) =>
        b.priority - a.priority ||
        placeOf(a) - placeOf(b) ||
        compareText(a.target, b.target) ||
        compareText(a.period, b.period),
    );

const placeOf = ({ rule }: Finding): number => PLACES.get(rule) ?? 0;

function isWanted({ rule, level }: Finding, settings: RuleSettings): boolean {
  if (!settings.predictions && PREDICTIONS.has(rule)) return false;
  if (!settings.motivational && level === "celebration") return false;
  if (!settings.mentorAdvices && rule === "wisdom_quote") return false;
  return settings.deadline || rule !== "task_deadline";
}
