import { expect } from "vitest";
import { toMinor } from "../../../src/kernel/money.ts";
import type { Actor } from "../../support/actor.ts";
import { all, convert, expectExactBalances } from "./ledger.ts";

// A second, naive account of debts: from payments and terms as on the wire, a day at a time, in big integers.

interface Debt {
  id: string;
  direction: "i_owe" | "they_owe_me";
  principalAmount: number;
  principalCurrency: string;
  principalBaseValue: number;
  startDate: string;
  dueDate: string | null;
  interestMode: "simple" | "compound" | null;
  interestRateAnnual: number | null;
  fundingTransactionId: string | null;
  status: string;
  finalProfitLoss: number | null;
  totalPaidInRepaymentCurrency: number;
  accruedInterest: number;
  outstandingAmount: number;
}

interface Payment {
  id: string;
  debtId: string;
  showStatus: string;
  amount: number;
  currency: string;
  convertedAmountToDebt: number;
  convertedAmountToBase: number;
  paymentDate: string;
  accountId: string | null;
  relatedTransactionId: string | null;
}

interface Transaction {
  id: string;
  type: string;
  showStatus: string;
  accountId: string | null;
  amount: number;
  currency: string;
  date: string;
  debtId: string | null;
  relatedDebtId: string | null;
}

const SCALE = 10n ** 60n;

/** numerator ÷ denominator, half to even; both positive. */
function roundedQuotient(numerator: bigint, denominator: bigint): bigint {
  const [whole, doubled] = [numerator / denominator, (numerator % denominator) * 2n];
  const isUp = doubled > denominator || (doubled === denominator && whole % 2n === 1n);
  return isUp ? whole + 1n : whole;
}

const daysFrom = (from: string, to: string): number => Math.max(0, (Date.parse(to) - Date.parse(from)) / 86_400_000);

/** What is owed at the end of a day, minor units: principal and interest. */
function owed(debt: Debt, payments: readonly Payment[], today: string): [principal: bigint, interest: bigint] {
  const minor = (amount: number) => BigInt(toMinor(amount, debt.principalCurrency, ""));
  const rate = BigInt(Math.round((debt.interestRateAnnual ?? 0) * 100));
  let [principal, interest, through] = [minor(debt.principalAmount), 0n, debt.startDate];
  const grow = (day: string) => {
    const days = daysFrom(through, day);
    if (days === 0) return;
    through = day;
    if (debt.interestMode === "compound") {
      let factor = SCALE;
      for (let count = 0; count < days; count += 1) factor = (factor * (3_650_000n + rate)) / 3_650_000n;
      interest = roundedQuotient((principal + interest) * factor, SCALE) - principal;
    } else interest += roundedQuotient(principal * rate * BigInt(days), 3_650_000n);
  };
  for (const payment of payments.toSorted((a, b) => (a.paymentDate < b.paymentDate ? -1 : 1))) {
    grow(payment.paymentDate);
    let left = minor(payment.convertedAmountToDebt);
    const toInterest = left < interest ? left : interest;
    left -= toInterest;
    interest -= toInterest;
    principal -= left < principal ? left : principal;
  }
  grow(today);
  return [principal, interest];
}

/** Payments are their transactions, debts are what their payments left, and accounts what their transactions did. */
export async function expectExactDebts(actor: Actor, today: string): Promise<void> {
  await expectExactBalances(actor);
  const debts = await all<Debt>(actor, "/v1/debts");
  const payments = await all<Payment>(actor, "/v1/debt-payments");
  const transactions = await all<Transaction>(actor, "/v1/transactions");
  const debtOf = new Map(debts.map((debt) => [debt.id, debt]));
  const paying = (direction: string) => (direction === "i_owe" ? "expense" : "income");

  const pairs = payments
    .filter(({ relatedTransactionId }) => relatedTransactionId !== null)
    .map(({ id, debtId, amount, currency, paymentDate, accountId }) => [
      ...[id, debtId, amount, currency, paymentDate, accountId, paying(debtOf.get(debtId)?.direction ?? "")],
    ]);
  const twins = transactions
    .filter(({ type, debtId }) => debtId !== null && type === paying(debtOf.get(debtId)?.direction ?? ""))
    .map(({ id, debtId, amount, currency, date, accountId, type }) => [
      ...[id, debtId, amount, currency, date, accountId, type],
    ]);
  const byId = (a: unknown[], b: unknown[]) => (String(a[0]) < String(b[0]) ? -1 : 1);
  expect(pairs.toSorted(byId)).toEqual(twins.toSorted(byId));
  for (const { debtId, relatedDebtId } of transactions) expect(relatedDebtId).toBe(debtId);
  for (const { id, accountId, relatedTransactionId } of payments) {
    expect(relatedTransactionId).toBe(accountId === null ? null : id);
  }

  const totals = { i_owe: new Map<string, bigint>(), they_owe_me: new Map<string, bigint>() };
  for (const debt of debts) {
    const { principalCurrency: currency } = debt;
    const own = payments.filter(({ debtId }) => debtId === debt.id);
    const convertedTo = (to: string) => (payment: Payment) =>
      convert(toMinor(payment.amount, payment.currency, ""), payment.currency, to, payment.paymentDate);
    expect(own.map((payment) => toMinor(payment.convertedAmountToDebt, currency, ""))).toEqual(
      own.map(convertedTo(currency)),
    );
    expect(own.map((payment) => toMinor(payment.convertedAmountToBase, "UZS", ""))).toEqual(
      own.map(convertedTo("UZS")),
    );
    const [principal, interest] = debt.status === "canceled" ? [0n, 0n] : owed(debt, own, today);
    const isPaid =
      debt.status !== "canceled" && owed(debt, own, debt.startDate)[0] === 0n && principal + interest === 0n;
    const inBase = own.reduce((sum, payment) => sum + toMinor(payment.convertedAmountToBase, "UZS", ""), 0);
    const gain = inBase - toMinor(debt.principalBaseValue, "UZS", "");
    const finalProfitLoss = debt.direction === "i_owe" ? -gain : gain;
    expect({
      ...debt,
      accruedInterest: BigInt(toMinor(debt.accruedInterest, currency, "")),
      outstandingAmount: BigInt(toMinor(debt.outstandingAmount, currency, "")),
      totalPaidInRepaymentCurrency: toMinor(debt.totalPaidInRepaymentCurrency, currency, ""),
    }).toMatchObject({
      accruedInterest: interest,
      outstandingAmount: principal + interest,
      totalPaidInRepaymentCurrency: own.map(convertedTo(currency)).reduce((sum, amount) => sum + amount, 0),
      ...(debt.status !== "canceled" && {
        status: isPaid ? "paid" : debt.dueDate !== null && debt.dueDate < today ? "overdue" : "active",
      }),
      ...(isPaid && { finalProfitLoss: finalProfitLoss / 100 + 0 }),
    });
    if (isPaid || debt.status === "canceled") continue;
    const sums = totals[debt.direction];
    sums.set(currency, (sums.get(currency) ?? 0n) + principal + interest);
  }
  const { data: summary } = await actor.get("/v1/debts/summary");
  for (const [name, sums] of [
    ["totalIOwe", totals.i_owe],
    ["totalTheyOweMe", totals.they_owe_me],
  ] as const) {
    const stated = Object.entries(summary[name] as Record<string, number>)
      .map(([currency, sum]) => [currency, BigInt(toMinor(sum, currency, ""))] as const)
      .filter(([, sum]) => sum !== 0n);
    expect(Object.fromEntries(stated)).toEqual(Object.fromEntries([...sums].filter(([, sum]) => sum !== 0n)));
  }
}
