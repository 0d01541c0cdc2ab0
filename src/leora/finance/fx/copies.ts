import { afterCommit } from "../../../kernel/after-commit.ts";
import type { Context } from "../../../kernel/context.ts";
import type { CronJob } from "../../../kernel/cron.ts";
import {
  Database,
  databaseAt,
  jsonChunks,
  type Meter,
  type RawRow,
  type Statement,
  statement,
} from "../../../kernel/db/database.ts";
import { userDatabases } from "../../../kernel/db/user-databases.ts";
import type { Env } from "../../../kernel/env.ts";
import { LIMITS } from "../../../limits.ts";
import { FX_RATE_COLUMNS } from "./table.ts";

// Published rates are written to the first of the databases with users' rows. All others have copies, because every write reads
// rates. What an administrator publishes is copied before the reply; cron copies all that is newer than what it copied last, so that
// nothing is lost for good when a copy fails, and a new database gets all rates there are.

/** The owner of published rates, which count for every user. */
export const EVERYBODY = 0;

/**
 * By how much of the past each run of cron copies again: a rate has the time at which its request began, and may be committed after
 * later ones. So long is a rate also kept that the first database does not have, because it may just be under way.
 */
const OVERLAP_MS = 3_600_000;

/** The database whose published rates count, and those that have copies, by binding. */
export function rateDatabases(env: Env, meter: Meter): { first: Database; others: Map<string, Database> } {
  const [first = "", ...others] = userDatabases(env, "leora");
  const at = (database: string) => new Database(databaseAt(env, { database }), meter);
  return { first: at(first), others: new Map(others.map((name) => [name, at(name)])) };
}

/** Copies a rate that was just published. What fails is logged, and cron copies it. */
export async function copyPublished(ctx: Context, id: string): Promise<void> {
  const { first, others } = rateDatabases(ctx.env, ctx.meter);
  if (others.size === 0) return;
  await afterCommit(ctx.requestId, "copy of a rate", async () => {
    const rows = await first.all(select("id = ?", id));
    if (rows.length > 0) await changeCopies(ctx, insertions(rows));
  });
}

/** Does to all copies what was done in the first database. What fails is logged, and cron does it. */
export async function changeCopies(
  { env, meter, requestId }: Context,
  statements: readonly Statement[],
): Promise<void> {
  const { others } = rateDatabases(env, meter);
  await Promise.all(
    [...others.values()].map((db) => afterCommit(requestId, "copy of a rate", () => db.batch(statements))),
  );
}

/** One job for each database with copies. A part of it copies one page, in four D1 calls. */
export function copyRatesJobs(env: Env, identity: Database, now: number, meter: Meter): CronJob[] {
  const { first, others } = rateDatabases(env, meter);
  return [...others].map(([name, db]) => {
    let after: { at: number; id: string } | null = null;
    return {
      name: `copy rates to ${name}`,
      async run() {
        after ??= { at: (await copiedUpTo(identity, name)) - OVERLAP_MS, id: "" };
        const [rows = [], manual = []] = await first.batch([selectAfter(after), SELECT_MANUAL]);
        await db.batch([...insertions(rows), deletion(manual, now - OVERLAP_MS)]);
        const last = rows.at(-1);
        if (!last) return false;
        after = { at: Number(last.updatedAt), id: String(last.id) };
        await identity.all(noteCopied(name, after.at));
        return rows.length >= LIMITS.databases.moveRates;
      },
    };
  });
}

const select = (condition: string, ...params: unknown[]): Statement =>
  statement(`SELECT ${FX_RATE_COLUMNS.join(", ")} FROM fxRates WHERE owner = ${EVERYBODY} AND ${condition}`, ...params);

const selectAfter = ({ at, id }: { at: number; id: string }): Statement =>
  select("(updatedAt, id) > (?, ?) ORDER BY updatedAt, id LIMIT ?", at, id, LIMITS.databases.moveRates);

/** The rates that administrators may delete. */
const SELECT_MANUAL = statement(`SELECT id FROM fxRates WHERE owner = ${EVERYBODY} AND source = 'manual'`);

/** Stores rates as they are in the first database, those excepted that are there already, and the same. */
function insertions(rows: readonly RawRow[]): Statement[] {
  const columns = FX_RATE_COLUMNS.join(", ");
  const values = FX_RATE_COLUMNS.map((_, index) => `j.value ->> ${index}`).join(", ");
  const id = `j.value ->> ${FX_RATE_COLUMNS.indexOf("id")}`;
  const sql = `INSERT OR REPLACE INTO fxRates (${columns})
    SELECT ${values} FROM json_each(?) j
    WHERE NOT EXISTS (SELECT 1 FROM fxRates r WHERE r.id = ${id} AND (${columns}) IS (${values}))`;
  return jsonChunks(rows.map((row) => FX_RATE_COLUMNS.map((name) => row[name]))).map((chunk) => statement(sql, chunk));
}

/** Deletes rates that were deleted in the first database. `manual`: the ids of those that were not. */
const deletion = (manual: readonly RawRow[], before: number): Statement =>
  statement(
    `DELETE FROM fxRates
      WHERE owner = ${EVERYBODY} AND source = 'manual' AND updatedAt < ?
        AND id NOT IN (SELECT value FROM json_each(?))`,
    before,
    JSON.stringify(manual.map(({ id }) => id)),
  );

async function copiedUpTo(identity: Database, name: string): Promise<number> {
  const [row] = await identity.all(statement("SELECT ratesUpTo FROM userDatabases WHERE name = ?", name));
  return Number(row?.ratesUpTo ?? 0);
}

const noteCopied = (name: string, at: number): Statement =>
  statement(
    `INSERT INTO userDatabases (name, ratesUpTo) VALUES (?1, ?2)
      ON CONFLICT (name) DO UPDATE SET ratesUpTo = max(ratesUpTo, ?2)`,
    name,
    at,
  );
