import type { z } from "zod";
import { createRow, removeRow, updateRow } from "../../../engine/rows.ts";
import { runUnitOfWork } from "../../../engine/run.ts";
import { tableSql } from "../../../engine/table-sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { type Context, momentOf } from "../../../kernel/context.ts";
import { statement } from "../../../kernel/db/database.ts";
import { exactSum, readSum } from "../../../kernel/db/sums.ts";
import { invalid, invalidState, notFound } from "../../../kernel/errors.ts";
import { sumToDecimal, toDecimal } from "../../../kernel/money.ts";
import { registry } from "../../registry.ts";
import type { DebtsSummary, DebtView, Installment, Settlement } from "./contract.ts";
import { debtEntity } from "./entity.ts";
import type { DebtPaymentPatch, DebtPaymentView, PaymentOfDebt } from "./payments/contract.ts";
import { debtPaymentEntity } from "./payments/entity.ts";
import { debtPayments } from "./payments/table.ts";
import { type DebtDirection, owedOn } from "./rules.ts";
import { scheduleOf } from "./schedule.ts";
import { type Debt, debts } from "./table.ts";

type PaymentView = z.output<typeof DebtPaymentView>;

/** Adds a payment, with its transaction when it has an account. @throws not_found, invalid_state, fx_rate_unavailable */
export function addPayment(ctx: Context, debtId: string, input: z.output<typeof PaymentOfDebt>): Promise<PaymentView> {
  const payment = { ...input, debtId };
  return runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(debtPaymentEntity.table, input.id ? [input.id] : [], [payment]),
    apply(work) {
      work.require(debts, debtId);
      const { id } = createRow(work, debtPaymentEntity, { ...payment, idempotencyKey: ctx.idempotency?.key });
      return debtPaymentEntity.view(work.require(debtPayments, id), work.at);
    },
  });
}

/** Changes a payment, and its transaction and debt with it. @throws as `addPayment` */
export const updatePayment = (
  ctx: Context,
  debtId: string,
  id: string,
  patch: z.output<typeof DebtPaymentPatch>,
): Promise<PaymentView> =>
  runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(debtPaymentEntity.table, [id], [patch]),
    apply(work) {
      requirePayment(work, debtId, id);
      updateRow(work, debtPaymentEntity, id, patch);
      return debtPaymentEntity.view(work.require(debtPayments, id), work.at);
    },
  });

/** Deletes a payment, and its transaction with it. @throws not_found */
export const removePayment = (ctx: Context, debtId: string, id: string) =>
  runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(debtPaymentEntity.table, [id], []),
    apply(work) {
      requirePayment(work, debtId, id);
      removeRow(work, debtPaymentEntity, id);
      return { id, showStatus: "deleted" as const };
    },
  });

/** Checks that a payment belongs to the debt. @throws not_found unless it exists and is the debt's */
function requirePayment(work: UnitOfWork, debtId: string, id: string): void {
  if (work.require(debtPayments, id).debtId !== debtId) throw notFound();
}

/**
 * Pays what is left of a debt on a day, today unless given (spec 4.4), by one payment. Days before the last payment are
 * refused: a payment in between would change what the later ones covered.
 * @throws invalid_state when nothing is left; invalid_input on `date`; as `addPayment`
 */
export function settle(
  ctx: Context,
  debtId: string,
  { accountId, date }: z.output<typeof Settlement>,
): Promise<z.output<typeof DebtView>> {
  const payment = { debtId, ...(accountId !== undefined && { accountId }), ...(date && { paymentDate: date }) };
  return runUnitOfWork(ctx, registry, {
    reads: (plan) => plan.writesInputs(debtPaymentEntity.table, [], [payment]),
    apply(work) {
      const debt = work.guardRow(debts, debtId);
      const paymentDate = date ?? work.at.today;
      const { interestThrough, outstandingCurrency: currency } = debt;
      if (date && date < interestThrough) throw invalid("date", `Must not be before ${interestThrough}`);
      const { principal, interest } = owedOn(debt, paymentDate);
      if (principal + interest === 0) throw invalidState("Nothing is owed");
      const amount = toDecimal(principal + interest, currency);
      createRow(work, debtPaymentEntity, { ...payment, paymentDate, amount, currency });
      return debtEntity.view(work.require(debts, debtId), work.at);
    },
  });
}

/** SQL conditions on a debt: it is not paid or canceled yet, and what is owed grows by the day. */
const IS_OPEN = "showStatus = 'active' AND status IN ('active', 'overdue')";
const BEARS_INTEREST = "interestRateAnnual IS NOT NULL AND outstandingPrincipal + unpaidInterest > 0";

/**
 * What is owed in either direction today, by currency; paid and canceled debts do not count (spec 4.4). One D1 call: debts
 * without interest are summed there, only those with interest are read.
 */
export async function summary(ctx: Context): Promise<z.output<typeof DebtsSummary>> {
  const { today } = await momentOf(ctx);
  const [sums = [], bearing = [], counts = []] = await ctx.db.batch([
    statement(
      `SELECT direction, outstandingCurrency, ${exactSum("outstandingPrincipal + unpaidInterest")} FROM debts
      WHERE owner = ?1 AND ${IS_OPEN} AND NOT (${BEARS_INTEREST})
      GROUP BY direction, outstandingCurrency`,
      ctx.owner,
    ),
    tableSql(debts).where(ctx.owner, `${IS_OPEN} AND ${BEARS_INTEREST}`),
    statement(
      `SELECT count(*) AS open, count(*) FILTER (WHERE dueDate < ?2) AS overdue FROM debts
      WHERE owner = ?1 AND ${IS_OPEN}`,
      ctx.owner,
      today,
    ),
  ]);
  const owed = [
    ...sums.map((row) => ({
      direction: unsafeCast<DebtDirection>(row.direction),
      currency: String(row.outstandingCurrency),
      amount: readSum(row),
    })),
    ...bearing.map((raw) => {
      const debt = unsafeCast<Debt>(tableSql(debts).decode(raw));
      const { principal, interest } = owedOn(debt, today);
      return {
        direction: debt.direction,
        currency: debt.outstandingCurrency,
        amount: BigInt(principal) + BigInt(interest),
      };
    }),
  ];
  const [open, overdue] = [Number(counts[0]?.open), Number(counts[0]?.overdue)];
  return { ...totalsOf(owed), overdueCount: overdue, activeCount: open - overdue };
}

interface Owed {
  direction: DebtDirection;
  currency: string;
  /** Minor units. */
  amount: bigint;
}

/** Sums as decimals by currency. Every currency is in all three tables, with 0 where nothing is owed. */
function totalsOf(owed: readonly Owed[]) {
  const currencies = [...new Set(owed.map(({ currency }) => currency))].toSorted();
  const sumsBy = (signOf: (direction: DebtDirection) => bigint) =>
    Object.fromEntries(
      currencies.map((currency) => {
        const sum = owed
          .filter((debt) => debt.currency === currency)
          .reduce((total, { direction, amount }) => total + signOf(direction) * amount, 0n);
        return [currency, sumToDecimal(sum, currency)];
      }),
    );
  return {
    totalIOwe: sumsBy((direction) => (direction === "i_owe" ? 1n : 0n)),
    totalTheyOweMe: sumsBy((direction) => (direction === "i_owe" ? 0n : 1n)),
    netPosition: sumsBy((direction) => (direction === "i_owe" ? -1n : 1n)),
  };
}

/** The installments of a debt as its `scheduleHint` says, with what was paid of them; one D1 call. @throws not_found */
export async function schedule(ctx: Context, id: string): Promise<z.output<typeof Installment>[]> {
  const table = tableSql(debts);
  const [raw] = await ctx.db.all(table.byId(ctx.owner, id));
  if (!raw) throw notFound();
  const debt = unsafeCast<Debt>(table.decode(raw));
  const currency = debt.outstandingCurrency;
  return scheduleOf(debt, (await momentOf(ctx)).today).map((installment) => ({
    ...installment,
    currency,
    amount: toDecimal(installment.amount, currency),
    principal: toDecimal(installment.principal, currency),
    interest: toDecimal(installment.interest, currency),
    paidAmount: toDecimal(installment.paidAmount, currency),
  }));
}
