import type { Lookup } from "../../../engine/read-plan.ts";
import { runUnitOfWork } from "../../../engine/run.ts";
import { raw, render, sql } from "../../../engine/sql.ts";
import type { Context } from "../../../kernel/context.ts";
import { idOfStored } from "../../../kernel/db/stored-id.ts";
import { exactSum, readSum } from "../../../kernel/db/sums.ts";
import { registry } from "../../registry.ts";
import { accounts } from "./table.ts";

// Transactions change balances by addition. Here the balances are checked against sums over the transactions.

/** A balance that differed from what the account's transactions say, in minor units. */
export interface Correction {
  accountId: string;
  stored: number;
  proven: number;
}

/**
 * Sums every balance of the user anew and corrects those that differ.
 * @returns what it corrected, which is nothing unless there is an error in our code
 */
export const recalculateBalances = (ctx: Context): Promise<Correction[]> =>
  runUnitOfWork(ctx, registry, {
    reads(plan) {
      plan.rowsWhere(accounts, sql`showStatus <> 'deleted'`);
      plan.lookup(provenBalances, null);
    },
    apply(work) {
      const proven = work.answer(provenBalances);
      const corrections = work.all(accounts).flatMap(({ id, currentBalance }) => {
        const balance = proven.get(id) ?? currentBalance;
        return balance === currentBalance ? [] : [{ accountId: id, stored: currentBalance, proven: balance }];
      });
      for (const { accountId, proven: currentBalance } of corrections) {
        work.guardRow(accounts, accountId);
        work.update(accounts, accountId, { currentBalance });
      }
      return corrections;
    },
  });

/** By account, its initial balance and what its active transactions did to it: what `balanceEffects` says, as SQL. */
const provenBalances: Lookup<null, ReadonlyMap<string, number>> = {
  name: "balances from transactions",
  statement: (owner) =>
    render(sql`
      WITH effects(accountId, amount) AS (
        SELECT id, initialBalance FROM accounts WHERE owner = ${owner} AND showStatus <> 'deleted'
        UNION ALL
        SELECT accountId, iif(type = 'income', accountAmount, -accountAmount) - coalesce(feeAmount, 0)
          FROM transactions WHERE owner = ${owner} AND showStatus = 'active' AND type <> 'transfer'
        UNION ALL
        SELECT fromAccountId, -accountAmount - coalesce(feeAmount, 0)
          FROM transactions WHERE owner = ${owner} AND showStatus = 'active' AND type = 'transfer'
        UNION ALL
        SELECT toAccountId, toAccountAmount
          FROM transactions WHERE owner = ${owner} AND showStatus = 'active' AND type = 'transfer')
      SELECT accountId, ${raw(exactSum("amount"))} FROM effects GROUP BY accountId`),
  parse: (rows) => new Map(rows.map((row) => [idOfStored(String(row.accountId)), Number(readSum(row))])),
};
