import type { KernelBindings } from "../env.ts";
import type { Home } from "../home.ts";
import { Database, databaseAt, type Meter, type RawRow, type ServedBy, type Statement } from "./database.ts";

/**
 * The statement that reads a user's clock, as the column `rev` of one row at most. Each committed batch of the user's writes
 * raises the clock, so a copy of the database that shows a clock has all writes up to it.
 */
export type ClockStatement = (owner: number) => Statement;

/** The clock that the statement returned; 0 before the user's first write. */
export const clockOf = ([row]: readonly RawRow[]): number => Number(row?.rev ?? 0);

/** The user's clock as the primary has it; one D1 call, which no request counts. */
export async function readClock(env: KernelBindings, home: Home, clock: ClockStatement): Promise<number> {
  return clockOf(await new Database(databaseAt(env, home), { d1: 0, hub: 0 }).all(clock(home.owner)));
}

/**
 * A user's database as a request reads it that only reads: the nearest copy of it, by the Sessions API of D1. A replica may
 * lag behind the primary by any time. So each batch also reads the user's clock, which tells how far the copy had come; a
 * batch sees one state of its copy, and a session never goes back to an earlier one.
 *
 * `orm` stays with the primary.
 */
export class NearDatabase extends Database {
  private readonly session: D1DatabaseSession;
  private asked = 0;
  private answeredByPrimary = 0;
  private oldestRev = Number.POSITIVE_INFINITY;

  /** @param clock the statement that reads the user's clock, as `rev` */
  constructor(
    d1: D1Database,
    meter: Meter,
    private readonly clock: Statement,
  ) {
    super(d1, meter);
    this.session = d1.withSession("first-unconstrained");
  }

  override async batch(statements: readonly Statement[]): Promise<RawRow[][]> {
    this.asked += 1;
    const results = await this.send(this.session, [...statements, this.clock]);
    const clock = results.pop();
    if (clock?.meta.served_by_primary === true) this.answeredByPrimary += 1;
    this.oldestRev = Math.min(this.oldestRev, clockOf(clock?.results ?? []));
    return results.map(({ results }) => results);
  }

  /** Who answered so far; undefined when nothing was asked. A batch that failed counts as a replica's. */
  get servedBy(): ServedBy | undefined {
    if (this.asked === 0) return undefined;
    return this.asked === this.answeredByPrimary ? "primary" : "replica";
  }

  /** True when every answer was at least as new as the write that set the user's clock to `rev`. */
  hasReached(rev: number): boolean {
    return this.oldestRev >= rev;
  }
}
