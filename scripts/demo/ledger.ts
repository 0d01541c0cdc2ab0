import type { Line } from "./household.ts";

/** What a transaction does to accounts, in hundredths of their currencies. */
interface Entry {
  type: string;
  account: string;
  toAccount: string;
  amount: number;
  toAmount: number;
  fee: number;
}

/** The household's books, kept in the simplest way and apart from phones and server: they say what balances have to be. */
export class Ledger {
  private readonly opening = new Map<string, number>();
  private readonly entries = new Map<string, Entry>();

  openAccount(name: string, balance: number): void {
    this.opening.set(name, hundredths(balance));
  }

  /** @param id the id of the line's transaction */
  add(id: string, line: Pick<Line, "type" | "account" | "toAccount" | "amount" | "toAmount" | "fee">): void {
    const amount = hundredths(line.amount);
    const toAmount = line.toAmount === "" ? amount : hundredths(line.toAmount);
    const { type, account, toAccount } = line;
    this.entries.set(id, { type, account, toAccount, amount, toAmount, fee: hundredths(line.fee) });
  }

  changeAmount(id: string, amount: number): void {
    const entry = this.entries.get(id);
    if (entry) entry.amount = hundredths(amount);
  }

  remove(id: string): void {
    this.entries.delete(id);
  }

  /** The number of transactions. */
  get size(): number {
    return this.entries.size;
  }

  /** The balance of every account, by its name. */
  balances(): Map<string, number> {
    const balances = new Map(this.opening);
    const add = (name: string, by: number) => balances.set(name, (balances.get(name) ?? 0) + by);
    for (const { type, account, toAccount, amount, toAmount, fee } of this.entries.values()) {
      add(account, (type === "income" ? amount : -amount) - fee);
      if (type === "transfer") add(toAccount, toAmount);
    }
    return new Map([...balances].map(([name, balance]) => [name, balance / 100]));
  }
}

const hundredths = (amount: string | number): number => Math.round(Number(amount) * 100);
