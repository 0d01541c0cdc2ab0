import { describe, expect, it } from "vitest";
import type { Actor } from "../../support/actor.ts";
import { passTime } from "../../support/clock.ts";
import {
  budgetOf,
  change,
  entriesOf,
  expectProven,
  household,
  later,
  openBudget,
  spend,
  wealthyHousehold,
} from "./budgets.ts";
import { midnight } from "./midnight.ts";

const MINUTES = 60_000;

const standing = async (actor: Actor, id: string) => {
  const { periodStart, periodEnd, spentAmount, carriedAmount, remainingAmount, contributionTotal } = await budgetOf(
    actor,
    id,
  );
  return [periodStart, periodEnd, spentAmount, carriedAmount, remainingAmount, contributionTotal];
};

describe("periods", () => {
  it("weeks run from Monday to Sunday, months by the calendar, others from their first day to their last", async () => {
    const { actor } = await wealthyHousehold();
    const period = async (fields: object) => {
      const { periodStart, periodEnd } = await budgetOf(actor, await openBudget(actor, fields));
      return [periodStart, periodEnd];
    };
    expect(await period({ periodType: "weekly" })).toEqual(["2026-03-16", "2026-03-22"]);
    expect(await period({ periodType: "monthly" })).toEqual(["2026-03-01", "2026-03-31"]);
    expect(await period({ periodType: "none" })).toEqual([null, null]);
    expect(await period({ periodType: "none", startDate: "2026-01-05" })).toEqual(["2026-01-05", null]);
    const range = { startDate: "2026-03-05", endDate: "2026-04-10" };
    expect(await period({ periodType: "custom_range", ...range })).toEqual(["2026-03-05", "2026-04-10"]);
    // Cut to the budget's life: the first period while it is to come, the last one when it is over.
    expect(await period({ periodType: "monthly", ...range })).toEqual(["2026-03-05", "2026-03-31"]);
    expect(await period({ periodType: "monthly", startDate: "2026-05-20" })).toEqual(["2026-05-20", "2026-05-31"]);
    expect(await period({ periodType: "weekly", endDate: "2026-03-10" })).toEqual(["2026-03-09", "2026-03-10"]);
  });

  it("are of the user's time zone", async () => {
    // Still February in Honolulu, already March in Tashkent.
    const { actor } = await household("2026-02-28T22:00:00Z");
    const there = await openBudget(actor);
    expect((await budgetOf(actor, there)).periodStart).toBe("2026-03-01");
    await actor.patch("/v1/users/me", { timezone: "Pacific/Honolulu" });
    expect((await budgetOf(actor, await openBudget(actor))).periodStart).toBe("2026-02-01");
  });

  it("what is outside is kept and not counted; ends count", async () => {
    const { actor, account } = await household();
    const month = await openBudget(actor);
    const days = ["2026-02-28", "2026-03-01", "2026-03-31", "2026-04-01"];
    for (const [index, date] of days.entries()) await spend(actor, account, 10 ** index, { date });
    expect(await standing(actor, month)).toEqual(["2026-03-01", "2026-03-31", 110, 0, 890, 1110]);
    expect((await entriesOf(actor, month)).map(([, amount, , isCounted]: unknown[]) => [amount, isCounted])).toEqual([
      [1000, false],
      [100, true],
      [10, true],
      [1, false],
    ]);
  });
});

describe("the next period", () => {
  it("begins at the user's midnight, by cron, and takes what was written ahead", async () => {
    // 23:30 of March 31 in Tashkent.
    const { actor, account } = await household("2026-03-31T18:30:00Z");
    const month = await openBudget(actor);
    await spend(actor, account, 100);
    await spend(actor, account, 7, { date: "2026-04-01" });
    await midnight();
    expect(await standing(actor, month)).toEqual(["2026-03-01", "2026-03-31", 100, 0, 900, 107]);
    const { cursor } = (await actor.get("/v1/sync/pull")).data;

    passTime(45 * MINUTES);
    await midnight();
    expect(await standing(actor, month)).toEqual(["2026-04-01", "2026-04-30", 7, 0, 993, 107]);
    const pulled = (await actor.get(`/v1/sync/pull?cursor=${cursor}`)).data.changes;
    expect(pulled.map(({ id, data }: { id: string; data: object }) => ({ id, ...data }))).toEqual([
      expect.objectContaining({ id: month, spentAmount: 7, periodStart: "2026-04-01" }),
    ]);
    await midnight();
    expect((await actor.get(`/v1/sync/pull?cursor=${cursor}`)).data.changes).toEqual(pulled);
    await expectProven(actor, month);
  });

  it("is what a read shows, and what a write counts in, before cron has come", async () => {
    const { actor, account } = await household("2026-03-31T18:30:00Z");
    const month = await openBudget(actor, { rolloverMode: "carryover" });
    await spend(actor, account, 100);
    passTime(45 * MINUTES);
    expect(await standing(actor, month)).toEqual(["2026-04-01", "2026-04-30", 0, 900, 1900, 100]);
    await spend(actor, account, 5, { date: "2026-04-01" });
    expect(await standing(actor, month)).toEqual(["2026-04-01", "2026-04-30", 5, 900, 1895, 105]);
    await midnight();
    expect(await standing(actor, month)).toEqual(["2026-04-01", "2026-04-30", 5, 900, 1895, 105]);
    await expectProven(actor, month);
  });

  it("carries what is left, or overspent, over as many periods as passed", async () => {
    const { actor, account } = await household();
    const carrying = await openBudget(actor, { rolloverMode: "carryover" });
    const forgetting = await openBudget(actor);
    await spend(actor, account, 1300);
    await spend(actor, account, 50, { date: "2026-05-02" });
    const then = await later(actor, "2026-06-10T08:00:00Z");
    await midnight();
    // 1000 − 1300, + 1000 of April, + 1000 − 50 of May.
    expect(await standing(then, carrying)).toEqual(["2026-06-01", "2026-06-30", 0, 1650, 2650, 1350]);
    expect(await standing(then, forgetting)).toEqual(["2026-06-01", "2026-06-30", 0, 0, 1000, 1350]);
    // What is written late into a period that is over changes what it left.
    await spend(then, account, 30, { date: "2026-04-15" });
    expect(await standing(then, carrying)).toEqual(["2026-06-01", "2026-06-30", 0, 1620, 2620, 1380]);
    await expectProven(then, carrying);
    await expectProven(then, forgetting);
  });

  it("counts what was written ahead once, in its own period", async () => {
    const { actor, account } = await household();
    const id = await openBudget(actor, { rolloverMode: "carryover" });
    await spend(actor, account, 50, { date: "2026-05-02" });
    const seen = [];
    for (const month of ["04", "05", "06", "07"]) {
      const then = await later(actor, `2026-${month}-10T08:00:00Z`);
      await midnight();
      const { spentAmount, carriedAmount } = await budgetOf(then, id);
      seen.push([spentAmount, carriedAmount]);
    }
    expect(seen).toEqual([
      [0, 1000],
      [50, 2000],
      [0, 2950],
      [0, 3950],
    ]);
  });

  it("carries nothing from before the start date, and everything since", async () => {
    const { actor, account } = await household();
    await spend(actor, account, 100, { date: "2026-01-31" });
    await spend(actor, account, 10, { date: "2026-02-03" });
    await spend(actor, account, 1);
    const since = await openBudget(actor, { rolloverMode: "carryover", startDate: "2026-02-01" });
    expect(await standing(actor, since)).toEqual(["2026-03-01", "2026-03-31", 1, 990, 1989, 11]);
    const now = await openBudget(actor, { rolloverMode: "carryover" });
    expect(await standing(actor, now)).toEqual(["2026-03-01", "2026-03-31", 1, 0, 999, 1]);
    await expectProven(actor, since);
  });

  it("keeps the limits of the past when the limit changes", async () => {
    const { actor } = await household();
    const id = await openBudget(actor, { rolloverMode: "carryover" });
    const april = await later(actor, "2026-04-10T08:00:00Z");
    expect(await change(april, id, { limitAmount: 10 })).toMatchObject({ carriedAmount: 1000, remainingAmount: 1010 });
    const may = await later(actor, "2026-05-10T08:00:00Z");
    expect(await budgetOf(may, id)).toMatchObject({ carriedAmount: 1010, remainingAmount: 1020 });
    expect(await change(may, id, { rolloverMode: "none" })).toMatchObject({ carriedAmount: 0, remainingAmount: 10 });
    await expectProven(may, id);
  });

  it("does not come after the last day, nor to archived budgets", async () => {
    const { actor, account } = await household();
    const ending = await openBudget(actor, { endDate: "2026-03-20" });
    const archived = await openBudget(actor);
    await spend(actor, account, 10);
    await change(actor, archived, { showStatus: "archived" });
    const then = await later(actor, "2026-05-10T08:00:00Z");
    await midnight();
    expect(await standing(then, ending)).toEqual(["2026-03-01", "2026-03-20", 10, 0, 990, 10]);
    expect(await standing(then, archived)).toEqual(["2026-03-01", "2026-03-31", 10, 0, 990, 10]);
    await spend(then, account, 5, { date: "2026-05-03" });
    expect(await change(then, archived, { showStatus: "active" })).toMatchObject({
      periodStart: "2026-05-01",
      spentAmount: 5,
      carriedAmount: 0,
    });
    expect(await standing(then, ending)).toEqual(["2026-03-01", "2026-03-20", 10, 0, 990, 10]);
  });
});

describe("a budget that is exceeded", () => {
  const told = async (actor: Actor) =>
    (await actor.get("/v1/notifications?sortOrder=asc")).data.map(
      ({ kind, title, entity, entityId, data }: Record<string, unknown>) => ({ kind, title, entity, entityId, data }),
    );

  it("tells once, and again after it fell back, and again in the next period", async () => {
    const { actor, account } = await household();
    const id = await openBudget(actor, { name: "Oziq-ovqat", notifyOnExceed: true });
    const socket = await actor.connect();
    await socket.next("hello");
    await spend(actor, account, 1000);
    expect(await told(actor)).toEqual([]);
    const second = await spend(actor, account, 1);
    const notice = (spent: number) => ({
      kind: "budget_exceeded",
      title: "Oziq-ovqat",
      entity: "budgets",
      entityId: id,
      data: { limit: 1000, spent, currency: "UZS" },
    });
    expect(await told(actor)).toEqual([notice(1001)]);
    await spend(actor, account, 50);
    expect(await told(actor)).toHaveLength(1);
    await actor.patch(`/v1/transactions/${second}`, { showStatus: "archived" });
    await change(actor, id, { limitAmount: 2000 });
    await change(actor, id, { limitAmount: 1000 });
    expect(await told(actor)).toEqual([notice(1001), notice(1050)]);
    const april = await later(actor, "2026-04-10T08:00:00Z");
    await spend(april, account, 1200, { date: "2026-04-02" });
    expect(await told(april)).toEqual([notice(1001), notice(1050), notice(1200)]);
    const heard = new Set<string>();
    while (!heard.has("notifications") || !heard.has("budgets")) {
      heard.add((await socket.next("entity:updated")).data.entity);
    }
  });

  it("says nothing unless asked to, and is over by what it spent too much", async () => {
    const { actor, account } = await household();
    const id = await openBudget(actor);
    await spend(actor, account, 1500);
    expect(await budgetOf(actor, id)).toMatchObject({ isOverspent: true, remainingAmount: -500, percentUsed: 150 });
    expect(await told(actor)).toEqual([]);
    await change(actor, id, { notifyOnExceed: true });
    expect(await told(actor)).toHaveLength(1);
  });

  it("is told exactly once of two expenses at the same time", async () => {
    const { actor, account } = await household();
    const id = await openBudget(actor, { notifyOnExceed: true });
    await Promise.all([600, 600, 600].map((amount) => spend(actor, account, amount)));
    expect(await budgetOf(actor, id)).toMatchObject({ spentAmount: 1800 });
    expect(await told(actor)).toHaveLength(1);
  });
});

it.each([0, 1])("budgets and transactions written at the same time find each other (%i)", async (first) => {
  const { actor, account } = await wealthyHousehold();
  const writes = Array.from({ length: 20 }, (_, index) =>
    index % 2 === first ? openBudget(actor, { name: String(index) }) : spend(actor, account, 10),
  );
  await Promise.all(writes);
  const { data } = await actor.get("/v1/budgets?limit=100");
  expect(data.map(({ spentAmount }: { spentAmount: number }) => spentAmount)).toEqual(Array(10).fill(100));
  for (const { id } of data) await expectProven(actor, id);
});
