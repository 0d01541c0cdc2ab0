import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { storedId } from "../../../src/kernel/db/stored-id.ts";
import { exponentOf } from "../../../src/kernel/money.ts";
import { recalculateBalances } from "../../../src/leora/finance/accounts/recalculation.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { contextOf } from "../../support/context.ts";
import { newPremiumActor } from "../../support/plan.ts";
import { CURRENCIES, DAYS, expectExactBalances, expectExactReports } from "./ledger.ts";
import { balanceOf, expense, income, openAccount, record } from "./support.ts";

const SEED = 20241217;

/** One step of a history; numbers pick among what exists when the step is taken. */
const steps = fc.record(
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
      "split",
      "adjust",
      "start",
    ),
    type: fc.constantFrom("income", "expense", "transfer"),
    row: fc.nat(),
    accounts: fc.tuple(fc.nat(4), fc.nat(3)),
    currency: fc.option(fc.constantFrom(...CURRENCIES), { freq: 2 }),
    minor: fc.oneof(fc.integer({ min: 1, max: 5000 }), fc.integer({ min: 1, max: 10 ** 11 })),
    fee: fc.option(fc.integer({ min: 1, max: 999 })),
    splitAt: fc.option(fc.double({ min: 0.01, max: 0.99, noNaN: true })),
    toMinor: fc.option(fc.integer({ min: 1, max: 10 ** 9 })),
    day: fc.constantFrom(...DAYS),
    fields: fc.subarray(["amount", "date", "account", "type", "fee", "currency"] as const, { minLength: 1 }),
  },
  { noNullPrototype: true },
);
type Step = typeof steps extends fc.Arbitrary<infer Value> ? Value : never;

interface Account {
  id: string;
  currency: string;
}

class Household {
  readonly rows: string[] = [];
  private constructor(
    readonly actor: Actor,
    readonly accounts: readonly Account[],
  ) {}

  static async open(): Promise<Household> {
    const actor = await newPremiumActor();
    const currencies = [...CURRENCIES, "UZS"];
    const ids = await Promise.all(currencies.map((currency) => openAccount(actor, currency)));
    return new Household(
      actor,
      currencies.map((currency, index) => ({ id: String(ids[index]), currency })),
    );
  }

  /** Takes a step; true when the server accepted it. It may refuse only what makes no sense. */
  async take(step: Step): Promise<boolean> {
    const { actor, rows } = this;
    const account = this.pick(step.accounts[0]);
    const row = rows[step.row % Math.max(rows.length, 1)];
    const path = `/v1/transactions/${row}`;
    const reply = await {
      create: () => actor.post("/v1/transactions", this.body(step)),
      patch: () => (row ? actor.patch(path, this.patch(step)) : null),
      archive: () => (row ? actor.patch(path, { showStatus: "archived" }) : null),
      restore: () => (row ? actor.patch(path, { showStatus: "active" }) : null),
      delete: () => (row ? actor.delete(path) : null),
      split: () => (row ? this.split(path, step) : null),
      adjust: () =>
        actor.patch(`/v1/accounts/${account.id}/adjust-balance`, { newBalance: decimal(step.minor, account.currency) }),
      start: () => actor.patch(`/v1/accounts/${account.id}`, { initialBalance: decimal(step.minor, account.currency) }),
    }[step.verb as "create"]();
    if (!reply) return false;
    expect([200, 201, 400, 404], reply.text).toContain(reply.status);
    if (reply.status === 201) rows.push(reply.data.id);
    return reply.status < 300;
  }

  /** Changes nothing but the parts of a transaction. */
  private async split(path: string, { splitAt, fee }: Step) {
    const { data } = await this.actor.get(path);
    if (!data || data.type === "transfer") return null;
    const minor = Math.round(data.amount * 10 ** exponentOf(data.currency));
    const cut = Math.floor(minor * (splitAt ?? 0));
    return this.actor.patch(path, { splits: splitsOf(cut, minor - cut, data.currency, fee) });
  }

  private pick(index: number): Account {
    return this.accounts[index % this.accounts.length] ?? { id: "", currency: "UZS" };
  }

  private body({ type, accounts: [first, other], currency: chosen, minor, fee, splitAt, toMinor, day }: Step): object {
    const account = this.pick(first);
    const currency = chosen ?? account.currency;
    const cut = splitAt === null || type === "transfer" ? 0 : Math.floor(minor * splitAt);
    const target = this.pick(first + 1 + other);
    return {
      type,
      date: day,
      amount: decimal(minor, currency),
      currency,
      ...(fee !== null && { feeAmount: decimal(fee, account.currency) }),
      ...(cut > 0 && { splits: splitsOf(cut, minor - cut, currency, fee) }),
      ...(type === "transfer"
        ? {
            fromAccountId: account.id,
            toAccountId: target.id,
            ...(toMinor !== null && target.currency !== currency && { toAmount: decimal(toMinor, target.currency) }),
          }
        : { accountId: account.id, categoryId: "food" }),
    };
  }

  /** Some fields of a new body: it may not fit the row, and is refused then. */
  private patch(step: Step): object {
    const whole = this.body(step) as Record<string, unknown>;
    const names = {
      amount: ["amount", "splits"],
      date: ["date"],
      account: ["accountId", "fromAccountId", "toAccountId"],
      type: ["type", "accountId", "fromAccountId", "toAccountId", "categoryId"],
      fee: ["feeAmount"],
      currency: ["currency", "amount"],
    };
    const wanted = new Set(step.fields.flatMap((field) => names[field]));
    return Object.fromEntries(Object.entries(whole).filter(([name]) => wanted.has(name)));
  }
}

/** Two parts in two categories, which depend on chance; none for a part of nothing. */
const splitsOf = (cut: number, rest: number, currency: string, chance: number | null): object[] =>
  cut === 0
    ? []
    : [cut, rest].map((part, index) => ({
        categoryId: ["food", "transport", "health"][((chance ?? 0) + index) % 3],
        amount: decimal(part, currency),
      }));

const decimal = (minor: number, currency: string): number => minor / 10 ** exponentOf(currency);

describe("balances and reports", () => {
  it("equal the sum of active transactions after any sequence of operations", { timeout: 60_000 }, async () => {
    let [taken, accepted] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 30, maxLength: 45 }), async (history) => {
        const household = await Household.open();
        for (const step of history) {
          taken += 1;
          if (await household.take(step)) accepted += 1;
        }
        await expectExactBalances(household.actor);
        await expectExactReports(household.actor);
        expect(await recalculateBalances(contextOf(household.actor))).toEqual([]);
      }),
      { numRuns: 8, seed: SEED, endOnFailure: true },
    );
    // Histories that are mostly refused would show nothing.
    expect(accepted / taken).toBeGreaterThan(0.6);
  });

  it("stay exact when 50 requests run at once", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { minLength: 50, maxLength: 50 }), async (steps) => {
        const household = await Household.open();
        const seeds = steps.slice(0, 10).map((step) => household.take({ ...step, verb: "create" }));
        await Promise.all(seeds);
        await Promise.all(steps.map((step) => household.take(step)));
        await expectExactBalances(household.actor);
        await expectExactReports(household.actor);
        expect(await recalculateBalances(contextOf(household.actor))).toEqual([]);
      }),
      { numRuns: 3, seed: SEED, endOnFailure: true },
    );
  });

  it("lose none of 50 payments at once", async () => {
    const actor = await newActor();
    const id = await openAccount(actor, "KWD", { initialBalance: 1 });
    const replies = await Promise.all(
      Array.from({ length: 50 }, () => actor.post("/v1/transactions", expense(id, 0.001, "KWD"))),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(50).fill(201));
    expect(await balanceOf(actor, id)).toBe(0.95);
  });

  it("are put right from the transactions when something broke them", async () => {
    const actor = await newActor();
    const id = await openAccount(actor, "UZS", { initialBalance: 100 });
    await record(actor, income(id, 50, "UZS", { feeAmount: 1 }));
    await actor.db.prepare("UPDATE accounts SET currentBalance = 7 WHERE id = ?").bind(storedId(id)).run();
    const correction = { accountId: id, stored: 7, proven: 14900 };
    expect(await recalculateBalances(contextOf(actor))).toEqual([correction]);
    expect(await balanceOf(actor, id)).toBe(149);
    expect(await recalculateBalances(contextOf(actor))).toEqual([]);
  });
});

describe("a key", () => {
  it("makes one row of 50 requests at once", async () => {
    const actor = await newActor();
    const id = await openAccount(actor, "UZS");
    const body = expense(id, 10, "UZS");
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const replies = await Promise.all(Array.from({ length: 50 }, () => actor.post("/v1/transactions", body, headers)));
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([201]));
    expect(new Set(replies.map(({ data }) => data.id)).size).toBe(1);
    expect(replies.filter((reply) => reply.headers.get("Idempotency-Replayed") === null)).toHaveLength(1);
    expect((await actor.get("/v1/transactions")).meta?.total).toBe(1);
    expect(await balanceOf(actor, id)).toBe(-10);
  });
});
