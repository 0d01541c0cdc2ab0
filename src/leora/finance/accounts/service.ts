import type { z } from "zod";
import { createRow } from "../../../engine/rows.ts";
import { runUnitOfWork } from "../../../engine/run.ts";
import type { Context } from "../../../kernel/context.ts";
import { invalid } from "../../../kernel/errors.ts";
import { toDecimal, toMinor } from "../../../kernel/money.ts";
import { dayOf } from "../../../kernel/time.ts";
import { registry } from "../../registry.ts";
import { transactionEntity } from "../transactions/entity.ts";
import type { AccountView, BalanceAdjustment } from "./contract.ts";
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
      // Guarded: a balance that another write changes meanwhile would make the difference wrong.
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
