import { expect } from "vitest";
import { allocate, convertMinor, divideRates, toMinor } from "../../../src/kernel/money.ts";
import type { Actor } from "../../support/actor.ts";

/** What the naive ledger reads of a transaction, as on the wire. */
interface Entry {
  type: "income" | "expense" | "transfer";
  accountId: string | null;
  fromAccountId: string | null;
  toAccountId: string | null;
  amount: number;
  currency: string;
  toAmount: number | null;
  toCurrency: string | null;
  feeAmount: number | null;
  date: string;
  splits: { categoryId: string; amount: number }[];
  categoryId: string | null;
  feeCategoryId: string | null;
  isBalanceAdjustment: boolean;
  debtId: string | null;
  rateUsedToBase: number;
  convertedAmountToBase: number;
}

interface Account {
  id: string;
  currency: string;
  initialBalance: number;
  currentBalance: number;
}

/** Days of histories: on each of them other bundled rates hold. */
export const DAYS = ["2024-03-01", "2024-12-17"] as const;

/** Bundled rates to the so'm of 2023-12-29, and of 2024-12-06. */
const EARLIER: Record<string, string> = { UZS: "1", USD: "12338.77", JPY: "87.22", KWD: "40152.20" };
const LATER: Record<string, string> = { UZS: "1", USD: "12837.10", JPY: "85.47", KWD: "41773.84" };
export const CURRENCIES = ["JPY", "UZS", "USD", "KWD"] as const;

export function convert(minor: number, from: string, to: string, day: string): number {
  if (from === to) return minor;
  const rates = day < "2024-12-06" ? EARLIER : LATER;
  const [numerator = "", denominator = ""] = [rates[from], rates[to]];
  return convertMinor(minor, from, to, divideRates(numerator, denominator), "amount");
}

export async function all<Row>(actor: Actor, path: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let page = 1; ; page += 1) {
    const { data, meta } = await actor.get(`${path}?limit=100&page=${page}`);
    rows.push(...data);
    if (!meta?.hasMore) return rows;
  }
}

/** Every account's balance is its initial balance and what its active transactions say, to the last unit. */
export async function expectExactBalances(actor: Actor): Promise<void> {
  const accounts = await all<Account>(actor, "/v1/accounts");
  const entries = await all<Entry>(actor, "/v1/transactions");
  const currencyOf = new Map(accounts.map(({ id, currency }) => [id, currency]));
  const sums = new Map(accounts.map(({ id, currency, initialBalance }) => [id, toMinor(initialBalance, currency, "")]));
  const move = (id: string | null, minor: (currency: string) => number) => {
    const currency = currencyOf.get(id ?? "");
    if (id !== null && currency) sums.set(id, (sums.get(id) ?? 0) + minor(currency));
  };
  for (const entry of entries) {
    const { type, currency, date, feeAmount, toAmount, toCurrency } = entry;
    const amount = toMinor(entry.amount, currency, "");
    const payer = type === "transfer" ? entry.fromAccountId : entry.accountId;
    move(payer, (own) => (type === "income" ? 1 : -1) * convert(amount, currency, own, date));
    if (feeAmount !== null) move(payer, (own) => -toMinor(feeAmount, own, ""));
    if (toAmount !== null && toCurrency !== null) {
      const arriving = toMinor(toAmount, toCurrency, "");
      move(entry.toAccountId, (own) => convert(arriving, toCurrency, own, date));
    }
    expect(toMinor(entry.convertedAmountToBase, "UZS", "")).toBe(convert(amount, currency, "UZS", date));
    const parts = entry.splits.map((split) => toMinor(split.amount, currency, ""));
    if (parts.length > 0) expect(parts.reduce((sum, part) => sum + part, 0)).toBe(amount);
  }
  const stored = accounts.map(({ id, currency, currentBalance }) => [id, toMinor(currentBalance, currency, "")]);
  expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(sums));
}

type Kind = "income" | "expense" | "transfersIn" | "transfersOut";

/** Minor units that moved. */
interface Movement {
  kind: Kind;
  date: string;
  accountId: string | null;
  categoryId: string | null;
  amount: number;
}

const sumsBy = (movements: readonly Movement[], kind: Kind, keyOf: (movement: Movement) => string | null) => {
  const sums: Record<string, number> = {};
  for (const movement of movements.filter((each) => each.kind === kind)) {
    const key = String(keyOf(movement));
    sums[key] = (sums[key] ?? 0) + movement.amount;
  }
  return sums;
};

/** Everything that reports sum up of one transaction, in so'm at the rates of its day. */
function movementsOf(entry: Entry, currencyOf: (accountId: string | null) => string): Movement[] {
  const { type, date, currency } = entry;
  const accountId = type === "transfer" ? entry.fromAccountId : entry.accountId;
  const own = currencyOf(accountId);
  const amount = convert(toMinor(entry.amount, currency, ""), currency, "UZS", date);
  const movement = (kind: Kind, more: Partial<Movement>) => ({
    kind,
    date,
    accountId,
    categoryId: null,
    amount,
    ...more,
  });
  const fee = entry.feeAmount === null ? 0 : convert(toMinor(entry.feeAmount, own, ""), own, "UZS", date);
  const fees = entry.feeAmount === null ? [] : [movement("expense", { amount: fee, categoryId: entry.feeCategoryId })];
  if (type === "transfer") {
    return [...fees, movement("transfersOut", {}), movement("transfersIn", { accountId: entry.toAccountId })];
  }
  if (entry.isBalanceAdjustment || entry.debtId !== null) return fees;
  if (entry.splits.length === 0) return [...fees, movement(type, { categoryId: entry.categoryId })];
  const parts = allocate(
    amount,
    entry.splits.map((split) => toMinor(split.amount, currency, "")),
  );
  return [
    ...fees,
    ...entry.splits.map(({ categoryId }, index) => movement(type, { categoryId, amount: parts[index] ?? 0 })),
  ];
}

/** The reports say what the active transactions say, summed naively, to the last unit. */
export async function expectExactReports(actor: Actor): Promise<void> {
  const accounts = await all<Account>(actor, "/v1/accounts");
  const entries = await all<Entry>(actor, "/v1/transactions");
  const currencies = new Map(accounts.map(({ id, currency }) => [id, currency]));
  const movements = entries.flatMap((entry) => movementsOf(entry, (id) => currencies.get(id ?? "") ?? "UZS"));
  // Balance adjustments are of the real today.
  const period = "dateFrom=2024-01-01&dateTo=2099-12-31";
  const summary = (await actor.get(`/v1/transactions/summary?${period}`)).data;
  const analytics = (await actor.get(`/v1/transactions/analytics?${period}&groupBy=month`)).data;
  const minor = (decimal: number) => toMinor(decimal, "UZS", "");
  // biome-ignore lint/suspicious/noExplicitAny: rows of reports, compared by some of their numbers
  const minorsBy = (rows: any[], key: string, field: string) =>
    Object.fromEntries(rows.map((row) => [row[key], minor(row[field])]).filter(([, amount]) => amount !== 0));
  const categories = (kind: Kind) => sumsBy(movements, kind, ({ categoryId }) => categoryId);
  expect(summary.transactionsCount).toBe(entries.length);
  expect(minorsBy(summary.byCategory, "categoryId", "amount")).toEqual(categories("expense"));
  for (const kind of ["income", "expense"] as const) {
    expect(minorsBy(analytics.byCategory[kind], "categoryId", "amount")).toEqual(categories(kind));
    const months = sumsBy(movements, kind, ({ date }) => date.slice(0, 7));
    const series = analytics.series.map((part: { from: string }) => ({ ...part, from: part.from.slice(0, 7) }));
    expect(minorsBy(series, "from", kind)).toEqual(months);
  }
  for (const kind of ["income", "expense", "transfersIn", "transfersOut"] as const) {
    const ofAccounts = sumsBy(movements, kind, ({ accountId }) => accountId);
    expect(minorsBy(analytics.byAccount, "accountId", kind)).toEqual(ofAccounts);
    expect(minor(summary.totals[kind])).toBe(Object.values(ofAccounts).reduce((sum, amount) => sum + amount, 0));
  }
}
