import { beforeAll, describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { cron, later, recur } from "./support.ts";

// Twelve users, each in another time zone, from the first in which a day begins to the last: among them zones with half and
// quarter hours, with changes of clocks in both hemispheres, by half an hour (Lord Howe) and for Ramadan (Casablanca). The
// tables say for which days each of them has tasks.

const ZONES = [
  "Pacific/Kiritimati",
  "Pacific/Auckland",
  "Australia/Lord_Howe",
  "Asia/Tokyo",
  "Asia/Kathmandu",
  "Asia/Tashkent",
  "Africa/Casablanca",
  "Europe/London",
  "America/St_Johns",
  "America/New_York",
  "America/Los_Angeles",
  "Pacific/Pago_Pago",
] as const;
type Zone = (typeof ZONES)[number];

let actors: Map<Zone, Actor>;

const each = async (act: (actor: Actor, zone: Zone) => Promise<unknown>) => {
  for (const [zone, actor] of actors) await act(actor, zone);
};

async function run(...instants: string[]): Promise<void> {
  for (const instant of instants) {
    freezeTime(instant);
    await cron();
  }
}

/** The days (`MM-DD`) of each user's tasks with a title. */
async function daysOf(title: string): Promise<Record<Zone, string>> {
  const sql = "SELECT dueDate FROM tasks WHERE owner = ? AND title = ? ORDER BY dueDate";
  const days: Partial<Record<Zone, string>> = {};
  await each(async (actor, zone) => {
    const { results } = await actor.db.prepare(sql).bind(actor.owner, title).all<{ dueDate: string }>();
    days[zone] = results.map(({ dueDate }) => dueDate.slice(5)).join(" ");
  });
  return days as Record<Zone, string>;
}

/** `usual` in every zone, except in those that are named. */
const table = (usual: string, others: Partial<Record<Zone, string>>) => ({
  ...Object.fromEntries(ZONES.map((zone) => [zone, usual])),
  ...others,
});

interface Scenario {
  title: string;
  body: object;
  runs: string[];
  days: Record<string, string>;
}

const scenarios: Scenario[] = [
  {
    title: "a day begins where the user lives",
    body: { rrule: "FREQ=DAILY;UNTIL=20260112", startDate: "2026-01-10" },
    runs: ["2026-01-10T10:30:00Z"],
    days: table("01-10", { "Pacific/Kiritimati": "01-10 01-11", "Pacific/Pago_Pago": "" }),
  },
  {
    title: "29 February in years without one, and years that are over",
    body: { rrule: "FREQ=YEARLY;UNTIL=20270101", startDate: "2024-02-29" },
    runs: ["2026-02-28T04:30:00Z"],
    days: table("02-29 02-28 02-28", {
      "America/New_York": "02-29 02-28",
      "America/Los_Angeles": "02-29 02-28",
      "Pacific/Pago_Pago": "02-29 02-28",
    }),
  },
  {
    title: "clocks go forward, over the very hour",
    body: { rrule: "FREQ=DAILY;UNTIL=20260312", startDate: "2026-03-07", timeOfDay: "02:30" },
    // St John's, New York and Los Angeles skip 02:00 to 03:00 at 05:30, 07:00 and 10:00.
    runs: [
      "2026-03-08T05:29:59Z",
      "2026-03-08T05:30:00Z",
      "2026-03-08T07:00:00Z",
      "2026-03-08T10:00:00Z",
      "2026-03-09T12:00:00Z",
    ],
    days: table("03-07 03-08 03-09", {
      "Pacific/Kiritimati": "03-07 03-08 03-09 03-10",
      "Pacific/Auckland": "03-07 03-08 03-09 03-10",
    }),
  },
  {
    title: "the first zone's Monday, as clocks go back in the south",
    body: { rrule: "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260406", startDate: "2026-04-01" },
    runs: ["2026-04-05T11:59:59Z", "2026-04-05T12:00:00Z"],
    days: table("", { "Pacific/Kiritimati": "04-06", "Pacific/Auckland": "04-06" }),
  },
  {
    title: "the last zone's Monday",
    body: { rrule: "FREQ=WEEKLY;BYDAY=MO;UNTIL=20260413", startDate: "2026-04-09" },
    runs: ["2026-04-13T10:59:59Z"],
    days: table("04-13", { "Pacific/Pago_Pago": "" }),
  },
  {
    title: "UNTIL is an instant",
    body: { rrule: "FREQ=DAILY;UNTIL=20260510T100000Z", startDate: "2026-05-08" },
    runs: ["2026-05-20T00:00:00Z"],
    days: table("05-08 05-09 05-10", {
      "Pacific/Kiritimati": "05-08 05-09 05-10 05-11",
      "Pacific/Pago_Pago": "05-08 05-09",
    }),
  },
  {
    title: "UNTIL is an instant, and the series has a time of day",
    body: { rrule: "FREQ=DAILY;UNTIL=20260610T100000Z", startDate: "2026-06-08", timeOfDay: "06:30" },
    runs: ["2026-06-20T00:00:00Z"],
    days: table("06-08 06-09 06-10", {
      "America/New_York": "06-08 06-09",
      "America/Los_Angeles": "06-08 06-09",
      "Pacific/Pago_Pago": "06-08 06-09",
    }),
  },
  {
    title: "days of downtime, with a day's lead",
    body: { rrule: "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260820", startDate: "2026-08-04", leadDays: 1 },
    runs: ["2026-08-04T12:00:00Z", "2026-08-12T03:30:00Z"],
    days: table("08-04 08-06 08-11 08-13", {
      "America/New_York": "08-04 08-06 08-11",
      "America/Los_Angeles": "08-04 08-06 08-11",
      "Pacific/Pago_Pago": "08-04 08-06 08-11",
    }),
  },
  {
    title: "clocks go back: an hour comes twice",
    body: { rrule: "FREQ=DAILY;UNTIL=20261105", startDate: "2026-10-31" },
    // New York's clocks go back at 06:00: 01:30 comes twice.
    runs: ["2026-10-31T09:30:00Z", "2026-11-01T04:00:00Z", "2026-11-01T05:30:00Z", "2026-11-01T06:30:00Z"],
    days: table("10-31 11-01", { "America/Los_Angeles": "10-31", "Pacific/Pago_Pago": "10-31" }),
  },
  {
    title: "month ends after months of downtime",
    body: { rrule: "FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20270501", startDate: "2027-01-15" },
    runs: ["2027-04-30T10:30:00Z"],
    days: table("01-31 02-28 03-31 04-30", { "Pacific/Pago_Pago": "01-31 02-28 03-31" }),
  },
];

const travel = { title: "travel", body: { rrule: "FREQ=DAILY;UNTIL=20270720", startDate: "2027-07-09" } };

/** Every user has the same series. */
beforeAll(async () => {
  freezeTime("2025-12-31T00:00:00Z");
  actors = new Map();
  for (const timezone of ZONES) actors.set(timezone, await newActor({ timezone }));
  for (const { title, body } of [...scenarios, travel]) {
    await each((actor) => recur(actor, { template: { title }, ...body }));
  }
}, 60_000);

describe("occurrences by the user's own calendar", { timeout: 60_000 }, () => {
  it.each(scenarios)("$title", async ({ title, runs, days }) => {
    await run(...runs);
    expect(await daysOf(title)).toEqual(days);
  });

  it("travelling between runs neither doubles nor drops a day", async () => {
    const { title } = travel;
    const move = (timezone: string, at: string) =>
      each(async (actor) => {
        await later(actor, at);
        expect((await actor.patch("/v1/users/me", { timezone })).status).toBe(200);
      });
    await run("2027-07-10T10:30:00Z");
    expect(await daysOf(title)).toEqual(
      table("07-09 07-10", { "Pacific/Kiritimati": "07-09 07-10 07-11", "Pacific/Pago_Pago": "07-09" }),
    );
    await move("Pacific/Pago_Pago", "2027-07-10T11:30:00Z");
    await run("2027-07-10T12:00:00Z");
    expect(await daysOf(title)).toEqual(table("07-09 07-10", { "Pacific/Kiritimati": "07-09 07-10 07-11" }));
    await move("Pacific/Kiritimati", "2027-07-11T10:20:00Z");
    await run("2027-07-11T10:30:00Z");
    expect(await daysOf(title)).toEqual(table("07-09 07-10 07-11 07-12", {}));
  });
});
