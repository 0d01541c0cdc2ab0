import { describe, expect, it } from "vitest";
import { storedId } from "../../../src/kernel/db/stored-id.ts";
import { addDays } from "../../../src/kernel/time.ts";
import { LIMITS } from "../../../src/limits.ts";
import { change, newId, push, pushOne } from "../../engine/sync/protocol.ts";
import type { Actor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { newPremiumActor } from "../../support/plan.ts";
import { budget, openBudget } from "./budgets.ts";
import { DAY, expense, openAccount, record, refusal } from "./support.ts";

const { activeBudgets, budgetsOfCategory, ownRates, paymentsOfDebt, rebuiltEntries } = LIMITS.finance;
const TOO_MANY = [409, "LIMIT_REACHED"];

async function saver() {
  freezeTime(`${DAY}T07:00:00Z`);
  const actor = await newPremiumActor();
  return { actor, account: await openAccount(actor, "UZS") };
}

/** Creates budgets by one push; their ids. */
async function openBudgets(actor: Actor, bodies: readonly object[]): Promise<string[]> {
  const changes = bodies.map((body) => change("budgets", "create", newId(), body));
  const { results } = await push(actor, changes);
  expect(results.map(({ status, error }) => error ?? status)).toEqual(bodies.map(() => "applied"));
  return changes.map(({ id }) => id);
}

const times = <Value>(count: number, make: (index: number) => Value): Value[] =>
  Array.from({ length: count }, (_, index) => make(index));

const equal = (count: number, fields: object = {}) => times(count, () => budget(fields));
const code = ({ status, error }: { status: number; error: { code: string } | null }) => [status, error?.code];

describe("budgets that count the same transactions", () => {
  it("are as many as one transaction may enter, and one more is refused", async () => {
    const { actor, account } = await saver();
    await openBudgets(actor, equal(budgetsOfCategory - 1, { periodType: "weekly" }));
    await openBudget(actor);
    const { id } = await record(actor, expense(account, 5, "UZS"));
    const refused = await actor.post("/v1/budgets", budget({ categoryIds: ["transport", "food"] }));
    expect(refusal(refused)).toEqual([...TOO_MANY, "categoryIds"]);
    const pushed = await push(actor, [
      change("budgets", "create", newId(), budget()),
      change("budgets", "create", newId(), budget({ categoryIds: ["transport"] })),
    ]);
    expect(pushed.results.map(({ status, error }) => error?.code ?? status)).toEqual(["LIMIT_REACHED", "applied"]);
    expect((await actor.get("/v1/budgets")).meta?.total).toBe(budgetsOfCategory + 1);
    const entries = await actor.db
      .prepare("SELECT count(*) AS n FROM budgetEntries WHERE transactionId = ?")
      .bind(storedId(id))
      .first("n");
    expect(entries).toBe(budgetsOfCategory);
  });

  it.each<[what: string, fields: object]>([
    ["another category", { categoryIds: ["transport"] }],
    ["the other direction", { transactionType: "income" }],
    ["no criteria", { categoryIds: [] }],
  ])("do not count those of %s", async (_what, fields) => {
    const { actor } = await saver();
    await openBudgets(actor, equal(budgetsOfCategory));
    expect((await actor.post("/v1/budgets", budget(fields))).status).toBe(201);
  });

  it("are those of one account and one goal", async () => {
    const { actor, account } = await saver();
    const other = await openAccount(actor, "UZS");
    const goals = await Promise.all(
      times(2, async (index) => {
        const goal = {
          title: `Uy ${index}`,
          goalType: "financial",
          metricType: "amount",
          direction: "increase",
          currency: "UZS",
        };
        return (await actor.post("/v1/goals", goal)).data.id;
      }),
    );
    const ofGoal = (index: number) => ({ budgetType: "project", categoryIds: [], linkedGoalId: goals[index] });
    await openBudgets(actor, [
      ...equal(budgetsOfCategory / 2, { accountId: account }),
      ...equal(budgetsOfCategory / 2, { accountId: other }),
      ...equal(budgetsOfCategory / 2 - 1, ofGoal(0)),
      ...equal(budgetsOfCategory / 2, ofGoal(1)),
    ]);
    // An expense for food from one account for one goal: the budgets of the account and of the goal, and of neither.
    const post = async (fields: object) => code(await actor.post("/v1/budgets", budget(fields)));
    expect(await post(ofGoal(1))).toEqual(TOO_MANY);
    expect(await post({ accountId: account })).toEqual(TOO_MANY);
    expect(await post({})).toEqual(TOO_MANY);
    expect(await post({ ...ofGoal(0), accountId: account })).toEqual([201, undefined]);
    expect(await post({ ...ofGoal(0), accountId: account })).toEqual(TOO_MANY);
    expect(await post({ categoryIds: ["transport"] })).toEqual([201, undefined]);
  });

  it("include those of all categories, and of the category above", async () => {
    const { actor, account } = await saver();
    await openBudgets(actor, [
      ...equal(budgetsOfCategory - 2, { categoryIds: ["groceries"] }),
      budget({ categoryIds: [], accountId: account }),
      budget({ categoryIds: ["food"] }),
    ]);
    const post = async (fields: object) => code(await actor.post("/v1/budgets", budget(fields)));
    expect(await post({ categoryIds: ["groceries"] })).toEqual(TOO_MANY);
    expect(await post({ categoryIds: ["food"] })).toEqual(TOO_MANY);
    expect(await post({ categoryIds: [], accountId: account })).toEqual(TOO_MANY);
    expect(await post({ categoryIds: ["transport"] })).toEqual([201, undefined]);
  });

  it("are refused when they come to it by an edit or from the archive", async () => {
    const { actor } = await saver();
    const [first = "", second = "", third = ""] = await openBudgets(actor, equal(budgetsOfCategory));
    const elsewhere = await openBudget(actor, { categoryIds: ["transport"] });
    const edit = (id: string, patch: object) => actor.patch(`/v1/budgets/${id}`, patch);
    expect(refusal(await edit(elsewhere, { categoryIds: ["food"] }))).toEqual([...TOO_MANY, "categoryIds"]);
    expect((await actor.get(`/v1/budgets/${elsewhere}`)).data.categoryIds).toEqual(["transport"]);
    await edit(first, { showStatus: "archived" });
    expect((await edit(elsewhere, { categoryIds: ["food"] })).status).toBe(200);
    expect(refusal(await edit(first, { showStatus: "active" }))).toEqual([...TOO_MANY, "categoryIds"]);
    expect((await edit(second, { name: "Taom", limitAmount: 3, periodType: "weekly" })).status).toBe(200);
    await edit(third, { showStatus: "archived" });
    expect((await edit(first, { showStatus: "active" })).status).toBe(200);
    expect(code(await actor.post("/v1/budgets", budget()))).toEqual(TOO_MANY);
  });

  it("give one success and one refusal to twins at the last place", async () => {
    const { actor } = await saver();
    await openBudgets(actor, equal(budgetsOfCategory - 1));
    const replies = await Promise.all([1, 2].map(() => actor.post("/v1/budgets", budget())));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect((await actor.get("/v1/budgets")).meta?.total).toBe(budgetsOfCategory);
  });
});

describe("active budgets", () => {
  it("are bounded, and archived ones are not counted", async () => {
    const { actor } = await saver();
    const [first = ""] = await openBudgets(
      actor,
      times(activeBudgets, (index) => budget({ categoryIds: [`c${index}`] })),
    );
    const one = () => actor.post("/v1/budgets", budget({ categoryIds: ["other"] }));
    expect(refusal(await one())).toEqual([...TOO_MANY, undefined]);
    await actor.patch(`/v1/budgets/${first}`, { showStatus: "archived" });
    expect((await one()).status).toBe(201);
    expect(refusal(await actor.patch(`/v1/budgets/${first}`, { showStatus: "active" }))).toEqual([
      ...TOO_MANY,
      undefined,
    ]);
  });
});

/** Copies one row of a table until there are `count` in all, whose ids are new. */
async function copyRow({ db }: Actor, table: string, id: string, count: number): Promise<void> {
  const { results } = await db.prepare(`SELECT name FROM pragma_table_info('${table}')`).all();
  const columns = results.map(({ name }) => String(name));
  const own: Record<string, string> = { id: "printf('-%019d--', value)", seq: "NULL" };
  const values = columns.map((name) => own[name] ?? name);
  await db
    .prepare(
      `WITH RECURSIVE counter(value) AS (SELECT 2 UNION ALL SELECT value + 1 FROM counter WHERE value < ?1)
    INSERT INTO ${table} (${columns.join(", ")}) SELECT ${values.join(", ")} FROM ${table}, counter WHERE id = ?2`,
    )
    .bind(count, storedId(id))
    .run();
}

describe("a budget that begins with stored transactions", () => {
  it("takes as many as one write may, and is refused beyond", { timeout: 20_000 }, async () => {
    const { actor, account } = await saver();
    const { id } = await record(actor, expense(account, 1, "UZS"));
    await copyRow(actor, "transactions", id, rebuiltEntries);
    const body = budget({ periodType: "none" });
    const full = await actor.post("/v1/budgets", body);
    expect([full.status, full.data.spentAmount]).toEqual([201, rebuiltEntries]);
    expect((await actor.patch(`/v1/budgets/${full.data.id}`, { showStatus: "archived" })).status).toBe(200);
    await record(actor, expense(account, 1, "UZS"));
    expect(refusal(await actor.post("/v1/budgets", body))).toEqual([...TOO_MANY, "startDate"]);
    expect(refusal(await actor.patch(`/v1/budgets/${full.data.id}`, { showStatus: "active" }))).toEqual([
      ...TOO_MANY,
      "startDate",
    ]);
    expect((await actor.post("/v1/budgets", { ...body, startDate: "2024-12-18" })).status).toBe(201);
  });

  it("shares that with the other budgets of a push", async () => {
    const { actor, account } = await saver();
    const { id } = await record(actor, expense(account, 1, "UZS"));
    await copyRow(actor, "transactions", id, rebuiltEntries / 4);
    const bodies = equal(5, { periodType: "none" });
    const { results } = await push(
      actor,
      bodies.map((body) => change("budgets", "create", newId(), body)),
    );
    const [last, ...others] = results.map(({ status, error }) => error?.code ?? status).toReversed();
    expect([last, others]).toEqual(["LIMIT_REACHED", Array(4).fill("applied")]);
  });
});

describe("payments of a debt", () => {
  it("are bounded, by themselves and through transactions", async () => {
    const { actor, account } = await saver();
    const debt = { direction: "i_owe", counterpartyName: "Bank", principalCurrency: "UZS", startDate: "2024-12-01" };
    const { id: debtId } = (await actor.post("/v1/debts", { ...debt, principalAmount: 100_000 })).data;
    const pay = (fields: object = {}) =>
      actor.post(`/v1/debts/${debtId}/payments`, { amount: 1, paymentDate: DAY, ...fields });
    const first = await pay();
    await copyRow(actor, "debtPayments", first.data.id, paymentsOfDebt - 1);
    const twins = await Promise.all([pay(), pay()]);
    expect(twins.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect((await actor.get(`/v1/debts/${debtId}`)).data.outstandingAmount).toBe(100_000 - paymentsOfDebt);
    const spent = expense(account, 1, "UZS", { debtId });
    expect(refusal(await actor.post("/v1/transactions", spent))).toEqual([...TOO_MANY, "debtId"]);
    const pushed = await pushOne(actor, change("transactions", "create", newId(), spent));
    expect(pushed.error.code).toBe("LIMIT_REACHED");
    expect(refusal(await actor.post(`/v1/debts/${debtId}/settle`, {}))).toEqual([...TOO_MANY, "debtId"]);
    expect((await actor.get("/v1/transactions")).meta?.total).toBe(0);
    expect((await actor.delete(`/v1/debts/${debtId}/payments/${first.data.id}`)).status).toBe(200);
    expect((await pay()).status).toBe(201);
  });
});

describe("rates of one's own", () => {
  it("are bounded; one of them may still be replaced", async () => {
    const { actor } = await saver();
    const rate = { fromCurrency: "USD", toCurrency: "UZS", rate: 13000, date: "2024-01-01", isOverridden: true };
    const { data } = await actor.post("/v1/fx-rates", rate);
    await actor.db
      .prepare(
        `WITH RECURSIVE counter(value) AS (SELECT 2 UNION ALL SELECT value + 1 FROM counter WHERE value < ?1)
      INSERT INTO fxRates (id, owner, date, fromCurrency, toCurrency, rate, source, isOverridden, createdAt, updatedAt)
      SELECT lower(hex(randomblob(16))), owner, date(date, '-' || value || ' days'), fromCurrency, toCurrency, rate, source, 1, 0, 0
      FROM fxRates, counter WHERE id = ?2`,
      )
      .bind(ownRates - 1, data.id)
      .run();
    const enter = (date: string) => actor.post("/v1/fx-rates", { ...rate, date });
    const twins = await Promise.all([enter("2024-01-02"), enter("2024-01-03")]);
    expect(twins.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(refusal(await enter("2024-01-04"))).toEqual([...TOO_MANY, undefined]);
    const replaced = await actor.post("/v1/fx-rates", { ...rate, rate: 14000 });
    expect([replaced.status, replaced.data.id, replaced.data.rate]).toEqual([201, data.id, 14000]);
    await actor.delete(`/v1/fx-rates/${data.id}`);
    expect((await enter("2024-01-04")).status).toBe(201);
  });
});

describe("a push of every currency and of as many days", () => {
  // Looking up all pairs of its currencies on all of its days, 500 of them, took five times as long.
  it("takes no longer than one that has less of both", async () => {
    const { actor } = await saver();
    const { results: rates } = await actor.db
      .prepare("SELECT DISTINCT fromCurrency AS code FROM fxRates WHERE owner = 0 AND toCurrency = 'UZS' ORDER BY 1")
      .all<{ code: string }>();
    const accounts = rates.map(({ code }) => ({ id: newId(), code }));
    const opened = accounts.map(({ id, code }) =>
      change("accounts", "create", id, { name: code, accountType: "cash", currency: code }),
    );
    const spent = times(200, (index) => {
      const { id, code } = accounts[index % accounts.length] ?? { id: "", code: "" };
      return change("transactions", "create", newId(), expense(id, 1, code, { date: addDays("2024-01-01", index) }));
    });
    const { results } = await push(actor, [...opened, ...spent]);
    expect(new Set(results.map(({ status }) => status))).toEqual(new Set(["applied"]));
    const dollars = spent.find(({ data }) => "currency" in (data ?? {}) && Object(data).currency === "USD");
    expect((await actor.get(`/v1/transactions/${dollars?.id}`)).data.rateUsedToBase).toBe(12338.77);
    const whole = await openBudget(actor, { periodType: "none" });
    expect((await actor.get(`/v1/budgets/${whole}/entries`)).meta?.total).toBe(spent.length);
  });
});
