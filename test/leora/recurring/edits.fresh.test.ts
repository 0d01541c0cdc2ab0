import { describe, expect, it } from "vitest";
import { occurrenceId } from "../../../src/leora/recurring/rules.ts";
import { change, push, pushOne } from "../../engine/sync/protocol.ts";
import { newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { balanceOf, openAccount, refusal } from "../finance/support.ts";
import { cron, later, preview, read, recur, taskDays } from "./support.ts";

const NOON = "2026-03-10T07:00:00Z"; // A Tuesday, 12:00 in Tashkent

async function daily(body: object = {}) {
  freezeTime(NOON);
  const actor = await newActor();
  return { actor, ...(await recur(actor, { rrule: "FREQ=DAILY", startDate: "2026-03-10", ...body })) };
}

describe("the preview", () => {
  it("shows every date of the window with what became of it, in one call", async () => {
    const { actor, id } = await daily({ exceptions: ["2026-03-12"] });
    const reply = await actor.get(`/v1/recurring/${id}/occurrences?from=2026-03-09&to=2026-03-13`);
    expect(reply.headers.get("server-timing")).toContain('d1;desc="1"');
    expect(reply.data).toEqual([
      { date: "2026-03-10", id: occurrenceId(id, "2026-03-10"), status: "materialized" },
      { date: "2026-03-11", id: occurrenceId(id, "2026-03-11"), status: "upcoming" },
      { date: "2026-03-12", id: occurrenceId(id, "2026-03-12"), status: "skipped" },
      { date: "2026-03-13", id: occurrenceId(id, "2026-03-13"), status: "upcoming" },
    ]);
    expect((await actor.get(`/v1/recurring/${id}/occurrences`)).data).toHaveLength(91);
  });

  it("ends with the series", async () => {
    const { actor, id } = await daily({ rrule: "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", startDate: "2027-01-01" });
    expect(await preview(actor, id, "2027-01-01", "2027-12-31")).toEqual([
      "2027-01-31 upcoming",
      "2027-02-28 upcoming",
    ]);
  });

  it("has its bounds", async () => {
    const { actor, id } = await daily();
    const refused = async (query: string) => refusal(await actor.get(`/v1/recurring/${id}/occurrences?${query}`));
    expect(await refused("from=2026-03-11&to=2026-03-10")).toEqual([400, "VALIDATION_ERROR", "to"]);
    expect(await refused("from=2026-03-11&to=2028-03-10")).toEqual([400, "VALIDATION_ERROR", "to"]);
    expect((await actor.get(`/v1/recurring/${crypto.randomUUID()}/occurrences`)).status).toBe(404);
  });
});

describe("skipping", () => {
  it("creates nothing for a date to come", async () => {
    const { actor, id } = await daily();
    const reply = await actor.post(`/v1/recurring/${id}/skip`, { date: "2026-03-11" });
    expect(reply.data).toMatchObject({ exceptions: ["2026-03-11"], nextDate: "2026-03-12" });
    await later(actor, "2026-03-12T07:00:00Z");
    await cron();
    expect(await taskDays(actor)).toEqual(["2026-03-10", "2026-03-12"]);
  });

  it("deletes the row that was created, with its effects, and never creates it again", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const account = await openAccount(actor, "UZS");
    const template = { type: "expense", accountId: account, amount: 1000, currency: "UZS", categoryId: "housing" };
    const body = { entity: "transactions", template, rrule: "FREQ=DAILY", startDate: "2026-03-09" };
    const { id } = await recur(actor, body);
    expect(await balanceOf(actor, account)).toBe(-2000);
    expect((await actor.post(`/v1/recurring/${id}/skip`, { date: "2026-03-09" })).status).toBe(200);
    await cron();
    expect(await balanceOf(actor, account)).toBe(-1000);
    expect(await preview(actor, id, "2026-03-09", "2026-03-10")).toEqual([
      "2026-03-09 skipped",
      "2026-03-10 materialized",
    ]);
  });

  it("refuses a day that is no date of the series", async () => {
    const { actor, id } = await daily({ rrule: "FREQ=WEEKLY" });
    expect(refusal(await actor.post(`/v1/recurring/${id}/skip`, { date: "2026-03-11" }))).toEqual([
      400,
      "VALIDATION_ERROR",
      "date",
    ]);
  });
});

describe("editing one", () => {
  it("changes a date to come alone", async () => {
    const { actor, id } = await daily();
    const reply = await actor.post(`/v1/recurring/${id}/occurrences/2026-03-11`, {
      data: { title: "Choy", priority: "high" },
    });
    expect(reply.data).toMatchObject({
      recurrence: { id, overrides: { "2026-03-11": { title: "Choy", priority: "high" } } },
      previous: null,
      occurrence: { date: "2026-03-11", id: occurrenceId(id, "2026-03-11"), status: "upcoming" },
    });
    await later(actor, "2026-03-12T07:00:00Z");
    await cron();
    expect(await taskDays(actor)).toEqual(["2026-03-10", "2026-03-12"]);
    expect((await actor.get(`/v1/tasks/${occurrenceId(id, "2026-03-11")}`)).data).toMatchObject({
      title: "Choy",
      priority: "high",
      dueDate: "2026-03-11",
    });
  });

  it("moves one to another day, once", async () => {
    const { actor, id } = await daily({ rrule: "FREQ=WEEKLY" });
    await actor.post(`/v1/recurring/${id}/occurrences/2026-03-17`, { data: { dueDate: "2026-03-19" } });
    await later(actor, "2026-03-24T07:00:00Z");
    await cron();
    expect(await taskDays(actor)).toEqual(["2026-03-10", "2026-03-19", "2026-03-24"]);
  });

  it("changes a row that was created already, by its own rules", async () => {
    const { actor, id } = await daily();
    const path = `/v1/recurring/${id}/occurrences/2026-03-10`;
    const reply = await actor.post(path, { data: { title: "Choy", status: "completed" } });
    expect(reply.data.occurrence).toEqual({
      date: "2026-03-10",
      id: occurrenceId(id, "2026-03-10"),
      status: "materialized",
    });
    expect((await actor.get(`/v1/tasks/${occurrenceId(id, "2026-03-10")}`)).data).toMatchObject({
      title: "Choy",
      status: "completed",
    });
    expect(refusal(await actor.post(path, { data: { title: "" } }))).toEqual([400, "VALIDATION_ERROR", "data.title"]);
    expect((await read(actor, id)).overrides).toEqual({});
  });

  it("does not know a day that is no date of the series", async () => {
    const { actor, id } = await daily({ rrule: "FREQ=WEEKLY" });
    expect((await actor.post(`/v1/recurring/${id}/occurrences/2026-03-11`, { data: { title: "a" } })).status).toBe(404);
    expect((await actor.post(`/v1/recurring/${id}/occurrences/2026-02-30`, { data: { title: "a" } })).status).toBe(404);
  });
});

describe("editing all following", () => {
  it("ends the series the day before and continues with another", async () => {
    const { actor, id } = await daily({ rrule: "FREQ=DAILY;COUNT=5", exceptions: ["2026-03-11", "2026-03-13"] });
    const reply = await actor.post(`/v1/recurring/${id}/occurrences/2026-03-12`, {
      data: { title: "Choy" },
      scope: "following",
      timeOfDay: "18:00",
    });
    const { recurrence, previous } = reply.data;
    expect(previous).toMatchObject({
      id,
      rrule: "FREQ=DAILY;UNTIL=20260311",
      exceptions: ["2026-03-11"],
      nextDate: null,
      status: "completed",
    });
    expect(recurrence).toMatchObject({
      rrule: "FREQ=DAILY;COUNT=3",
      startDate: "2026-03-12",
      timeOfDay: "18:00",
      exceptions: ["2026-03-13"],
      template: { title: "Choy" },
      nextDate: "2026-03-12",
    });
    await later(actor, "2026-03-20T07:00:00Z");
    await cron();
    expect([await taskDays(actor), await taskDays(actor, "Choy")]).toEqual([
      ["2026-03-10"],
      ["2026-03-12", "2026-03-14"],
    ]);
  });

  it("keeps a month's end, and takes another rule", async () => {
    const { actor, id } = await daily({ rrule: "FREQ=MONTHLY", startDate: "2026-01-31" });
    const path = `/v1/recurring/${id}/occurrences`;
    const kept = await actor.post(`${path}/2026-04-30`, { data: {}, scope: "following" });
    expect(kept.data.recurrence).toMatchObject({ rrule: "FREQ=MONTHLY;BYMONTHDAY=31", startDate: "2026-04-30" });
    expect(await preview(actor, kept.data.recurrence.id, "2026-04-01", "2026-06-30")).toEqual([
      "2026-04-30 upcoming",
      "2026-05-31 upcoming",
      "2026-06-30 upcoming",
    ]);
    const other = await actor.post(`${path}/2026-03-31`, {
      data: {},
      scope: "following",
      rrule: "FREQ=WEEKLY;BYDAY=FR",
    });
    expect(other.data.recurrence).toMatchObject({ nextDate: "2026-04-03" });
    const refused = await actor.post(`${path}/2026-02-28`, { data: {}, scope: "following", rrule: "FREQ=HOURLY" });
    expect(refusal(refused)).toEqual([400, "VALIDATION_ERROR", "rrule"]);
  });

  it("keeps what the template and its overrides link to", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const [card, cash] = [await openAccount(actor, "UZS"), await openAccount(actor, "UZS")];
    const { id } = await recur(actor, {
      entity: "transactions",
      template: { type: "expense", accountId: card, amount: 2500000, currency: "UZS", categoryId: "housing" },
      rrule: "FREQ=MONTHLY",
      startDate: "2026-03-15",
    });
    const path = `/v1/recurring/${id}/occurrences`;
    await actor.post(`${path}/2026-06-15`, { data: { accountId: cash } });
    const reply = await actor.post(`${path}/2026-05-15`, { data: { amount: 3000000 }, scope: "following" });
    expect(reply.data.recurrence).toMatchObject({
      template: { accountId: card, amount: 3000000 },
      overrides: { "2026-06-15": { accountId: cash } },
      nextDate: "2026-05-15",
    });
    expect(reply.headers.get("server-timing")).toContain('d1;desc="2"');
  });

  it("changes the date's row that was created already, and creates none of the others again", async () => {
    const { actor, id } = await daily({ rrule: "FREQ=DAILY", startDate: "2026-03-08" });
    const reply = await actor.post(`/v1/recurring/${id}/occurrences/2026-03-09`, {
      data: { title: "Choy" },
      scope: "following",
    });
    expect(reply.data.recurrence.nextDate).toBe("2026-03-11");
    await later(actor, "2026-03-11T07:00:00Z");
    await cron();
    expect(await taskDays(actor)).toEqual(["2026-03-08", "2026-03-10"]);
    expect(await taskDays(actor, "Choy")).toEqual(["2026-03-09", "2026-03-11"]);
  });

  it("changes the series itself from its first date on", async () => {
    const { actor, id } = await daily({ startDate: "2026-03-15" });
    const reply = await actor.post(`/v1/recurring/${id}/occurrences/2026-03-15`, {
      data: { title: "Choy" },
      scope: "following",
    });
    expect(reply.data).toMatchObject({ recurrence: { id, template: { title: "Choy" } }, previous: null });
    expect((await actor.get("/v1/recurring")).meta?.total).toBe(1);
  });
});

describe("changing the recurrence", () => {
  it("affects only rows that are not created yet", async () => {
    const { actor, id } = await daily();
    await actor.patch(`/v1/recurring/${id}`, { template: { title: "Choy" }, rrule: "FREQ=WEEKLY;BYDAY=SU" });
    expect(await read(actor, id)).toMatchObject({ nextDate: "2026-03-15", lastDate: "2026-03-10" });
    await later(actor, "2026-03-16T07:00:00Z");
    await cron();
    expect([await taskDays(actor), await taskDays(actor, "Choy")]).toEqual([["2026-03-10"], ["2026-03-15"]]);
    expect(refusal(await actor.patch(`/v1/recurring/${id}`, { template: { title: "" } }))).toEqual([
      400,
      "VALIDATION_ERROR",
      "template.title",
    ]);
  });

  it("creates nothing while it is paused or archived, and nothing of that time afterwards", async () => {
    for (const [stop, go] of [
      [{ status: "paused" }, { status: "active" }],
      [{ showStatus: "archived" }, { showStatus: "active" }],
    ]) {
      const { actor, id } = await daily();
      await actor.patch(`/v1/recurring/${id}`, stop);
      await later(actor, "2026-03-13T07:00:00Z");
      await cron();
      expect(await taskDays(actor)).toEqual(["2026-03-10"]);
      expect((await actor.patch(`/v1/recurring/${id}`, go)).data).toMatchObject({
        status: "active",
        nextDate: "2026-03-13",
      });
      await cron();
      expect(await taskDays(actor)).toEqual(["2026-03-10", "2026-03-13"]);
      expect(await preview(actor, id, "2026-03-11", "2026-03-12")).toEqual(["2026-03-11 missed", "2026-03-12 missed"]);
    }
  });

  it("stops when it is deleted; rows that were created stay", async () => {
    const { actor, id } = await daily();
    expect((await actor.delete(`/v1/recurring/${id}`)).data).toEqual({ id, showStatus: "deleted" });
    await later(actor, "2026-03-13T07:00:00Z");
    await cron();
    expect(await taskDays(actor)).toEqual(["2026-03-10"]);
  });

  it("does not clash with what cron notes on it", async () => {
    const { actor, id } = await daily();
    const baseRev = 1;
    await later(actor, "2026-03-11T07:00:00Z");
    await cron();
    const result = await pushOne(
      actor,
      change("recurrences", "update", id, { timeOfDay: "08:00", nextDate: "2030-01-01" }, { baseRev }),
    );
    expect(result).toMatchObject({
      status: "applied",
      ignoredFields: ["nextDate"],
      data: { timeOfDay: "08:00", nextDate: "2026-03-12" },
    });
  });

  it("is skipped and edited offline by its own fields", async () => {
    const { actor, id } = await daily();
    await push(actor, [
      change("recurrences", "update", id, { exceptions: ["2026-03-11"] }),
      change("recurrences", "update", id, { overrides: { "2026-03-12": { title: "Choy" } } }),
    ]);
    await later(actor, "2026-03-12T07:00:00Z");
    await cron();
    expect([await taskDays(actor), await taskDays(actor, "Choy")]).toEqual([["2026-03-10"], ["2026-03-12"]]);
  });
});
