import { type Statement, statement } from "../kernel/db/database.ts";
import type { Principal } from "../kernel/principal.ts";
import type { CountedFeature, PlanLimits } from "./counted-feature.ts";
import type { Lookup } from "./lookup.ts";
import { tableSql } from "./table-sql.ts";
import type { AnyRow } from "./tracked-row.ts";

// How much a user has of what plans limit (`counted-feature.ts`): before a write, in memory while it runs, and at its commit.

/** How many rows each value has; without `distinct` there is one value, the empty text. */
type Counts = ReadonlyMap<string, number>;

const countedValueOf = ({ distinct }: CountedFeature, row: AnyRow): string =>
  distinct === undefined ? "" : String(row[distinct]);

const usedOf = ({ distinct }: CountedFeature, counts: Counts): number =>
  distinct === undefined
    ? (counts.get("") ?? 0)
    : counts
        .values()
        .filter((count) => count > 0)
        .toArray().length;

/** The rows that count, as `FROM … WHERE …`; `?1` is the owner, `?2` the feature's parameter. */
const counted = ({ table, where }: CountedFeature): string =>
  `FROM ${tableSql(table).name} WHERE owner = ?1 AND ${where.replaceAll(":user", "?2")}`;

const parametersOf = ({ parameter }: CountedFeature, owner: number, user: Principal): (string | number)[] =>
  parameter ? [owner, parameter(user)] : [owner];

/** A statement that answers `used`: how much of the feature the user has. */
export const usedStatement = (feature: CountedFeature, owner: number, user: Principal): Statement =>
  statement(
    `SELECT count(${feature.distinct === undefined ? "*" : `DISTINCT ${feature.distinct}`}) AS used ${counted(feature)}`,
    ...parametersOf(feature, owner, user),
  );

const lookups = new WeakMap<CountedFeature, Lookup<Principal, Counts>>();

/** What the user has of a feature before a write. */
export function countsOf(feature: CountedFeature): Lookup<Principal, Counts> {
  const known = lookups.get(feature);
  if (known) return known;
  const { distinct = "''" } = feature;
  const lookup: Lookup<Principal, Counts> = {
    name: `used of ${feature.feature}`,
    statement(owner, [user]) {
      if (!user) return null;
      const sql = `SELECT ${distinct} AS value, count(*) AS n ${counted(feature)} GROUP BY 1`;
      return statement(sql, ...parametersOf(feature, owner, user));
    },
    parse: (rows) => new Map(rows.map(({ value, n }) => [String(value), Number(n)])),
  };
  lookups.set(feature, lookup);
  return lookup;
}

/** One feature in one unit of work. */
interface Tally {
  readonly limit: number;
  readonly counts: Map<string, number>;
  /** How much there may be when the unit is committed; null while no demanded change has taken a value. */
  bound: number | null;
}

/** What a unit of work does to counted features. */
export class CountedFeatures {
  private readonly tallies = new Map<CountedFeature, Tally>();

  constructor(
    private readonly user: Principal,
    private readonly limits: PlanLimits | undefined,
    private readonly now: number,
    /** undefined: the write did not ask, because no limit holds for it. */
    private readonly storedCounts: (feature: CountedFeature) => Counts | undefined,
  ) {}

  /**
   * Counts a change of a row. Returns what takes it back.
   * @param isDemanded false for what follows from another row's change
   * @throws the product's refusal when the change raises a count that is at its limit or above
   */
  note(features: readonly CountedFeature[], before: AnyRow | null, after: AnyRow, isDemanded: boolean): () => void {
    const undos: (() => void)[] = [];
    const undoAll = () => {
      for (const undo of undos.toReversed()) undo();
    };
    try {
      for (const feature of features) undos.push(this.noteFeature(feature, before, after, isDemanded));
    } catch (error) {
      undoAll();
      throw error;
    }
    return undoAll;
  }

  /** What must hold after the commit's writes: other writes may have taken the last place since the counts were read. */
  conditions(owner: number): Statement[] {
    return [...this.tallies].flatMap(([feature, { bound }]) => {
      if (bound === null) return [];
      const { sql, params } = usedStatement(feature, owner, this.user);
      return [statement(`(${sql}) <= ${bound}`, ...params)];
    });
  }

  private noteFeature(feature: CountedFeature, before: AnyRow | null, after: AnyRow, isDemanded: boolean): () => void {
    const tally = this.tallyOf(feature);
    if (!tally) return () => undefined;
    const { counts, limit, bound } = tally;
    const taking = (row: AnyRow | null) =>
      row && feature.counts(row, this.user) ? countedValueOf(feature, row) : null;
    const [left, taken] = [taking(before), taking(after)];
    if (left === taken) return () => undefined;
    const add = (value: string | null, by: number) => {
      if (value !== null) counts.set(value, (counts.get(value) ?? 0) + by);
    };
    const undo = () => {
      add(taken, -1);
      add(left, 1);
      tally.bound = bound;
    };
    const used = usedOf(feature, counts);
    add(left, -1);
    add(taken, 1);
    const usedAfter = usedOf(feature, counts);
    if (isDemanded && usedAfter > used && used >= limit) {
      undo();
      throw this.limits?.refusal(feature.feature, limit, used) ?? new Error("No plan limits");
    }
    // A value that the user has already is guarded, too: a write at the same time may take it from the rows that have it, and then
    // this one raises the count.
    if (isDemanded && taken !== null) tally.bound = Math.max(limit, usedAfter, bound ?? 0);
    // Whatever raises the count without being asked for may take it beyond the limit.
    else if (bound !== null) tally.bound = bound + Math.max(0, usedAfter - used);
    return undo;
  }

  private tallyOf(feature: CountedFeature): Tally | undefined {
    const known = this.tallies.get(feature);
    if (known) return known;
    const stored = this.storedCounts(feature);
    const limit = stored && this.limits?.limitOf(this.user, feature.feature, this.now);
    if (!stored || limit === null || limit === undefined) return undefined;
    const tally: Tally = { limit, counts: new Map(stored), bound: null };
    this.tallies.set(feature, tally);
    return tally;
  }
}
