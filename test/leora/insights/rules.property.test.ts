import fc from "fast-check";
import { expect, test } from "vitest";
import { INSIGHT_RULES, type InsightPeriod, type InsightRule } from "../../../src/leora/insights/finding.ts";
import { lastPeriod, periodKey } from "../../../src/leora/insights/periods.ts";
import { findingsFor } from "./found.ts";
import { lead, life } from "./life.ts";
import { type Expected, listOf, naiveDay, naiveMonth, naiveSummary, naiveWeek } from "./naive.ts";

const SEED = 20261130;
const RUNS = 12;

const sorted = (findings: readonly Expected[]) =>
  findings
    .map(({ rule, target, period, level, priority, facts }) => ({ rule, target, period, level, priority, facts }))
    .toSorted((a, b) => (`${a.rule} ${a.target}` < `${b.rule} ${b.target}` ? -1 : 1));

test("the rules find in random lives what a naive recomputation finds", { timeout: 180_000 }, async () => {
  const met = new Set<InsightRule>();
  await fc.assert(
    fc.asyncProperty(life, async (story) => {
      const actor = await lead(story);
      const { today } = story;
      const [daily, weekly, monthly] = [
        lastPeriod("daily", today),
        lastPeriod("weekly", today),
        lastPeriod("monthly", today),
      ];
      const custom: InsightPeriod = { scope: "custom", from: weekly.from, to: today };
      const listed = await listOf(actor, today);
      const expected = {
        daily: await naiveDay(listed, today),
        weekly: [...(await naiveWeek(listed, today, weekly)), await naiveSummary(listed, weekly, weekly.from)],
        monthly: [...(await naiveMonth(listed, monthly)), await naiveSummary(listed, monthly, periodKey(monthly))],
        custom: [await naiveSummary(listed, custom, `${custom.from}..${custom.to}`)],
      };
      const all = await findingsFor(actor, [daily, weekly, monthly, custom]);
      expect(sorted(all)).toEqual(sorted(Object.values(expected).flat()));
      for (const { rule } of all) met.add(rule);
      for (const period of [daily, weekly, monthly, custom]) {
        expect(sorted(await findingsFor(actor, [period]))).toEqual(sorted(expected[period.scope]));
      }
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: true },
  );
  // Of a rule that no random life meets, this test would prove nothing.
  expect(INSIGHT_RULES.filter((rule) => !met.has(rule))).toEqual(["wisdom_quote"]);
});
