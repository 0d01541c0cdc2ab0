import type { ReadPlan } from "../../../engine/read-plan.ts";
import { ifAny, listed, raw, type Sql, sql, union } from "../../../engine/sql.ts";
import type { WrittenRows } from "../../../engine/written-rows.ts";
import { profileOf } from "../../profile.ts";
import { planRates } from "../fx/reads.ts";
import { transactions } from "../transactions/table.ts";
import { debtPayments } from "./payments/table.ts";
import type { Debt } from "./table.ts";

/** Columns that name the accounts which the principal and the payments leave or reach. */
const ACCOUNT_COLUMNS = [
  "fundingAccountId",
  "lentFromAccountId",
  "receivedToAccountId",
  "payFromAccountId",
  "returnToAccountId",
] as const satisfies readonly (keyof Debt)[];

/**
 * What writing debts reads: their payments, the rates of their first days, and what writing the transactions reads that
 * fund them, pay them, or are deleted with them.
 */
export function planDebts(plan: ReadPlan, rows: WrittenRows): void {
  const idsOfStoredDebts = (table: string): Sql =>
    ifAny(rows.stored, sql`SELECT id FROM ${raw(table)} WHERE owner = ${plan.owner} AND debtId IN (${rows.stored})`);
  plan.rowsBy(debtPayments, ["debtId"], rows.ids);
  plan.rowsBy(transactions, ["debtId"], rows.ids);
  planRates(
    plan,
    [
      listed([profileOf(plan.user).primaryCurrency]),
      ...["principalCurrency", "repaymentCurrency", "baseCurrency"].map((column) => rows.values(column)),
    ],
    [rows.values("startDate")],
  );
  plan.writes(
    plan.reached(transactions, {
      // A funding transaction has the id of its debt, the transaction of a payment that of the payment.
      by: {
        column: "id",
        values: union([rows.ids, idsOfStoredDebts("transactions"), idsOfStoredDebts("debtPayments")]),
      },
      given: {
        accountId: union(ACCOUNT_COLUMNS.map((column) => rows.values(column))),
        counterpartyId: rows.values("counterpartyId"),
        currency: rows.values("principalCurrency"),
        date: rows.values("startDate"),
        debtId: rows.ids,
      },
    }),
  );
}
