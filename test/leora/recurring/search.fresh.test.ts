import { describe, expect, it, vi } from "vitest";
import { change, newId, push, task } from "../../engine/sync/protocol.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { cron, later, recur, taskDays } from "./support.ts";

// All searches for dates of one request share one budget of steps.

const IMPOSSIBLE = "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30";
/** From a Tuesday on it has no date; 60 years of it are 3,138 steps, 3,142 with those that are looked at twice. */
const WITHOUT_DATES = "FREQ=DAILY;INTERVAL=7;BYDAY=MO";
/** From 2026 on its first date is 2044-02-29. */
const RARE = "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO";

const body = (rrule: string, more: object = {}) => ({
  entity: "tasks",
  template: { title: "Suv ichish" },
  rrule,
  startDate: "2026-01-20",
  ...more,
});
const creation = (rrule: string, more: object = {}) => change("recurrences", "create", newId(), body(rrule, more));

/** How often each answer came, in order of first appearance: `applied`, or the code of an error. */
function answers(results: readonly { status: string; error?: { code: string } }[]): string[] {
  const codes = results.map(({ status, error }) => error?.code ?? status);
  const runs: [string, number][] = [];
  for (const code of codes) {
    const last = runs.at(-1);
    if (last?.[0] === code) last[1] += 1;
    else runs.push([code, 1]);
  }
  return runs.map(([code, count]) => `${count} ${code}`);
}

const total = async (actor: Actor) => (await actor.get("/v1/recurring?limit=1")).meta?.total;

async function user(): Promise<Actor> {
  freezeTime("2026-01-20T07:00:00Z");
  return newActor();
}

describe("a push", () => {
  it("refuses 500 rules that can never have a date for themselves", async () => {
    const actor = await user();
    const { results } = await push(
      actor,
      Array.from({ length: 500 }, () => creation(IMPOSSIBLE)),
    );
    expect(answers(results)).toEqual(["500 VALIDATION_ERROR"]);
    expect(results[499].error.details).toEqual([{ field: "rrule", message: "No date can match this rule" }]);
    expect(await total(actor)).toBe(0);
  });

  it("searches for dates that never come until its budget is spent", async () => {
    const actor = await user();
    const { results } = await push(actor, [
      creation("FREQ=DAILY"),
      ...Array.from({ length: 497 }, () => creation(WITHOUT_DATES)),
      creation("FREQ=DAILY"),
      task("create", newId(), { title: "Choy" }),
    ]);
    expect(answers(results)).toEqual(["1 applied", "31 VALIDATION_ERROR", "467 LIMIT_REACHED", "1 applied"]);
    expect(results[31].error.details).toEqual([{ field: "rrule", message: expect.stringContaining("Has no date") }]);
    expect(results[32].error.details[0].field).toBe("rrule");
    expect(await total(actor)).toBe(1);
  });

  it("keeps what came before the budget was spent", async () => {
    const actor = await user();
    const { results } = await push(
      actor,
      Array.from({ length: 20 }, () => creation(RARE)),
    );
    expect(answers(results)).toEqual(["7 applied", "13 LIMIT_REACHED"]);
    expect(results[6].data.nextDate).toBe("2044-02-29");
    expect(await total(actor)).toBe(7);
  });

  it("counts changed rules as well", async () => {
    const actor = await user();
    const { id } = await recur(actor, body("FREQ=DAILY", { startDate: "2026-02-01" }));
    const { results } = await push(
      actor,
      Array.from({ length: 20 }, (_, i) =>
        change("recurrences", "update", id, { rrule: i % 2 === 0 ? RARE : `${RARE};INTERVAL=1` }),
      ),
    );
    expect(answers(results)).toEqual(["7 applied", "13 LIMIT_REACHED"]);
  });
});

describe("overrides", () => {
  const overrides = Object.fromEntries(
    Array.from({ length: 100 }, (_, i) => [
      `2027-${String(1 + Math.floor(i / 18)).padStart(2, "0")}-${10 + (i % 18)}`,
      {},
    ]),
  );

  it("are checked until the budget is spent, in new rows and in changed ones", async () => {
    const actor = await user();
    const creations = Array.from({ length: 110 }, () => creation("FREQ=DAILY", { overrides }));
    expect(answers((await push(actor, creations)).results)).toEqual(["99 applied", "11 LIMIT_REACHED"]);
    const id = creations[0]?.id ?? "";
    const changes = Array.from({ length: 110 }, (_, i) =>
      change("recurrences", "update", id, { template: { title: `${i}` } }),
    );
    expect(answers((await push(actor, changes)).results)).toEqual(["99 applied", "11 LIMIT_REACHED"]);
    const light = Array.from({ length: 110 }, (_, i) => change("recurrences", "update", id, { leadDays: i % 2 }));
    expect(answers((await push(actor, light)).results)).toEqual(["110 applied"]);
  });
});

describe("a split", () => {
  it("in a far year looks only for the first date of the series, not for all", async () => {
    const actor = await user();
    const { id } = await recur(actor, body("FREQ=DAILY", { startDate: "1900-01-01", status: "paused" }));
    const path = `/v1/recurring/${id}/occurrences`;
    const reply = await actor.post(`${path}/2290-01-01`, { data: { title: "Choy" }, scope: "following" });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.data.recurrence.startDate).toBe("2290-01-01");
    expect(reply.data.previous.rrule).toBe("FREQ=DAILY;UNTIL=22891231");
    const preview = await actor.get(`${path}?from=2289-01-01&to=2290-01-02`);
    expect([preview.data.length, preview.data.at(-1).date]).toEqual([365, "2289-12-31"]);
  });
});

describe("scheduled work", () => {
  it("creates the rows of a hundred recurrences in one run", async () => {
    const actor = await user();
    const creations = Array.from({ length: 101 }, () => creation("FREQ=DAILY", { startDate: "2026-01-19" }));
    await push(actor, creations);
    await cron();
    expect((await actor.get("/v1/tasks?limit=1")).meta?.total).toBe(200);
    expect((await actor.get("/v1/recurring?nextDateTo=2026-01-20&limit=1")).meta?.total).toBe(1);
    await cron();
    expect((await actor.get("/v1/tasks?limit=1")).meta?.total).toBe(202);
  });

  it("leaves to the next run what its budget does not reach", async () => {
    freezeTime("2028-02-20T07:00:00Z");
    const actor = await newActor();
    // A Tuesday; the next such day is 28 years later, which are 10,000 steps.
    const rrule = "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=TU";
    const { results } = await push(
      actor,
      Array.from({ length: 15 }, () => creation(rrule, { startDate: "2028-02-20" })),
    );
    expect(answers(results)).toEqual(["15 applied"]);
    await later(actor, "2028-02-29T07:00:00Z");
    const logged = vi.spyOn(console, "error");
    const created: number[] = [];
    for (let run = 0; run < 4; run++) {
      await cron();
      created.push((await actor.get("/v1/tasks?limit=1")).meta?.total ?? 0);
    }
    expect(created).toEqual([4, 8, 12, 15]);
    expect(logged.mock.calls).toEqual([]);
    expect(new Set(await taskDays(actor))).toEqual(new Set(["2028-02-29"]));
    const { data: series } = await actor.get("/v1/recurring?limit=100");
    expect(new Set(series.map(({ nextDate }: { nextDate: string }) => nextDate))).toEqual(new Set(["2056-02-29"]));
  });
});
