import { z } from "zod";
import { currency, idOf } from "../../../kernel/contract.ts";
import { LIMITS } from "../../../limits.ts";

// The finance rule of a habit on the wire (spec 3.3). What a client sends may leave the currency out, and is a type of its own.

const { linksOfHabit } = LIMITS.planner;

const categoryIds = z
  .array(z.string().trim().min(1).max(64).meta({ example: "food" }))
  .min(1)
  .max(linksOfHabit);
const positive = (example: number) => z.number().positive().meta({ example });

const NoSpendRule = z.object({ type: z.literal("no_spend_in_categories"), categoryIds }).meta({ id: "NoSpendRule" });

const spend = { type: z.literal("spend_in_categories"), categoryIds, minAmount: positive(50000).nullish() };
const SpendRule = z.object({ ...spend, currency: currency() }).meta({ id: "SpendRule" });
const SpendRuleCreate = z.object({ ...spend, currency: currency().optional() }).meta({ id: "SpendRuleCreate" });

const AnyTransactionRule = z
  .object({
    type: z.literal("has_any_transactions"),
    accountIds: z.array(idOf("Account")).max(linksOfHabit).optional(),
  })
  .meta({ id: "AnyTransactionRule" });

const dailySpend = { type: z.literal("daily_spend_under"), amount: positive(100000) };
const DailySpendRule = z.object({ ...dailySpend, currency: currency() }).meta({ id: "DailySpendRule" });
const DailySpendRuleCreate = z
  .object({ ...dailySpend, currency: currency().optional() })
  .meta({ id: "DailySpendRuleCreate" });

export const HabitFinanceRule = z
  .discriminatedUnion("type", [NoSpendRule, SpendRule, AnyTransactionRule, DailySpendRule])
  .meta({ id: "HabitFinanceRule" });

export const HabitFinanceRuleCreate = z
  .discriminatedUnion("type", [NoSpendRule, SpendRuleCreate, AnyTransactionRule, DailySpendRuleCreate])
  .meta({ id: "HabitFinanceRuleCreate" });
