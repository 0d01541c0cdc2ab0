import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { type AlarmContribution, AlarmSchedule } from "../../src/hub/alarm-schedule.ts";
import { hubStub } from "../../src/kernel/hub/client.ts";
import { newHabit, withoutDigests } from "../leora/planner/habits.support.ts";
import { type Actor, newActor, PASSWORD } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { changed, hubOf, publish } from "../support/hub.ts";

// Reminders are the one contribution so far. The schedule itself is therefore tested with contributions of the tests' own,
// inside a real object, with its storage and its alarm.

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const WEEK = 7 * 24 * 60 * MINUTE;
/** A Thursday, in the future, because the object's alarm fires by the machine's clock. */
const NOW = Date.parse("2050-11-24T05:00:00Z");

/** Jobs with a moment each, stored in the object's own database. `done` and `failing` are the test's, and survive eviction. */
class Jobs implements AlarmContribution {
  constructor(
    readonly name: string,
    private readonly sql: SqlStorage,
    private readonly world: World,
  ) {
    sql.exec(`CREATE TABLE IF NOT EXISTS ${name} (at INTEGER NOT NULL)`);
  }

  add(at: number): void {
    this.sql.exec(`INSERT INTO ${this.name} VALUES (?)`, at);
  }

  clear(): void {
    this.sql.exec(`DELETE FROM ${this.name}`);
  }

  nextWake(after: number): number | null {
    return this.sql.exec<{ at: number | null }>(`SELECT min(at) AS at FROM ${this.name} WHERE at > ?`, after).one().at;
  }

  async onWake(now: number): Promise<void> {
    await Promise.resolve();
    if (this.world.failing.has(this.name)) throw new Error(`${this.name} is out of order`);
    const due = this.sql.exec<{ at: number }>(`SELECT at FROM ${this.name} WHERE at <= ? ORDER BY at`, now).toArray();
    if (!this.world.forgetful.has(this.name)) this.sql.exec(`DELETE FROM ${this.name} WHERE at <= ?`, now);
    for (const { at } of due) this.world.done.push([this.name, (at - NOW) / SECOND]);
  }
}

/** What the test sees and decides. */
class World {
  readonly done: [name: string, second: number][] = [];
  /** Contributions that fail whenever they run. */
  readonly failing = new Set<string>();
  /** Contributions that do not take out of storage what they did. */
  readonly forgetful = new Set<string>();
  readonly stub = hubStub(env.USER_HUB, { product: "leora", userId: crypto.randomUUID() });

  /** Does something with the schedule, as it is after an eviction; returns in which second the alarm is then set. */
  async awake(act: (schedule: AlarmSchedule, first: Jobs, second: Jobs) => Promise<void>): Promise<number | null> {
    await runInDurableObject(this.stub, () => undefined);
    await evictDurableObject(this.stub);
    return runInDurableObject(this.stub, async (_hub, state) => {
      const jobs = [new Jobs("first", state.storage.sql, this), new Jobs("second", state.storage.sql, this)] as const;
      await act(new AlarmSchedule(state, jobs), ...jobs);
      const alarm = await state.storage.getAlarm();
      return alarm === null ? null : (alarm - NOW) / SECOND;
    });
  }

  /** The alarm fires in this second. */
  alarm = (second: number) => this.awake((schedule) => schedule.onAlarm(NOW + second * SECOND));
}

describe("the alarm", () => {
  test("is set to the earliest moment, and each contribution runs once, at its own, with evictions in between", async () => {
    const world = new World();
    const set = await world.awake(async (schedule, first, second) => {
      second.add(NOW + 60 * SECOND);
      await schedule.arm(NOW);
      first.add(NOW + 20 * SECOND);
      first.add(NOW + 90 * SECOND);
      await schedule.arm(NOW);
    });
    expect(set).toBe(20);
    expect(await world.alarm(20)).toBe(60);
    expect(world.done).toEqual([["first", 20]]);
    expect(await world.alarm(60)).toBe(90);
    expect(await world.alarm(90)).toBeNull();
    expect(world.done).toEqual([
      ["first", 20],
      ["second", 60],
      ["first", 90],
    ]);
  });

  test("that fires early runs nothing, and one that fires late runs all that is due", async () => {
    const world = new World();
    await world.awake(async (_schedule, first, second) => {
      first.add(NOW + 20 * SECOND);
      second.add(NOW + 60 * SECOND);
    });
    expect(await world.alarm(10)).toBe(20);
    expect(world.done).toEqual([]);
    expect(await world.alarm(300)).toBeNull();
    expect(world.done).toEqual([
      ["first", 20],
      ["second", 60],
    ]);
  });

  test("follows what is stored last, also when it is set twice at the same time", async () => {
    const world = new World();
    const set = await world.awake(async (schedule, first) => {
      first.add(NOW + 20 * SECOND);
      await schedule.arm(NOW);
      first.clear();
      first.add(NOW + 60 * SECOND);
      const later = schedule.arm(NOW);
      first.add(NOW + 20 * SECOND);
      await Promise.all([later, schedule.arm(NOW)]);
    });
    expect(set).toBe(20);
    expect(
      await world.awake(async (schedule, first) => {
        first.clear();
        await schedule.arm(NOW);
      }),
    ).toBeNull();
  });
});

describe("work that is years away", () => {
  const MONTH = 30 * 24 * 60 * 60;

  test("sets the alarm a month ahead, and later calls leave it there", async () => {
    const world = new World();
    const set = await world.awake(async (schedule, first) => {
      first.add(Date.parse("9999-12-31T23:59:59Z"));
      await schedule.arm(NOW);
      await schedule.arm(NOW + 10 * SECOND);
    });
    expect(set).toBe(MONTH);
    expect(await world.alarm(MONTH)).toBe(2 * MONTH);
    expect(world.done).toEqual([]);
  });

  test("replaces an alarm that is later than a month ahead", async () => {
    const world = new World();
    const set = await world.awake(async (schedule, first) => {
      first.add(NOW + (MONTH + 1) * SECOND);
      await schedule.arm(NOW + 10 * SECOND);
      await schedule.arm(NOW);
    });
    expect(set).toBe(MONTH);
  });
});

describe("a contribution that fails", () => {
  test("stops no other, and is tried again after growing delays until it succeeds, once", async () => {
    const world = new World();
    world.failing.add("first");
    await world.awake(async (_schedule, first, second) => {
      first.add(NOW);
      second.add(NOW);
      second.add(NOW + 100 * SECOND);
    });
    expect(await world.alarm(0)).toBe(30);
    expect(world.done).toEqual([["second", 0]]);
    expect(await world.alarm(30)).toBe(90);
    world.failing.clear();
    expect(await world.alarm(90)).toBe(100);
    expect(await world.alarm(100)).toBeNull();
    expect(world.done).toEqual([
      ["second", 0],
      ["first", 0],
      ["second", 100],
    ]);

    // The delay begins anew.
    world.failing.add("second");
    await world.awake(async (_schedule, _first, second) => second.add(NOW + 200 * SECOND));
    expect(await world.alarm(200)).toBe(230);
  });

  test("is tried at least once an hour for as long as it fails", async () => {
    const world = new World();
    world.failing.add("first");
    await world.awake(async (_schedule, first) => first.add(NOW));
    const delays: number[] = [];
    let second = 0;
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      const next = (await world.alarm(second)) ?? Number.NaN;
      delays.push(next - second);
      second = next;
    }
    expect(delays).toEqual([30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
  });

  test("still runs in time for what falls due before the next attempt", async () => {
    const world = new World();
    world.failing.add("first");
    await world.awake(async (_schedule, first) => {
      first.add(NOW);
      first.add(NOW + 10 * SECOND);
    });
    expect(await world.alarm(0)).toBe(10);
    world.failing.clear();
    expect(await world.alarm(10)).toBeNull();
    expect(world.done).toEqual([
      ["first", 0],
      ["first", 10],
    ]);
  });

  test("by leaving its work in storage does not wake the object again and again", async () => {
    const world = new World();
    world.forgetful.add("first");
    await world.awake(async (_schedule, first) => first.add(NOW));
    expect(await world.alarm(0)).toBe(30);
  });
});

describe("reminders", () => {
  const alarmOf = (actor: Actor) => runInDurableObject(hubOf(actor).stub, (_hub, { storage }) => storage.getAlarm());
  const fire = (actor: Actor) => runDurableObjectAlarm(hubOf(actor).stub);

  test("are sent although D1 cannot tell the ones after them, which are asked for again", async () => {
    freezeTime(NOW);
    const actor = await newActor();
    const credentials = { emailOrUsername: actor.user.email, password: PASSWORD, rememberMe: true };
    const socket = await actor.adopt(await actor.post("/v1/auth/login", credentials)).connect();
    await socket.next("hello");
    await withoutDigests(actor);
    await socket.next("settings:updated");
    // Two weeks of reminders are stored at a time. This Thursday's habit has two, and the second asks for more.
    const habit = await newHabit(actor, { reminderEnabled: true, reminderTime: "10:45", daysOfWeek: [4] });
    const reminder = { event: "reminder", data: { type: "habit", id: habit.id, title: habit.title, dueIn: 0 } };
    await socket.next("entity:updated");
    await publish(actor, changed("marker", 0));
    await socket.next("entity:updated");
    const first = NOW + 45 * MINUTE;
    expect(await alarmOf(actor)).toBe(first);
    freezeTime(first);
    await fire(actor);
    expect(await socket.next()).toEqual(reminder);
    expect(await alarmOf(actor)).toBe(first + WEEK);

    await evictDurableObject(hubOf(actor).stub);
    await actor.db.exec("ALTER TABLE habits RENAME TO habits_away");
    freezeTime(first + WEEK);
    await fire(actor);
    expect(await socket.next()).toEqual(reminder);
    expect(await alarmOf(actor)).toBe(first + WEEK + 30 * SECOND);

    await evictDurableObject(hubOf(actor).stub);
    await actor.db.exec("ALTER TABLE habits_away RENAME TO habits");
    passTime(30 * SECOND);
    await fire(actor);
    expect(await alarmOf(actor)).toBe(first + 2 * WEEK);
    expect(socket.pending).toEqual([]);
  });
});
