import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exponentOf } from "../../../src/kernel/money.ts";
import { change } from "../../engine/sync/protocol.ts";
import type { Actor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { newPremiumActor } from "../../support/plan.ts";
import { expectExactDebts } from "./debts.ledger.ts";
import { DAYS } from "./ledger.ts";
import { openAccount } from "./support.ts";

const SEED = 20241220;
const NOW = "2024-12-20T07:00:00Z";
const TODAY = "2024-12-20";
const CURRENCIES = ["UZS", "USD", "JPY"] as const;

const VERBS = [
  ...["lend", "lend", "pay", "pay", "pay", "pay", "spend", "spend", "editPayment", "editPayment", "editTransaction"],
  ...["moveTransaction", "archive", "unarchive", "deletePayment", "deleteTransaction", "deleteDebt", "editDebt"],
  ...["cancel", "settle", "pushPayment", "pushEdit", "pushDelete"],
] as const;

const OF_DEBTS: ReadonlySet<string> = new Set(["pay", "spend", "editDebt", "cancel", "settle", "deleteDebt"]);

/** One step of a history; numbers pick among what exists when the step is taken. */
const step = fc.record(
  {
    verb: fc.constantFrom(...VERBS),
    debt: fc.nat(),
    row: fc.nat(),
    account: fc.option(fc.nat(3), { freq: 3 }),
    direction: fc.constantFrom("i_owe", "they_owe_me"),
    currency: fc.constantFrom(...CURRENCIES),
    minor: fc.integer({ min: 1, max: 10 ** 7 }),
    day: fc.constantFrom(...DAYS),
    dueDate: fc.option(fc.constantFrom("2024-12-19", "2024-12-20", "2025-06-01")),
    interest: fc.option(fc.tuple(fc.constantFrom("simple", "compound"), fc.integer({ min: 1, max: 9999 }))),
    allowOverpay: fc.boolean(),
    fields: fc.subarray(["amount", "day", "account", "currency"] as const, { minLength: 1 }),
  },
  { noNullPrototype: true },
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

/** Most debts take many payments of any currency; some are soon paid. */
const principalOf = ({ minor, currency }: Step): number =>
  decimal(minor % 3 === 0 ? minor : minor * { UZS: 100_000, USD: 1000, JPY: 1000 }[currency], currency);

const decimal = (minor: number, currency: string): number => minor / 10 ** exponentOf(currency);

function forget(ids: string[], id: string | undefined): void {
  const index = ids.indexOf(id ?? "");
  if (index >= 0) ids.splice(index, 1);
}

class Household {
  private readonly debts: string[] = [];
  /** Ids of payments, which are those of their transactions too. */
  private readonly rows: string[] = [];

  private constructor(
    readonly actor: Actor,
    private readonly accounts: readonly string[],
  ) {}

  static async open(): Promise<Household> {
    const actor = await newPremiumActor();
    return new Household(
      actor,
      await Promise.all([...CURRENCIES, "USD"].map((currency) => openAccount(actor, currency))),
    );
  }

  /** Takes a step; true when the server accepted it. It may refuse only what makes no sense. */
  async take(step: Step): Promise<boolean> {
    const { actor } = this;
    const debt = this.debts[step.debt % Math.max(this.debts.length, 1)];
    const row = this.rows[step.row % Math.max(this.rows.length, 1)];
    if (step.verb === "lend" || debt === undefined) return this.lend(step);
    const [debtPath, payment, transaction] = [
      `/v1/debts/${debt}`,
      `/v1/debt-payments/${row}`,
      `/v1/transactions/${row}`,
    ];
    const reply = await {
      pay: () => actor.post(`${debtPath}/payments`, this.payment(step)),
      spend: () => actor.post("/v1/transactions", { ...this.transaction(step), debtId: debt }),
      editPayment: () => actor.patch(payment, this.some(step, this.payment(step), "paymentDate")),
      editTransaction: () => actor.patch(transaction, this.some(step, this.transaction(step), "date")),
      moveTransaction: () => actor.patch(transaction, { debtId: step.allowOverpay ? null : debt }),
      archive: () => actor.patch(step.allowOverpay ? payment : transaction, { showStatus: "archived" }),
      unarchive: () => actor.patch(step.allowOverpay ? payment : transaction, { showStatus: "active" }),
      deletePayment: () => actor.delete(payment),
      deleteTransaction: () => actor.delete(transaction),
      deleteDebt: () => actor.delete(debtPath),
      editDebt: () => actor.patch(debtPath, this.terms(step)),
      cancel: () => actor.patch(debtPath, { status: step.allowOverpay ? "active" : "canceled" }),
      settle: () => actor.post(`${debtPath}/settle`, { accountId: this.accountOf(step) }),
      pushPayment: () =>
        this.push(change("debtPayments", "create", crypto.randomUUID(), { ...this.payment(step), debtId: debt })),
      pushEdit: () =>
        this.push(change("debtPayments", "update", row ?? debt, this.some(step, this.payment(step), "paymentDate"))),
      pushDelete: () => this.push(change(step.allowOverpay ? "debtPayments" : "transactions", "delete", row ?? debt)),
    }[step.verb]();
    if (typeof reply === "boolean") return reply;
    expect([200, 201, 400, 404, 409], reply.text).toContain(reply.status);
    if (reply.status === 409) expect(reply.error?.code).toBe("INVALID_STATE");
    if (reply.status === 201) this.rows.push(reply.data.id);
    // What is gone is refused once, and not picked again.
    if (reply.status === 404 || step.verb.startsWith("delete")) {
      if (OF_DEBTS.has(step.verb)) forget(this.debts, debt);
      else forget(this.rows, row);
    }
    return reply.status < 300;
  }

  private async lend(step: Step): Promise<boolean> {
    const { currency, direction, day, dueDate, interest } = step;
    const account = this.accountOf(step);
    const reply = await this.actor.post("/v1/debts", {
      direction,
      counterpartyName: "Alisher",
      principalAmount: principalOf(step),
      principalCurrency: currency,
      startDate: day,
      dueDate: dueDate !== null && dueDate > day ? dueDate : null,
      fundingAccountId: account,
      payFromAccountId: account,
      returnToAccountId: account,
      ...(interest && { interestMode: interest[0], interestRateAnnual: interest[1] / 100 }),
    });
    expect(reply.status, reply.text).toBe(201);
    this.debts.push(reply.data.id);
    return true;
  }

  private async push(pushed: ReturnType<typeof change>): Promise<boolean> {
    const reply = await this.actor.post("/v1/sync/push", { changes: [pushed] });
    expect(reply.status, reply.text).toBe(200);
    const [{ status, error }] = reply.data.results;
    expect(error?.code, reply.text).not.toBe("INTERNAL_ERROR");
    if (status === "applied" && pushed.operation === "create") this.rows.push(pushed.id);
    return status === "applied";
  }

  private accountOf({ account }: Step): string | null {
    return account === null ? null : (this.accounts[account] ?? null);
  }

  private payment(step: Step) {
    return {
      amount: decimal(step.minor, step.currency),
      currency: step.currency,
      paymentDate: step.day,
      accountId: this.accountOf(step),
      allowOverpay: step.allowOverpay,
    };
  }

  private transaction({ minor, currency, day, account, direction }: Step) {
    return {
      type: direction === "i_owe" ? "expense" : "income",
      categoryId: "food",
      amount: decimal(minor, currency),
      currency,
      date: day,
      accountId: this.accounts[account ?? 0],
    };
  }

  private terms(step: Step): object {
    const { day, interest, dueDate } = step;
    return {
      principalAmount: principalOf(step),
      startDate: day,
      dueDate,
      interestMode: interest?.[0] ?? null,
      interestRateAnnual: interest ? interest[1] / 100 : null,
    };
  }

  /** Some fields of a new body. */
  private some({ fields }: Step, body: Record<string, unknown>, dayField: string): object {
    const names = { amount: ["amount"], day: [dayField], account: ["accountId"], currency: ["currency", "amount"] };
    return Object.fromEntries(fields.flatMap((field) => names[field]).map((name) => [name, body[name]]));
  }
}

describe("debts, payments, transactions and accounts", () => {
  it("agree with a naive recomputation after any history", { timeout: 120_000 }, async () => {
    freezeTime(NOW);
    let [taken, accepted] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 45 }), async (history) => {
        const household = await Household.open();
        for (const step of history) {
          taken += 1;
          if (await household.take(step)) accepted += 1;
        }
        await expectExactDebts(household.actor, TODAY);
      }),
      { numRuns: 8, seed: SEED, endOnFailure: true },
    );
    // Histories that are mostly refused would show nothing.
    expect(accepted / taken).toBeGreaterThan(0.5);
  });
});
