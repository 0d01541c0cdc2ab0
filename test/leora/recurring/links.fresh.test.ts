import { describe, expect, it } from "vitest";
import { change, newId, pushOne } from "../../engine/sync/protocol.ts";
import { newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { openAccount } from "../finance/support.ts";
import { recur } from "./support.ts";

// Templates and edits of occurrences link to other rows. Devices may write their ids in upper case, as iOS does.

async function user() {
  freezeTime("2026-03-10T07:00:00Z");
  const actor = await newActor();
  const goal = { title: "Kitob", goalType: "personal", metricType: "count", direction: "increase" };
  const created = await actor.post("/v1/goals", goal);
  expect(created.status, created.text).toBe(201);
  const goalId: string = created.data.id;
  return { actor, goalId, template: { title: "Suv ichish", goalId: goalId.toUpperCase() } };
}

const BODY = { entity: "tasks", rrule: "FREQ=DAILY", startDate: "2026-03-12" };

describe("ids in upper case", () => {
  it("lead from a template and its overrides to their rows", async () => {
    const { actor, goalId, template } = await user();
    const overrides = { "2026-03-13": { goalId: goalId.toUpperCase() } };
    const { id } = await recur(actor, { ...BODY, overrides });
    expect((await actor.patch(`/v1/recurring/${id}`, { template })).data.template.goalId).toBe(goalId);
  });

  it("do so in a push", async () => {
    const { actor, goalId, template } = await user();
    const result = await pushOne(actor, change("recurrences", "create", newId(), { ...BODY, template }));
    expect(result).toMatchObject({ status: "applied", data: { template: { goalId } } });
  });

  it("do so when an edit splits the series", async () => {
    const { actor, goalId, template } = await user();
    const { id } = await recur(actor, BODY);
    const edit = { data: { goalId: template.goalId }, scope: "following" };
    const reply = await actor.post(`/v1/recurring/${id}/occurrences/2026-03-14`, edit);
    expect(reply.status, reply.text).toBe(200);
    expect(reply.data.recurrence.template.goalId).toBe(goalId);
  });
});

describe("an edit of one occurrence", () => {
  it("may link a created row, whatever it says of fields that the series sets itself", async () => {
    freezeTime("2026-03-10T07:00:00Z");
    const actor = await newActor();
    const accountId = await openAccount(actor, "UZS");
    const debt = { direction: "i_owe", counterpartyName: "Bank", principalAmount: 100, principalCurrency: "UZS" };
    const { data } = await actor.post("/v1/debts", { ...debt, startDate: "2026-03-01" });
    const template = { type: "expense", accountId, amount: 30, currency: "UZS", categoryId: "food" };
    const body = { entity: "transactions", template, rrule: "FREQ=DAILY", startDate: "2026-03-10" };
    const { id } = await recur(actor, body);
    const edit = { data: { debtId: data.id, recurringId: 5 } };
    const reply = await actor.post(`/v1/recurring/${id}/occurrences/2026-03-10`, edit);
    expect(reply.status, reply.text).toBe(200);
    expect((await actor.get(`/v1/debts/${data.id}`)).data.outstandingAmount).toBe(70);
  });
});
