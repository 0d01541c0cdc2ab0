import { describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { refusal } from "../finance/support.ts";
import { later, preview, read, recur, taskDays } from "./support.ts";

// The first and the last date of series and windows, and the hours in which the user's day is not that of UTC.

async function userIn(timezone: string, at = "2026-01-10T12:00:00Z"): Promise<Actor> {
  freezeTime(at);
  return newActor({ timezone });
}

/** The first and the last date of a daily series, as the preview shows them. */
async function datesOf(actor: Actor, id: string, from: string, to: string): Promise<string> {
  const dates = (await preview(actor, id, from, to)).map((line) => line.slice(0, 10));
  return `${dates[0]} ${dates.at(-1)}`;
}

describe("UNTIL", () => {
  it("may be the last second that there is, east of Greenwich too", async () => {
    freezeTime("2026-03-01T07:00:00Z");
    const actor = await newActor();
    const rrule = "FREQ=DAILY;UNTIL=99991231T235959Z";
    const { id } = await recur(actor, { rrule, startDate: "2026-03-01", timeOfDay: "10:00" });
    expect(await datesOf(actor, id, "2026-03-02", "2026-03-09")).toBe("2026-03-02 2026-03-09");
    const early = { entity: "tasks", template: { title: "T" }, startDate: "2026-03-01" };
    for (const until of ["00010101T000000Z", "00010101T000000", "00010101"]) {
      const reply = await actor.post("/v1/recurring", { ...early, rrule: `FREQ=DAILY;UNTIL=${until}` });
      expect([reply.status, reply.error?.details?.[0]?.field]).toEqual([400, "rrule"]);
    }
  });

  it.each<[zone: string, until: string, timeOfDay: string | null, last: string]>([
    ["Asia/Tashkent", "20260310", null, "2026-03-10"],
    ["Pacific/Kiritimati", "20260310", "23:59", "2026-03-10"],
    ["Pacific/Pago_Pago", "20260310", "00:00", "2026-03-10"],
    ["Asia/Tashkent", "20260310T000000", null, "2026-03-10"],
    ["Asia/Tashkent", "20260310T090000", "09:00", "2026-03-10"],
    ["Asia/Tashkent", "20260310T085959", "09:00", "2026-03-09"],
    ["Pacific/Kiritimati", "20260310T235959", "23:59", "2026-03-10"],
    ["Asia/Tashkent", "20260309T190000Z", null, "2026-03-10"],
    ["Asia/Tashkent", "20260309T185959Z", null, "2026-03-09"],
    ["Asia/Tashkent", "20260310T090000Z", "14:00", "2026-03-10"],
    ["Asia/Tashkent", "20260310T090000Z", "14:01", "2026-03-09"],
    ["America/Los_Angeles", "20260307T080000Z", null, "2026-03-07"],
    ["America/Los_Angeles", "20260307T075959Z", null, "2026-03-06"],
    ["Pacific/Kiritimati", "20260309T100000Z", null, "2026-03-10"],
    ["Pacific/Kiritimati", "20260309T095959Z", null, "2026-03-09"],
    ["Pacific/Pago_Pago", "20260310T110000Z", null, "2026-03-10"],
    ["Pacific/Pago_Pago", "20260310T105959Z", null, "2026-03-09"],
    // Clocks go forward on 8 March: 02:30 is 03:30 in summer time. From then on midnight is at 07:00Z.
    ["America/Los_Angeles", "20260308T103000Z", "02:30", "2026-03-08"],
    ["America/Los_Angeles", "20260308T102959Z", "02:30", "2026-03-07"],
    ["America/Los_Angeles", "20260309T070000Z", null, "2026-03-09"],
    ["America/Los_Angeles", "20260309T065959Z", null, "2026-03-08"],
  ])("in %s, of %s, at %s: the last date is %s", async (zone, until, timeOfDay, last) => {
    const actor = await userIn(zone);
    const { id } = await recur(actor, { rrule: `FREQ=DAILY;UNTIL=${until}`, startDate: "2026-03-01", timeOfDay });
    expect(await datesOf(actor, id, "2026-02-01", "2026-03-31")).toBe(`2026-03-01 ${last}`);
  });

  it.each([
    ["20261101T053000Z", "2026-11-01"],
    ["20261101T052959Z", "2026-10-31"],
  ])("when clocks go back, of %s: 01:30 is the first of two, and the last date %s", async (until, last) => {
    const actor = await userIn("America/New_York");
    const body = { rrule: `FREQ=DAILY;UNTIL=${until}`, startDate: "2026-10-25", timeOfDay: "01:30" };
    const { id } = await recur(actor, body);
    expect(await datesOf(actor, id, "2026-10-01", "2026-11-30")).toBe(`2026-10-25 ${last}`);
  });

  it("before the first date is refused, on the first date is one date", async () => {
    const actor = await userIn("Asia/Tashkent");
    const body = { entity: "tasks", template: { title: "a" }, startDate: "2026-03-03" };
    const refused = async (until: string, more: object = {}) =>
      refusal(await actor.post("/v1/recurring", { ...body, rrule: `FREQ=WEEKLY;BYDAY=FR;UNTIL=${until}`, ...more }));
    const onRule = [400, "VALIDATION_ERROR", "rrule"];
    expect(await refused("20260305")).toEqual(onRule);
    expect(await refused("20260305T185959Z")).toEqual(onRule);
    expect(await refused("20260306T085900", { timeOfDay: "09:00" })).toEqual(onRule);
    const { id, nextDate } = await recur(actor, { ...body, rrule: "FREQ=WEEKLY;BYDAY=FR;UNTIL=20260305T190000Z" });
    expect([nextDate, await preview(actor, id, "2026-03-01", "2026-04-01")]).toEqual([
      "2026-03-06",
      ["2026-03-06 upcoming"],
    ]);
    const patched = await actor.patch(`/v1/recurring/${id}`, { startDate: "2026-03-07" });
    expect(refusal(patched)).toEqual(onRule);
  });
});

describe("COUNT and exceptions", () => {
  it("counts dates that are left out, and ends with the last that is not", async () => {
    const actor = await userIn("Asia/Tashkent", "2026-03-10T07:00:00Z");
    const exceptions = ["2026-03-11", "2026-03-13"];
    for (const end of ["COUNT=4", "UNTIL=20260313", "UNTIL=20260313T085959", "UNTIL=20260312T190000Z"]) {
      const { id, nextDate } = await recur(actor, { rrule: `FREQ=DAILY;${end}`, startDate: "2026-03-10", exceptions });
      expect([nextDate, await preview(actor, id, "2026-03-01", "2026-03-31")]).toEqual([
        "2026-03-12",
        ["2026-03-10 materialized", "2026-03-11 skipped", "2026-03-12 upcoming", "2026-03-13 skipped"],
      ]);
      const skipped = await actor.post(`/v1/recurring/${id}/skip`, { date: "2026-03-12" });
      expect(skipped.data).toMatchObject({ nextDate: null, status: "completed" });
      const again = await actor.patch(`/v1/recurring/${id}`, { exceptions });
      expect(again.data).toMatchObject({ nextDate: "2026-03-12", status: "active" });
      const last = await actor.patch(`/v1/recurring/${id}`, { exceptions: [] });
      expect(last.data).toMatchObject({ nextDate: "2026-03-11" });
    }
  });

  it("of one is the first date alone", async () => {
    const actor = await userIn("Asia/Tashkent", "2026-03-10T07:00:00Z");
    const { id, nextDate, status } = await recur(actor, { rrule: "FREQ=DAILY;COUNT=1", startDate: "2026-03-10" });
    expect([nextDate, status]).toEqual([null, "completed"]);
    expect(await preview(actor, id, "2026-03-01", "2026-03-31")).toEqual(["2026-03-10 materialized"]);
    expect(refusal(await actor.post(`/v1/recurring/${id}/skip`, { date: "2026-03-11" }))[2]).toBe("date");
  });
});

describe("the window of a preview", () => {
  it("includes both its days, and has at most 366 days after the first", async () => {
    const actor = await userIn("Asia/Tashkent");
    const { id } = await recur(actor, { rrule: "FREQ=DAILY", startDate: "2026-03-01" });
    expect(await preview(actor, id, "2026-03-01", "2026-03-01")).toEqual(["2026-03-01 upcoming"]);
    expect(await datesOf(actor, id, "2026-02-28", "2026-03-02")).toBe("2026-03-01 2026-03-02");
    expect(await preview(actor, id, "2026-03-01", "2027-03-02")).toHaveLength(367);
    const longer = await actor.get(`/v1/recurring/${id}/occurrences?from=2026-03-01&to=2027-03-03`);
    expect(refusal(longer)).toEqual([400, "VALIDATION_ERROR", "to"]);
  });

  it("begins on the user's today", async () => {
    // 00:30 on 10 March in Tashkent.
    const actor = await userIn("Asia/Tashkent", "2026-03-09T19:30:00Z");
    const { id } = await recur(actor, { rrule: "FREQ=DAILY", startDate: "2026-03-01", status: "paused" });
    const { data } = await actor.get(`/v1/recurring/${id}/occurrences`);
    expect([data[0].date, data.at(-1).date]).toEqual(["2026-03-10", "2026-06-08"]);
  });
});

describe("between the user's midnight and that of UTC", () => {
  it.each([
    ["00:30 in Tashkent", "Asia/Tashkent", "2026-03-09T19:30:00Z"],
    ["23:30 in Tashkent", "Asia/Tashkent", "2026-03-10T18:30:00Z"],
    ["00:30 in Los Angeles", "America/Los_Angeles", "2026-03-10T07:30:00Z"],
    ["23:30 in Los Angeles", "America/Los_Angeles", "2026-03-11T06:30:00Z"],
  ])("at %s it is 10 March for creating, resuming, skipping and editing", async (_, timezone, at) => {
    const actor = await userIn(timezone, at);
    const { id, nextDate } = await recur(actor, { rrule: "FREQ=DAILY", startDate: "2026-03-09" });
    expect([nextDate, await taskDays(actor)]).toEqual(["2026-03-11", ["2026-03-09", "2026-03-10"]]);

    const edit = await actor.post(`/v1/recurring/${id}/occurrences/2026-03-10`, { data: { status: "completed" } });
    expect(edit.data.occurrence.status).toBe("materialized");
    const task = await actor.get(`/v1/tasks/${edit.data.occurrence.id}`);
    expect(task.data).toMatchObject({ status: "completed", dueDate: "2026-03-10" });

    const skipped = await actor.post(`/v1/recurring/${id}/skip`, { date: "2026-03-10" });
    expect([skipped.data.nextDate, await taskDays(actor)]).toEqual(["2026-03-11", ["2026-03-09"]]);

    const paused = await recur(actor, { rrule: "FREQ=DAILY", startDate: "2026-03-05", status: "paused" });
    const resumed = await actor.patch(`/v1/recurring/${paused.id}`, { status: "active" });
    expect(resumed.data.nextDate).toBe("2026-03-10");
    expect(await preview(actor, paused.id, "2026-03-08", "2026-03-11")).toEqual([
      "2026-03-08 missed",
      "2026-03-09 missed",
      "2026-03-10 upcoming",
      "2026-03-11 upcoming",
    ]);
  });

  it("a new rule has effect from the user's today on", async () => {
    const actor = await userIn("Asia/Tashkent", "2026-03-08T07:00:00Z");
    const { id } = await recur(actor, { rrule: "FREQ=WEEKLY", startDate: "2026-03-08" });
    await later(actor, "2026-03-09T19:30:00Z");
    const patched = await actor.patch(`/v1/recurring/${id}`, { rrule: "FREQ=DAILY" });
    expect(patched.data.nextDate).toBe("2026-03-10");
    expect((await read(actor, id)).lastDate).toBe("2026-03-08");
  });
});
