import { percentOf } from "../../../kernel/db/sums.ts";
import { sumToDecimal } from "../../../kernel/money.ts";
import { compareText } from "../../../kernel/text.ts";
import type { Flow } from "../facts/cash-flow.ts";
import type { DayFacts, PeriodFacts, Snapshot } from "../facts/snapshot.ts";
import type { Finding } from "../finding.ts";
import { findingOf } from "./finding-of.ts";
import { minutesIn } from "./focus.ts";
import { categoryName, type RuleOptions } from "./settings.ts";

const RULE_OF = {
  daily: "daily_overview",
  weekly: "weekly_summary",
  monthly: "monthly_summary",
  custom: "custom_summary",
} as const;

/**
 * The overview of today, and the summary of a week, month or range. Where sums cannot be converted to the primary currency, their numbers
 * would not be those of the summary of transactions, which is refused then: the overview is without them, and there is no summary.
 */
export function combined(snapshot: Snapshot, options: RuleOptions): Finding[] {
  return snapshot.periods.flatMap((facts) => {
    const { flow, period } = facts;
    if (period.scope === "daily") return snapshot.day ? [overview(snapshot.day, flow, snapshot)] : [];
    return flow ? [summary(facts, flow, snapshot, options)] : [];
  });
}

function overview({ tasks }: DayFacts, flow: Flow | null, { basis, habits }: Snapshot): Finding {
  const due = habits.filter(({ isDueToday }) => isDueToday);
  const { currency } = basis;
  return findingOf(RULE_OF.daily, basis, {
    facts: {
      tasksDue: tasks.openToday + tasks.doneToday,
      tasksDone: tasks.doneToday,
      habitsDue: due.length,
      habitsDone: due.filter(({ today }) => today === "done").length,
      income: flow && sumToDecimal(flow.income, currency),
      expense: flow && sumToDecimal(flow.expense, currency),
      currency,
    },
  });
}

function summary(facts: PeriodFacts, flow: Flow, snapshot: Snapshot, options: RuleOptions): Finding {
  const { period, tasksCompleted } = facts;
  const { basis } = snapshot;
  const decimal = (sum: bigint) => sumToDecimal(sum, basis.currency);
  const topCategoryId = topCategory(flow);
  return findingOf(RULE_OF[period.scope], basis, {
    facts: {
      from: period.from,
      to: period.to,
      income: decimal(flow.income),
      expense: decimal(flow.expense),
      net: decimal(flow.income - flow.expense),
      currency: basis.currency,
      topCategoryId,
      tasksCompleted,
      focusMinutes: minutesIn(period, snapshot),
      habitsRate: habitsRate(period.scope, snapshot),
    },
    names: categoryName(topCategoryId, options),
  });
}

/** The category that cost most; of equal ones the first by id, as in the summary of transactions. */
function topCategory({ expenseByCategory }: Flow): string | null {
  const [top] = [...expenseByCategory].toSorted(([idA, a], [idB, b]) =>
    a === b ? compareText(idA, idB) : a > b ? -1 : 1,
  );
  return top?.[0] ?? null;
}

/** How much of what was due of all habits was done, in percent; null when nothing was. */
function habitsRate(scope: PeriodFacts["period"]["scope"], { habits }: Snapshot): number | null {
  const tallies = habits.flatMap(({ tallies: ofHabit }) => ofHabit.get(scope) ?? []);
  const sum = (field: "done" | "scheduled") => tallies.reduce((total, tally) => total + tally[field], 0);
  const scheduled = sum("scheduled");
  return scheduled === 0 ? null : percentOf(BigInt(sum("done")), BigInt(scheduled));
}
