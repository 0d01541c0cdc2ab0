import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { convertMinor, divideRates, toMinor } from "../../../src/kernel/money.ts";
import { push, change as pushed } from "../../engine/sync/protocol.ts";
import type { Actor } from "../../support/actor.ts";
import { budget, expectProven, later, wealthyHousehold } from "./budgets.ts";
import { midnight } from "./midnight.ts";
import { openAccount } from "./support.ts";

const SEED = 20260318;
/** Before and after new rates, in earlier periods, in the present one, and in the next. */
const DAYS = ["2024-03-01", "2026-02-20", "2026-03-03", "2026-03-17", "2026-04-02"] as const;
const CATEGORIES = ["food", "groceries", "taxi", "other_expense"] as const;
const FOOD = ["food", "groceries", "restaurants", "fast_food", "coffee"];

/** One step of a history; numbers pick among what exists when the step is taken. */
const step = fc.record(
  {
    verb: fc.constantFrom(
      "create",
      "create",
      "create",
      "patch",
      "patch",
      "archive",
      "restore",
      "delete",
      "budget",
      "criteria",
      "shelve",
      "unshelve",
      "drop",
      "time",
    ),
    bySync: fc.boolean(),
    row: fc.nat(),
    type: fc.constantFrom("income", "expense", "expense", "transfer"),
    account: fc.nat(2),
    currency: fc.constantFrom("UZS", "USD"),
    minor: fc.integer({ min: 1, max: 10 ** 7 }),
    fee: fc.option(fc.integer({ min: 1, max: 999 })),
    splitAt: fc.option(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { freq: 2 }),
    day: fc.constantFrom(...DAYS),
    category: fc.constantFrom(...CATEGORIES),
    named: fc.option(fc.nat(), { freq: 2 }),
    period: fc.constantFrom("none", "weekly", "monthly", "custom_range"),
    carries: fc.boolean(),
    criteria: fc.constantFrom("food", "fees", "account", "both", "none", "income"),
    fields: fc.subarray(["amount", "date", "category", "fee", "named"] as const, { minLength: 1 }),
  },
  { noNullPrototype: true },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

interface Budget {
  id: string;
  currency: string;
  limitAmount: number;
  accountId: string | null;
  categoryIds: string[];
  transactionType: string;
  periodType: string;
  rolloverMode: string;
  startDate: string | null;
  endDate: string | null;
  periodStart: string | null;
  periodEnd: string | null;
  spentAmount: number;
  carriedAmount: number;
  contributionTotal: number;
  createdAt: string;
}

interface Transaction {
  id: string;
  type: string;
  accountId: string | null;
  fromAccountId: string | null;
  amount: number;
  currency: string;
  date: string;
  budgetId: string | null;
  relatedBudgetId: string | null;
  categoryId: string;
  feeAmount: number | null;
  feeCategoryId: string | null;
  splits: { categoryId: string; amount: number }[];
}

const ACCOUNT_CURRENCIES = ["UZS", "USD", "UZS"];
const rateOf = (day: string) => (day < "2024-12-06" ? "12338.77" : "12837.1");

function convert(minor: number, from: string, to: string, day: string): number {
  if (from === to) return minor;
  const rate = from === "USD" ? rateOf(day) : divideRates("1", rateOf(day));
  return convertMinor(minor, from, to, rate, "amount");
}

class Household {
  readonly rows: string[] = [];
  readonly budgets: string[] = [];
  /** By budget: the day from which transactions count. */
  readonly since = new Map<string, string | null>();
  private constructor(
    public actor: Actor,
    readonly accounts: readonly string[],
  ) {}

  static async open(): Promise<Household> {
    const { actor } = await wealthyHousehold();
    const accounts: string[] = [];
    for (const currency of ACCOUNT_CURRENCIES) accounts.push(await openAccount(actor, currency));
    return new Household(actor, accounts);
  }

  async take(step: Step): Promise<void> {
    const row = this.rows[step.row % Math.max(this.rows.length, 1)];
    const budgetId = this.budgets[step.row % Math.max(this.budgets.length, 1)];
    switch (step.verb) {
      case "create":
        return this.write(step.bySync, "transactions", "create", crypto.randomUUID(), this.body(step), this.rows);
      case "patch":
        return this.write(step.bySync, "transactions", "update", row, this.patch(step));
      case "archive":
        return this.write(step.bySync, "transactions", "update", row, { showStatus: "archived" });
      case "restore":
        return this.write(step.bySync, "transactions", "update", row, { showStatus: "active" });
      case "delete":
        return this.write(step.bySync, "transactions", "delete", row);
      case "budget":
        return this.write(step.bySync, "budgets", "create", crypto.randomUUID(), this.budget(step), this.budgets);
      case "criteria":
        return this.write(step.bySync, "budgets", "update", budgetId, this.criteria(step));
      case "shelve":
        return this.write(step.bySync, "budgets", "update", budgetId, { showStatus: "archived" });
      case "unshelve":
        return this.write(step.bySync, "budgets", "update", budgetId, { showStatus: "active" });
      case "drop":
        return this.write(step.bySync, "budgets", "delete", budgetId);
      case "time":
        this.actor = await later(this.actor, new Date(Date.now() + 6 * 86_400_000).toISOString());
        if (step.bySync) await midnight();
    }
  }

  private async write(
    bySync: boolean,
    entity: string,
    operation: "create" | "update" | "delete",
    id: string | undefined,
    data?: object,
    list?: string[],
  ): Promise<void> {
    if (id === undefined) return;
    const path = `/v1/${entity}`;
    let isDone = true;
    if (bySync) {
      const { results } = await push(this.actor, [pushed(entity, operation, id, data)]);
      isDone = results[0].status === "applied";
    } else {
      const reply = await {
        create: () => this.actor.post(path, { id, ...data }),
        update: () => this.actor.patch(`${path}/${id}`, data),
        delete: () => this.actor.delete(`${path}/${id}`),
      }[operation]();
      expect([200, 201, 400, 404, 409], reply.text).toContain(reply.status);
      isDone = reply.status < 300;
    }
    if (isDone && list) list.push(id);
    if (isDone && list === this.budgets) {
      const { startDate, periodStart, periodType } = (await this.actor.get(`${path}/${id}`)).data;
      this.since.set(id, startDate ?? (periodType === "none" ? null : periodStart));
    }
  }

  private body({ type, account, currency, minor, fee, splitAt, day, category, named }: Step): object {
    const cut = splitAt === null || type === "transfer" ? 0 : Math.floor(minor * splitAt);
    const budgetId = named === null ? undefined : this.budgets[named % Math.max(this.budgets.length, 1)];
    return {
      type,
      date: day,
      currency,
      amount: minor / 100,
      ...(fee !== null && { feeAmount: fee / 100 }),
      ...(budgetId && { budgetId }),
      ...(cut > 0 && {
        splits: [
          { categoryId: category, amount: cut / 100 },
          { categoryId: "coffee", amount: (minor - cut) / 100 },
        ],
      }),
      ...(type === "transfer"
        ? { fromAccountId: this.accounts[account], toAccountId: this.accounts[(account + 1) % 3] }
        : { accountId: this.accounts[account], categoryId: category }),
    };
  }

  private patch(step: Step): object {
    const whole = this.body(step) as Record<string, unknown>;
    const names = {
      amount: ["amount", "currency", "splits"],
      date: ["date"],
      category: ["categoryId"],
      fee: ["feeAmount"],
      named: ["budgetId"],
    };
    const wanted = step.fields.flatMap((field) => names[field]);
    return Object.fromEntries(wanted.map((name) => [name, whole[name] ?? (name === "budgetId" ? null : undefined)]));
  }

  private criteria({ criteria, account }: Step): object {
    return {
      categoryIds:
        { food: ["food"], fees: ["other_expense"], both: ["taxi"], income: CATEGORIES.slice(0) }[criteria as "food"] ??
        [],
      accountId: criteria === "account" || criteria === "both" ? this.accounts[account] : null,
      transactionType: criteria === "income" ? "income" : "expense",
    };
  }

  private budget(step: Step): object {
    const { period, carries, currency, minor } = step;
    return budget({
      ...this.criteria(step),
      currency,
      periodType: period,
      limitAmount: minor / 100,
      notifyOnExceed: carries,
      rolloverMode: carries ? "carryover" : "none",
      ...(period === "custom_range" && { startDate: "2026-02-20", endDate: "2026-03-17" }),
      ...(period === "weekly" && carries && { startDate: "2026-02-18" }),
    });
  }
}

async function all<Row>(actor: Actor, path: string): Promise<Row[]> {
  const { data, meta } = await actor.get(`${path}?limit=100`);
  expect(meta?.hasMore).toBe(false);
  return data;
}

/** What a transaction counts for in a budget, told anew from the rules of the specification; null: nothing. */
function amountFor(budget: Budget, transaction: Transaction, accountCurrency: string): number | null {
  const to = (decimal: number, currency: string) =>
    convert(toMinor(decimal, currency, ""), currency, budget.currency, transaction.date);
  const isExpense = budget.transactionType === "expense";
  const fee = isExpense && transaction.feeAmount !== null ? transaction.feeAmount : 0;
  if (transaction.budgetId !== null) {
    if (transaction.budgetId !== budget.id) return null;
    const sign = transaction.type === "transfer" || transaction.type === budget.transactionType ? 1 : -1;
    return sign * to(transaction.amount, transaction.currency) + to(fee, accountCurrency);
  }
  const { categoryIds, accountId } = budget;
  if (categoryIds.length === 0 && accountId === null) return null;
  if (accountId !== null && accountId !== (transaction.accountId ?? transaction.fromAccountId)) return null;
  const wanted = categoryIds.includes("food") ? [...categoryIds, ...FOOD] : categoryIds;
  const isWanted = (id: string | null) => categoryIds.length === 0 || wanted.includes(id ?? "");
  const parts =
    transaction.splits.length > 0
      ? transaction.splits
      : [{ categoryId: transaction.categoryId, amount: transaction.amount }];
  const minor =
    transaction.type === budget.transactionType
      ? parts.reduce(
          (sum, part) => (isWanted(part.categoryId) ? sum + toMinor(part.amount, transaction.currency, "") : sum),
          0,
        )
      : 0;
  const counted = isWanted(transaction.feeCategoryId) ? fee : 0;
  if (minor === 0 && counted === 0) return null;
  return to(minor / 100, transaction.currency) + to(counted, accountCurrency);
}

/** How many periods lie before the present one, since the budget's first. */
function periodsBefore({ periodType, periodStart }: Budget, since: string | null): number {
  if (periodStart === null || since === null) return 0;
  const monday = (day: string) => Date.parse(day) - ((new Date(day).getUTCDay() + 6) % 7) * 86_400_000;
  if (periodType === "weekly") return (monday(periodStart) - monday(since)) / (7 * 86_400_000);
  const month = (day: string) => new Date(day).getUTCFullYear() * 12 + new Date(day).getUTCMonth();
  return periodType === "monthly" ? month(periodStart) - month(since) : 0;
}

async function expectExactBudgets(home: Household): Promise<void> {
  const { actor } = home;
  const transactions = await all<Transaction>(actor, "/v1/transactions");
  const budgets = await all<Budget>(actor, "/v1/budgets");
  const holders = new Map<string, Budget[]>();
  for (const budget of budgets) {
    const since = home.since.get(budget.id) ?? null;
    const within = (day: string, from: string | null, to: string | null) =>
      (from ?? "") <= day && day <= (to ?? "9999");
    const wanted = new Map<string, number>();
    const sums = { spent: 0, contribution: 0, passed: 0 };
    for (const transaction of transactions) {
      const account = home.accounts.indexOf(transaction.accountId ?? transaction.fromAccountId ?? "");
      const amount = amountFor(budget, transaction, ACCOUNT_CURRENCIES[account] ?? "");
      if (amount === null) continue;
      if (within(transaction.date, since, null) || transaction.budgetId !== null) wanted.set(transaction.id, amount);
      if (!within(transaction.date, since, budget.endDate)) continue;
      sums.contribution += amount;
      if (within(transaction.date, budget.periodStart, budget.periodEnd)) sums.spent += amount;
      else if (transaction.date < (budget.periodStart ?? "")) sums.passed += amount;
    }
    const carries =
      budget.rolloverMode === "carryover" && (budget.periodType === "weekly" || budget.periodType === "monthly");
    const limit = toMinor(budget.limitAmount, budget.currency, "");
    const carried = carries ? periodsBefore(budget, since) * limit - sums.passed : 0;
    expect(
      [budget.spentAmount, budget.contributionTotal, budget.carriedAmount].map((decimal) => Math.round(decimal * 100)),
      JSON.stringify(budget),
    ).toEqual([sums.spent, sums.contribution, carried]);
    const entries = (await actor.get(`/v1/budgets/${budget.id}/entries?limit=100`)).data;
    const stored = new Map<string, number>(
      entries.map((entry: { transactionId: string; appliedAmountBudgetCurrency: number }) => [
        entry.transactionId,
        Math.round(entry.appliedAmountBudgetCurrency * 100),
      ]),
    );
    for (const [id, amount] of wanted) expect(stored.get(id)).toBe(amount);
    for (const id of stored.keys()) holders.set(id, [...(holders.get(id) ?? []), budget]);
    await expectProven(actor, budget.id);
  }
  for (const { id, relatedBudgetId } of transactions) {
    const [oldest] = (holders.get(id) ?? []).toSorted((a, b) =>
      a.createdAt === b.createdAt ? (a.id < b.id ? -1 : 1) : a.createdAt < b.createdAt ? -1 : 1,
    );
    expect(relatedBudgetId).toBe(oldest?.id ?? null);
  }
}

describe("whatever happens to transactions and budgets", () => {
  it("budgets are what a recount from the transactions says", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30, size: "max" }), async (steps) => {
        const home = await Household.open();
        for (const step of steps) await home.take(step);
        await expectExactBudgets(home);
      }),
      { seed: SEED, numRuns: 12, endOnFailure: true },
    );
  });
});
