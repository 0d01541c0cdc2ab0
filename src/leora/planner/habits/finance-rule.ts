import type { z } from "zod";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { positiveMinor, toDecimal } from "../../../kernel/money.ts";
import { accounts } from "../../finance/accounts/table.ts";
import { profileOf } from "../../profile.ts";
import type { HabitPatch, HabitView } from "./contract.ts";
import type { FinanceRule } from "./rules.ts";

type Input = z.output<typeof HabitPatch>["financeRule"];
type View = NonNullable<z.output<typeof HabitView>["financeRule"]>;

/**
 * The stored form of a rule on the wire: amounts in minor units, of the user's primary currency where it names none.
 * @param stored the rule that it replaces, whose accounts need not be active any more
 * @throws invalid_input, not_found, invalid_state
 */
export function storedRule(work: UnitOfWork, stored: FinanceRule | null, input: Input): FinanceRule | null | undefined {
  if (!input) return input;
  switch (input.type) {
    case "no_spend_in_categories":
      return { type: input.type, categoryIds: [...new Set(input.categoryIds)] };
    case "spend_in_categories": {
      const { type, categoryIds, minAmount = null, currency = profileOf(work.user).primaryCurrency } = input;
      const minor = minAmount === null ? null : positiveMinor(minAmount, currency, "financeRule.minAmount");
      return { type, categoryIds: [...new Set(categoryIds)], minAmount: minor, currency };
    }
    case "has_any_transactions": {
      const known = stored?.type === input.type ? stored.accountIds : [];
      const accountIds = [...new Set(input.accountIds ?? [])];
      for (const [index, id] of accountIds.entries()) {
        if (!known.includes(id)) work.requireActive(accounts, id, `financeRule.accountIds.${index}`);
      }
      return { type: input.type, accountIds };
    }
    case "daily_spend_under": {
      const { type, amount, currency = profileOf(work.user).primaryCurrency } = input;
      return { type, amount: positiveMinor(amount, currency, "financeRule.amount"), currency };
    }
  }
}

/** A stored rule as on the wire. */
export function viewOfRule(rule: FinanceRule): View {
  switch (rule.type) {
    case "spend_in_categories": {
      const { minAmount, currency } = rule;
      return { ...rule, minAmount: minAmount === null ? null : toDecimal(minAmount, currency) };
    }
    case "daily_spend_under":
      return { ...rule, amount: toDecimal(rule.amount, rule.currency) };
    default:
      return rule;
  }
}
