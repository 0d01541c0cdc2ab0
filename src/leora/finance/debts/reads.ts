import type { ReadPlan } from "../../../engine/read-plan.ts";
import { ifAny, isNothing, raw, type Sql, sql, union } from "../../../engine/sql.ts";
import { accounts } from "../accounts/table.ts";
import { counterparties } from "../counterparties/table.ts";
import { planRates } from "../fx/reads.ts";
import { debtPayments } from "./payments/table.ts";
import { debts } from "./table.ts";

/** Columns of a debt that name the accounts its money leaves and reaches. */
export const ACCOUNT_FIELDS = [
  "fundingAccountId",
  "lentFromAccountId",
  "receivedToAccountId",
  "payFromAccountId",
  "returnToAccountId",
] as const;

/** Query of one column: the accounts of stored debts. */
export const accountsOfDebts = (userId: string, debtIds: Sql): Sql =>
  union(
    ACCOUNT_FIELDS.map((field) =>
      ifAny(debtIds, sql`SELECT ${raw(field)} FROM debts WHERE userId = ${userId} AND id IN (${debtIds})`),
    ),
  );

/** Query of one column: the counterparties of stored debts. */
export const counterpartiesOfDebts = (userId: string, debtIds: Sql): Sql =>
  ifAny(debtIds, sql`SELECT counterpartyId FROM debts WHERE userId = ${userId} AND id IN (${debtIds})`);

/**
 * What recalculating debts reads, and writing the transactions that they and their payments are.
 * @param debtIds query of one column
 */
export function planDebts(plan: ReadPlan, debtIds: Sql): void {
  const { userId } = plan;
  const accountIds = accountsOfDebts(userId, debtIds);
  plan.rows(debts, debtIds);
  plan.rowsBy(debtPayments, ["debtId"], debtIds);
  plan.rows(accounts, accountIds);
  plan.rows(counterparties, counterpartiesOfDebts(userId, debtIds));
  if (isNothing(debtIds)) return;
  planRates(
    plan,
    [
      sql`SELECT c.value FROM debts d
        CROSS JOIN json_each(json_array(d.principalCurrency, d.repaymentCurrency, d.baseCurrency)) c
        WHERE d.userId = ${userId} AND d.id IN (${debtIds})`,
      sql`SELECT currency FROM accounts WHERE userId = ${userId} AND id IN (${accountIds})`,
    ],
    [sql`SELECT startDate FROM debts WHERE userId = ${userId} AND id IN (${debtIds})`],
  );
}
