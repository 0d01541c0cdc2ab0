import type { ReadPlan } from "../../../../engine/read-plan.ts";
import { ifAny, listed, raw, type Sql, sql, union } from "../../../../engine/sql.ts";
import type { WrittenRows } from "../../../../engine/written-rows.ts";
import { accounts } from "../../accounts/table.ts";
import { planRates } from "../../fx/reads.ts";
import { transactions } from "../../transactions/table.ts";
import { debts } from "../table.ts";
import { debtPayments } from "./table.ts";

/**
 * What writing payments reads: their debts, with all payments to compute the debts anew from, and what writing the
 * payments' transactions reads.
 */
export function planPayments(plan: ReadPlan, rows: WrittenRows): void {
  const debtIds = rows.values("debtId");
  const ofDebts = (column: string): Sql =>
    ifAny(debtIds, sql`SELECT ${raw(column)} FROM debts WHERE owner = ${plan.owner} AND id IN (${debtIds})`);
  // A payment that names no account is made from or to the debt's own, one that names no day is made today.
  const usualAccountIds = union([ofDebts("payFromAccountId"), ofDebts("returnToAccountId")]);
  const days = union([rows.values("paymentDate"), listed([plan.at.today])]);
  plan.rows(debts, debtIds);
  plan.rowsBy(debtPayments, ["debtId"], debtIds);
  plan.rows(accounts, usualAccountIds);
  planRates(
    plan,
    [rows.values("currency"), ...["principalCurrency", "repaymentCurrency", "baseCurrency"].map(ofDebts)],
    [days],
  );
  plan.writes(
    plan.reached(transactions, {
      // A payment and its transaction have the same id.
      sameIdsAs: rows,
      given: {
        debtId: debtIds,
        accountId: union([rows.values("accountId"), usualAccountIds]),
        counterpartyId: ofDebts("counterpartyId"),
        currency: rows.values("currency"),
        date: days,
      },
    }),
  );
}
