import { budgetRollOver } from "../finance/budgets/upkeep.ts";
import { debtsFallOverdue } from "../finance/debts/upkeep.ts";
import type { Chore } from "./chore.ts";

/** Leora's chores, in the order in which a user's are done. */
export const chores: readonly Chore[] = [budgetRollOver, debtsFallOverdue];
