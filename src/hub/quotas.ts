import type { HubProduct } from "../kernel/hub/product.ts";
import type { Principal } from "../kernel/principal.ts";
import type { QuotaAnswer, QuotaReport, QuotaRequest, QuotaState } from "../kernel/quota.ts";
import { addDays, type Day, dayOf, startOfDay } from "../kernel/time.ts";

/** What quotas need of the user at the moment of a request. */
export interface QuotaUser {
  /** IANA name of the time zone whose midnight begins a day. */
  readonly timezone: string;
  /** Units per day by channel; null: any number. */
  readonly limits: Readonly<Record<string, number | null>>;
}

/**
 * The quotas of one user. A unit is a row of the object's own database, so that what was taken outlives eviction: the runtime
 * holds back the reply until the row is on disk. Units are named, so that a request which comes twice takes one, and one that
 * failed gives back its own.
 *
 * A day begins at the user's midnight, and each date is opened once: a user who travels west stays in the day that has begun,
 * until the local date is a later one. So no change of the time zone gives a day's units a second time.
 */
export class Quotas {
  constructor(private readonly sql: SqlStorage) {
    sql.exec("CREATE TABLE IF NOT EXISTS quota_day (id INTEGER PRIMARY KEY CHECK (id = 1), day TEXT NOT NULL)");
    sql.exec(`CREATE TABLE IF NOT EXISTS quota_units (
      unit TEXT PRIMARY KEY, channel TEXT NOT NULL, holders INTEGER NOT NULL, isUsed INTEGER NOT NULL) WITHOUT ROWID`);
    sql.exec("CREATE INDEX IF NOT EXISTS quota_units_channel ON quota_units (channel)");
  }

  /** Takes the unit that is asked for, if the day has one left. `now` in UTC milliseconds. */
  ask({ channel, unit }: QuotaRequest, { timezone, limits }: QuotaUser, now: number): QuotaAnswer {
    const day = this.dayAt(dayOf(now, timezone));
    const resetsAt = startOfDay(addDays(day, 1), timezone);
    const holders = channel === null ? 0 : this.take(unit, channel, limits[channel] ?? null);
    const states = Object.entries(limits).map(([name, limit]): [string, QuotaState] => [
      name,
      { limit, used: this.used(name), resetsAt },
    ]);
    return { states: Object.fromEntries(states), unit, isTaken: holders > 0, isShared: holders > 1 };
  }

  /** The same by the product's quotas; undefined for a product without any. */
  answer(
    { quotas }: Pick<HubProduct, "quotas">,
    user: Principal,
    request: QuotaRequest,
    now: number,
  ): QuotaAnswer | undefined {
    return quotas && this.ask(request, { timezone: user.timezone, limits: quotas(user, now) }, now);
  }

  /**
   * A request or job that has a unit has ended. The unit goes when nobody has used it and nobody has it any more; a unit whose end is
   * never reported stays taken. One of an earlier day is gone already.
   */
  report({ unit, end }: QuotaReport): void {
    if (end === "failed") this.sql.exec("DELETE FROM quota_units WHERE unit = ?", unit);
    else {
      this.sql.exec(
        "UPDATE quota_units SET holders = holders - 1, isUsed = max(isUsed, ?) WHERE unit = ?",
        Number(end === "used"),
        unit,
      );
      this.sql.exec("DELETE FROM quota_units WHERE unit = ? AND holders <= 0 AND isUsed = 0", unit);
    }
  }

  /**
   * Twins with one idempotency key have one unit together: whichever of them is answered has used it.
   * @returns how many requests have the unit, this one included, and one more when it was used; 0: none is left
   */
  private take(unit: string, channel: string, limit: number | null): number {
    const sql = "UPDATE quota_units SET holders = holders + 1 WHERE unit = ? RETURNING holders + isUsed AS holders";
    const [known] = this.sql.exec<{ holders: number }>(sql, unit);
    if (known) return known.holders;
    if (limit !== null && this.used(channel) >= limit) return 0;
    this.sql.exec("INSERT INTO quota_units (unit, channel, holders, isUsed) VALUES (?, ?, 1, 0)", unit, channel);
    return 1;
  }

  private used(channel: string): number {
    const sql = "SELECT count(*) AS used FROM quota_units WHERE channel = ?";
    return this.sql.exec<{ used: number }>(sql, channel).one().used;
  }

  /** The day whose units count: today, unless a later one has been opened elsewhere in the world. */
  private dayAt(today: Day): Day {
    const [opened] = this.sql.exec<{ day: Day }>("SELECT day FROM quota_day").toArray();
    if (opened && opened.day >= today) return opened.day;
    this.sql.exec(
      "INSERT INTO quota_day (id, day) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET day = excluded.day",
      today,
    );
    this.sql.exec("DELETE FROM quota_units");
    return today;
  }
}
