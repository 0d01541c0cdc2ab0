import { expect } from "vitest";
import { convertMinor, divideRates, toMinor } from "../../../src/kernel/money.ts";
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
  splits: { amount: number }[];
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
