// A Durable Object has one alarm, and several parts of the hub have work to do at certain moments: contributions.
//
// What a contribution waits for is stored in rows of its own, so it can tell at any time, also after eviction, when it next
// wants to be woken. The object's alarm is set to the earliest of these moments. When it fires, every contribution that is
// due runs, and the alarm is set again. One that fails is logged, does not keep the others from running, and is tried again
// after a delay that grows with each failure in a row up to an hour. It is tried without end, because the
// runtime itself retries a failed alarm only six times, and then drops it.
import { log } from "../kernel/log.ts";
import { DAY_MS } from "../kernel/time.ts";
import { LIMITS } from "../limits.ts";
import { TaskQueue } from "./task-queue.ts";

const RETRY_FIRST_MS = 30_000;
const RETRY_MAX_MS = 60 * 60_000;
/** Clients choose dates up to the year 9999, and the runtime refuses alarms that far away. */
const HORIZON_MS = LIMITS.hub.alarmDays * DAY_MS;

/** A part of the hub that has work to do at certain moments. All moments are UTC milliseconds. */
export interface AlarmContribution {
  /** Under this name its failures are stored and logged. */
  readonly name: string;
  /** The earliest moment later than `after` at which it wants to be woken, by what it has stored; null when there is none. */
  nextWake(after: number): number | null;
  /**
   * Does everything that is due at `now`, and takes it out of storage. When it throws, what it leaves in storage is due
   * again at the retry, so it should take each piece of work out in the same turn in which it does it.
   */
  onWake(now: number): Promise<void>;
}

/** A contribution's failures since its last success. */
type Failures = { failedAt: number; count: number };

/** The object's alarm, shared by contributions. Nothing else may set it. */
export class AlarmSchedule {
  private readonly storage: DurableObjectStorage;
  /** Setting the alarm takes several steps: two that overlap could leave it at the moment of the older one. */
  private readonly arming = new TaskQueue();

  constructor(
    private readonly ctx: DurableObjectState,
    private readonly contributions: readonly AlarmContribution[],
  ) {
    this.storage = ctx.storage;
    this.storage.sql.exec(
      "CREATE TABLE IF NOT EXISTS alarm_failures (name TEXT PRIMARY KEY, failedAt INTEGER NOT NULL, count INTEGER NOT NULL)",
    );
  }

  /**
   * Sets the alarm to the earliest moment at which a contribution wants to be woken, or to the end of the horizon, where
   * nothing is due and the alarm is set again. Call it after each change of these moments.
   */
  arm(now: number): Promise<void> {
    return this.arming.run(async () => {
      const moments = this.contributions.map((contribution) => this.wakeTimeOf(contribution));
      const earliest = moments.filter((moment) => moment !== null).toSorted((a, b) => a - b)[0] ?? null;
      const current = await this.storage.getAlarm();
      if (earliest === null) {
        if (current !== null) await this.storage.deleteAlarm();
        return;
      }
      const horizon = now + HORIZON_MS;
      // Beyond the horizon any coming alarm will do that is before it: moving it with each write would be a write of its own.
      const isBefore = current !== null && current > now && current <= horizon;
      const isGood = earliest > horizon ? isBefore : current === earliest;
      if (!isGood) await this.storage.setAlarm(Math.min(earliest, horizon));
    });
  }

  /** Runs the contributions that are due at `now`, then sets the alarm again. Call it when the alarm fires. */
  async onAlarm(now: number): Promise<void> {
    const due = this.contributions.filter((contribution) => {
      const moment = this.wakeTimeOf(contribution);
      return moment !== null && moment <= now;
    });
    await Promise.all(due.map((contribution) => this.run(contribution, now)));
    await this.arm(now);
  }

  private async run(contribution: AlarmContribution, now: number): Promise<void> {
    const { name } = contribution;
    try {
      await contribution.onWake(now);
      const next = contribution.nextWake(0);
      // Without this, work that is never taken out of storage would wake the object again at once, for ever.
      if (next !== null && next <= now) throw new Error(`${name} left work in storage that was due`);
      this.storage.sql.exec("DELETE FROM alarm_failures WHERE name = ?", name);
    } catch (error) {
      this.storage.sql.exec(
        `INSERT INTO alarm_failures (name, failedAt, count) VALUES (?, ?, 1)
         ON CONFLICT (name) DO UPDATE SET failedAt = excluded.failedAt, count = count + 1`,
        name,
        now,
      );
      log("error", "alarm", { hub: String(this.ctx.id), contribution: name, error });
    }
  }

  /** When to run a contribution. After a failure: at the retry, or when other work of the contribution falls due before. */
  private wakeTimeOf(contribution: AlarmContribution): number | null {
    const failures = this.failuresOf(contribution);
    if (!failures) return contribution.nextWake(0);
    const retryAt = failures.failedAt + Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** (failures.count - 1));
    return Math.min(retryAt, contribution.nextWake(failures.failedAt) ?? retryAt);
  }

  private failuresOf({ name }: AlarmContribution): Failures | undefined {
    const sql = "SELECT failedAt, count FROM alarm_failures WHERE name = ?";
    return this.storage.sql.exec<Failures>(sql, name).toArray()[0];
  }
}
