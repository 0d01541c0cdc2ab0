import type { ReadPlan } from "../../../../engine/read-plan.ts";
import { planRows } from "../../../../engine/rows.ts";
import { unionOf } from "../../../../kernel/db/database.ts";
import { accounts } from "../../accounts/table.ts";
import { counterparties } from "../../counterparties/table.ts";
import { transactionEntity } from "../../transactions/entity.ts";
import { writeRates } from "../../transactions/rates.ts";
import { CATEGORY } from "../rules.ts";
import { debts } from "../table.ts";
import { debtPayments } from "./table.ts";

/** The debts `?2`, and those of the payments and transactions `?3`. */
const DEBTS = `SELECT value FROM json_each(?2)
  UNION SELECT debtId FROM debtPayments WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?3))
  UNION SELECT debtId FROM transactions WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?3))`;

const ACCOUNTS = [
  "fundingAccountId",
  "lentFromAccountId",
  "receivedToAccountId",
  "payFromAccountId",
  "returnToAccountId",
].map((field) => `SELECT ${field} FROM debts WHERE userId = ?1 AND id IN (${DEBTS})`);

/** Debts with all that writing their transactions and settling them anew takes, rates of their currencies included. */
export function planDebts(plan: ReadPlan, debtIds: readonly string[], ids: readonly string[]): void {
  if (debtIds.length + ids.length === 0) return;
  const params = [JSON.stringify(debtIds), JSON.stringify(ids)];
  plan.where(debts, `id IN (${DEBTS})`, ...params);
  plan.where(debtPayments, `debtId IN (${DEBTS})`, ...params);
  plan.where(accounts, `id IN (${unionOf(ACCOUNTS)})`, ...params);
  plan.where(
    counterparties,
    `id IN (SELECT counterpartyId FROM debts WHERE userId = ?1 AND id IN (${DEBTS}))`,
    ...params,
  );
  plan.lookup(writeRates, { currencies: [], days: [], accountIds: [], transactionIds: ids, debtIds });
}

interface PaymentInput {
  id?: string | undefined;
  debtId?: string;
  amount?: number;
  currency?: string | undefined;
  paymentDate?: string | undefined;
  accountId?: string | null | undefined;
}

/** What changing payments reads: their transactions, which are named like them, and so everything that follows from those. */
export function planPayments(plan: ReadPlan, ids: readonly string[], inputs: readonly PaymentInput[]): void {
  const transactions = inputs.map(({ id, debtId, amount, currency, paymentDate = plan.at.today, accountId }) => ({
    id,
    type: "expense",
    categoryId: CATEGORY.expense,
    debtId,
    amount,
    currency,
    date: paymentDate,
    accountId,
  }));
  planRows(plan, transactionEntity, ids, transactions);
}
