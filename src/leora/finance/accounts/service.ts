import type { z } from "zod";
import type { Lookup } from "../../../engine/read-plan.ts";
import { createRow } from "../../../engine/rows.ts";
import { runUnitOfWork } from "../../../engine/run.ts";
import { type Sql, sql } from "../../../engine/sql.ts";
import type { Context } from "../../../kernel/context.ts";
import { statement } from "../../../kernel/db/database.ts";
import { exactSum, readSum } from "../../../kernel/db/sums.ts";
import { invalid } from "../../../kernel/errors.ts";
import { convertSum, sumToDecimal, toDecimal, toMinor } from "../../../kernel/money.ts";
import { type Day, dayOf } from "../../../kernel/time.ts";
import { profileOf } from "../../profile.ts";
import { registry } from "../../registry.ts";
import { rateBookOf, ratesForTotals } from "../fx/reads.ts";
import type { RateBook } from "../fx/rules.ts";
import { transactionEntity } from "../transactions/entity.ts";
import type { AccountsSummary, AccountView, BalanceAdjustment } from "./contract.ts";
import { accountEntity } from "./entity.ts";
import { accounts } from "./table.ts";

/**
 * Sets the balance by a transaction over the difference, dated today (spec 4.1); none when there is no difference.
 * @throws not_found, invalid_state for an archived account, fx_rate_unavailable
 */
export async function adjustBalance(
  ctx: Context,
  id: string,
  { newBalance, reason }: z.output<typeof BalanceAdjustment>,
): Promise<z.output<typeof AccountView>> {
  const { timezone } = await ctx.principal();
  const date = dayOf(ctx.now, timezone);
  return runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(transactionEntity.table, [], [{ accountId: id, date }]),
    apply(work) {
      // Pinned: a balance that moves meanwhile would make the difference wrong.
      const { currency, currentBalance } = work.guardRow(accounts, id);
      const target = toMinor(newBalance, currency, "newBalance");
      const difference = target - currentBalance;
      if (!Number.isSafeInteger(difference)) throw invalid("newBalance", "Too far from the present balance");
      if (difference !== 0) {
        createRow(work, transactionEntity, {
          type: difference > 0 ? "income" : "expense",
          accountId: id,
          amount: toDecimal(Math.abs(difference), currency),
          currency,
          categoryId: difference > 0 ? "other_income" : "other_expense",
          description: reason,
          date,
          isBalanceAdjustment: true,
        });
      }
      const adjusted = work.require(accounts, id);
      if (adjusted.currentBalance !== target) throw invalid("newBalance", "Too far from the present balance");
      return accountEntity.view(adjusted, work.at);
    },
  });
}

const activeCurrencies = (userId: string): Sql =>
  sql`SELECT currency FROM accounts WHERE userId = ${userId} AND showStatus = 'active'`;

/** Balances of active accounts, by currency and in the primary currency at today's rates (spec 4.1). One D1 call. */
export async function summary(ctx: Context): Promise<z.output<typeof AccountsSummary>> {
  const user = await ctx.principal();
  const { timezone } = user;
  const { primaryCurrency: baseCurrency } = profileOf(user);
  const today = dayOf(ctx.now, timezone);
  const [currencies = [], types = [], rates = []] = await ctx.db.batch([
    statement(
      `SELECT currency, ${exactSum("currentBalance")} FROM accounts WHERE userId = ? AND showStatus = 'active' GROUP BY currency`,
      ctx.userId,
    ),
    statement(
      "SELECT accountType, count(*) AS count FROM accounts WHERE userId = ? AND showStatus = 'active' GROUP BY accountType",
      ctx.userId,
    ),
    ratesForTotals(ctx.userId, baseCurrency, today, activeCurrencies(ctx.userId)),
  ]);
  const totals = currencies.map((row) => ({ currency: String(row.currency), total: readSum(row) }));
  return {
    totalBalance: Object.fromEntries(totals.map(({ currency, total }) => [currency, sumToDecimal(total, currency)])),
    totalBalanceInBaseCurrency: totalIn(baseCurrency, totals, rateBookOf(rates), today),
    baseCurrency,
    accountsCount: types.reduce((sum, { count }) => sum + Number(count), 0),
    byType: Object.fromEntries(types.map(({ accountType, count }) => [accountType, count])),
  };
}

/** null when a currency has no rate: an incomplete sum would be a wrong one. */
function totalIn(
  base: string,
  totals: readonly { currency: string; total: bigint }[],
  rates: RateBook,
  day: Day,
): number | null {
  let sum = 0n;
  for (const { currency, total } of totals) {
    const found = rates.find(currency, base, day);
    if (!found) return null;
    sum += convertSum(total, currency, base, found.rate);
  }
  return sumToDecimal(sum, base);
}

/** A balance that differed from what its transactions say, minor units. */
export interface Correction {
  accountId: string;
  stored: number;
  proven: number;
}

/** Proves every balance of the user from the transactions themselves, and puts right what differs. */
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

const provenBalances: Lookup<null, ReadonlyMap<string, number>> = {
  name: "balances from transactions",
  statement: (userId) =>
    statement(
      `WITH effects(accountId, amount) AS (
        SELECT id, initialBalance FROM accounts WHERE userId = ?1 AND showStatus <> 'deleted'
        UNION ALL
        SELECT accountId, iif(type = 'income', accountAmount, -accountAmount) - coalesce(feeAmount, 0)
          FROM transactions WHERE userId = ?1 AND showStatus = 'active' AND type <> 'transfer'
        UNION ALL
        SELECT fromAccountId, -accountAmount - coalesce(feeAmount, 0)
          FROM transactions WHERE userId = ?1 AND showStatus = 'active' AND type = 'transfer'
        UNION ALL
        SELECT toAccountId, toAccountAmount
          FROM transactions WHERE userId = ?1 AND showStatus = 'active' AND type = 'transfer')
      SELECT accountId, ${exactSum("amount")} FROM effects GROUP BY accountId`,
      userId,
    ),
  parse: (rows) => new Map(rows.map((row) => [String(row.accountId), Number(readSum(row))])),
};
