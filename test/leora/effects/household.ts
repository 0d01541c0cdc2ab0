import { expect } from "vitest";
import { change } from "../../engine/sync/protocol.ts";
import type { Actor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { newPremiumActor } from "../../support/plan.ts";
import { type Step, VERBS } from "./steps.ts";

/** Noon in Tashkent, a Wednesday. */
const NOW = "2026-03-18T07:00:00Z";
export const TODAY = "2026-03-18";

/** How a write reaches the server. Neighbouring writes by sync or bulk go in one request. */
export type Channel = "rest" | "sync" | "bulk";
type Operation = "create" | "update" | "delete";

interface Waiting {
  entity: string;
  operation: Operation;
  id: string;
  data: object;
}

const PATHS: Readonly<Record<string, string>> = {
  transactions: "transactions",
  tasks: "tasks",
  debtPayments: "debt-payments",
  goalCheckIns: "goal-check-ins",
  habitCompletions: "habit-completions",
  budgets: "budgets",
  debts: "debts",
  goals: "goals",
};
const BULK = new Set(["transactions", "tasks"]);
const REFUSALS = [400, 404, 409];

/** One user with a bit of everything, linked every way there is. */
export class Household {
  readonly ids: Record<string, string> = {};
  readonly rows: Record<string, string[]> = {
    transactions: [],
    tasks: [],
    debtPayments: [],
    goalCheckIns: [],
    habitCompletions: [],
  };
  readonly tally = { sent: 0, accepted: 0 };
  private channel: Channel = "rest";
  private waiting: Waiting[] = [];

  private constructor(readonly actor: Actor) {}

  static async open(): Promise<Household> {
    freezeTime(NOW);
    const household = new Household(await newPremiumActor());
    await household.furnish();
    return household;
  }

  private async furnish(): Promise<void> {
    const add = async (name: string, path: string, body: object) => {
      const reply = await this.actor.post(`/v1/${path}`, body);
      expect(reply.status, `${name}: ${reply.text}`).toBe(201);
      this.ids[name] = reply.data.id;
    };
    const account = (name: string, currency: string) =>
      add(name, "accounts", { name, accountType: "card", currency, initialBalance: 1000 });
    await account("card", "UZS");
    await account("cash", "UZS");
    await account("dollars", "USD");

    const budget = (name: string, body: object) =>
      add(name, "budgets", { name, budgetType: "category", currency: "UZS", limitAmount: 1000, ...body });
    await budget("food", { categoryIds: ["food"], periodType: "monthly", notifyOnExceed: true });
    await budget("fromCard", { accountId: this.ids.card, periodType: "weekly", startDate: "2026-02-01" });
    await budget("named", { periodType: "none" });
    await budget("ways", {
      categoryIds: ["transport"],
      periodType: "weekly",
      startDate: "2026-02-09",
      rolloverMode: "carryover",
    });

    const goal = (name: string, body: object) =>
      add(name, "goals", {
        title: name,
        goalType: "financial",
        metricType: "amount",
        direction: "increase",
        targetValue: 5000,
        ...body,
      });
    const personal = { goalType: "personal", metricType: "count", targetValue: 40 };
    await goal("steps", personal);
    await goal("weight", {
      ...personal,
      metricType: "weight",
      direction: "decrease",
      initialValue: 90,
      targetValue: 70,
    });

    const habit = (name: string, body: object) => add(name, "habits", { title: name, habitType: "finance", ...body });
    await habit("noFood", { financeRule: { type: "no_spend_in_categories", categoryIds: ["food"] } });
    await habit("learning", {
      goalId: this.ids.steps,
      financeRule: { type: "spend_in_categories", categoryIds: ["transport"], minAmount: 500, currency: "UZS" },
    });
    await habit("frugal", { financeRule: { type: "daily_spend_under", amount: 900, currency: "UZS" } });
    await habit("dollarDay", { financeRule: { type: "has_any_transactions", accountIds: [this.ids.dollars] } });
    await habit("named habit", { linkedGoalIds: [this.ids.steps] });
    await habit("running", { habitType: "health", completionMode: "numeric", targetPerDay: 3, goalId: this.ids.steps });
    await habit("reading", { habitType: "education" });
    await habit("chore", { habitType: "personal" });

    const debt = (name: string, body: object) =>
      add(name, "debts", { counterpartyName: name, principalCurrency: "UZS", startDate: "2026-01-05", ...body });
    await debt("owed", {
      direction: "i_owe",
      principalAmount: 3000,
      receivedToAccountId: this.ids.card,
      payFromAccountId: this.ids.cash,
    });
    await debt("lent", {
      direction: "they_owe_me",
      principalAmount: 5000,
      interestRateAnnual: 24,
      interestMode: "simple",
    });

    await debt("favour", { direction: "they_owe_me", principalAmount: 4000, lentFromAccountId: this.ids.cash });
    await goal("savings", { financeMode: "save", currency: "UZS" });
    await goal("eating", { financeMode: "spend", currency: "UZS", linkedBudgetId: this.ids.food });
    await goal("favours", { financeMode: "debt_close", currency: "UZS", linkedDebtId: this.ids.favour });
    await goal("freedom", { financeMode: "debt_close", currency: "UZS", linkedDebtId: this.ids.owed });

    for (const name of ["first", "second", "third"]) {
      await add(name, "tasks", { title: name, progressValue: 5, ...(name === "first" && { goalId: this.ids.steps }) });
      this.rows.tasks?.push(this.id(name));
    }
    await this.actor.patch(`/v1/tasks/${this.id("third")}`, { habitId: this.id("chore") });
    const linked = await this.actor.patch(`/v1/goals/${this.id("steps")}`, {
      linkedTaskIds: [this.id("first"), this.id("second")],
      linkedHabitIds: [this.id("reading"), this.id("running")],
    });
    expect(linked.status, linked.text).toBe(200);
  }

  id(name: string): string {
    const id = this.ids[name];
    if (id === undefined) throw new Error(`No ${name}`);
    return id;
  }

  /** Takes a step by its channel. */
  async take(step: Step): Promise<void> {
    await VERBS[step.verb]?.run(this, step);
  }

  /** Sends a write, now or with its neighbours. */
  async write(channel: Channel, write: Waiting): Promise<void> {
    const actual = channel === "bulk" && !BULK.has(write.entity) ? "rest" : channel;
    const [first] = this.waiting;
    if (actual !== this.channel || (actual === "bulk" && first && first.entity !== write.entity)) await this.flush();
    this.channel = actual;
    this.waiting.push(write);
    if (actual === "rest") await this.flush();
  }

  /** Sends what waits. */
  async flush(): Promise<void> {
    const [waiting, channel] = [this.waiting, this.channel];
    this.waiting = [];
    if (waiting.length === 0) return;
    this.tally.sent += waiting.length;
    this.tally.accepted += await { rest: this.byRest, sync: this.bySync, bulk: this.byBulk }[channel](waiting);
  }

  /** Brings a deleted row back, as a person does who insists on a late edit. */
  async restore(entity: string, id: string, data: object): Promise<void> {
    await this.flush();
    const pushed = await this.actor.post("/v1/sync/push", { changes: [change(entity, "update", id, data)] });
    const [{ status, conflictId }] = pushed.data.results;
    if (status !== "conflict") return;
    const resolution = { entity, id, resolution: "use_local", conflictId };
    const resolved = await this.actor.post("/v1/sync/resolve-conflict", resolution);
    expect([200, ...REFUSALS], resolved.text).toContain(resolved.status);
  }

  /** Days that any transaction was ever on. */
  async touchedDays(): Promise<string[]> {
    const { results } = await this.actor.db
      .prepare(
        `SELECT date AS day FROM transactions WHERE owner = ?1
       UNION SELECT changes ->> '$.date[0]' FROM revisions WHERE owner = ?1 AND entity = 'transactions'
       UNION SELECT changes ->> '$.date[1]' FROM revisions WHERE owner = ?1 AND entity = 'transactions'`,
      )
      .bind(this.actor.owner)
      .all<{ day: string | null }>();
    return results.flatMap(({ day }) => day ?? []);
  }

  private byRest = async (waiting: readonly Waiting[]): Promise<number> => {
    let accepted = 0;
    for (const { entity, operation, id, data } of waiting) {
      const path = `/v1/${PATHS[entity]}`;
      const reply = await {
        create: () => this.actor.post(path, { id, ...data }),
        update: () => this.actor.patch(`${path}/${id}`, data),
        delete: () => this.actor.delete(`${path}/${id}`),
      }[operation]();
      expect([200, 201, ...REFUSALS], reply.text).toContain(reply.status);
      if (reply.status < 300) accepted += 1;
    }
    return accepted;
  };

  private bySync = async (waiting: readonly Waiting[]): Promise<number> => {
    const changes = waiting.map(({ entity, operation, id, data }) => change(entity, operation, id, data));
    const reply = await this.actor.post("/v1/sync/push", { changes });
    expect(reply.status, reply.text).toBe(200);
    return this.applied(reply.data.results);
  };

  private byBulk = async (waiting: readonly Waiting[]): Promise<number> => {
    const items = waiting.map(({ operation, id, data }) => ({ operation, id, data }));
    const reply = await this.actor.post(`/v1/${PATHS[waiting[0]?.entity ?? ""]}/bulk`, { items });
    expect(reply.status, reply.text).toBe(200);
    return this.applied(reply.data.results);
  };

  private applied(results: { status: string; error?: { code: string } }[]): number {
    for (const { error } of results) expect(error?.code).not.toBe("INTERNAL_ERROR");
    return results.filter(({ status }) => status === "applied" || status === "merged").length;
  }
}
