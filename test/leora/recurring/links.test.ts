import { describe, expect, it } from "vitest";
import { change, newId, pushOne } from "../../engine/sync/protocol.ts";
import { newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { recur } from "./support.ts";

// Devices may write ids in upper case (iOS does): what a template links to is found all the same.

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
