import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import type { IdempotencyKey } from "../request.ts";
import { ALWAYS, type Condition } from "./condition.ts";
import { type RawRow, type Statement, statement } from "./database.ts";

interface Insertion {
  /** The INSERT; it must demand the condition `isFirst`, and RETURN something when it inserted a row. */
  insert(isFirst: Condition): Statement;
  /**
   * What else is written together with the row. Each must do so only when the statement before it changed exactly one
   * row (`changes() = 1`), and change exactly one itself.
   */
  alsoWrite?: readonly Statement[];
  /**
   * A query for the row just inserted, such as the one with the largest automatic id: nobody else writes in between.
   */
  inserted: string;
  /** The columns of `inserted`: the record of the key keeps them. */
  columns: readonly string[];
}

/**
 * Inserts a row at most once per idempotency key, for tables that are no synced entities. One D1 call: a single batch
 * looks the key up, inserts the row unless the key was found, and records the row under the key. A request without a
 * key inserts always and records nothing.
 * @returns the columns of the row that this request inserted, or of the one that the first request with the same key
 * did; undefined when the INSERT found nothing to insert (a foreign link, for instance)
 * @throws idempotency_conflict when the key was used for another request
 */
export async function insertOnce(
  ctx: Context,
  { insert, alsoWrite = [], inserted, columns }: Insertion,
): Promise<RawRow | undefined> {
  const { owner, idempotency } = ctx;
  if (!idempotency) {
    const answers = await ctx.db.batch([insert(ALWAYS), ...alsoWrite, statement(inserted)]);
    return insertedRow(answers[0], answers);
  }
  const { key } = idempotency;
  const isFirst: Condition = {
    sql: "NOT EXISTS (SELECT 1 FROM idempotency WHERE owner = ? AND key = ?)",
    params: [owner, key],
  };
  const answers = await ctx.db.batch([
    statement("SELECT fingerprint, body FROM idempotency WHERE owner = ? AND key = ?", owner, key),
    insert(isFirst),
    ...alsoWrite,
    recordOf(ctx, idempotency, inserted, columns),
    statement(inserted),
  ]);
  const [[earlier] = [], returned] = answers;
  return earlier ? replay(ctx, earlier) : insertedRow(returned, answers);
}

/** The answer to `inserted`, which comes last; undefined when the INSERT returned nothing. */
const insertedRow = (returned: readonly RawRow[] = [], answers: readonly RawRow[][]): RawRow | undefined =>
  returned.length > 0 ? answers.at(-1)?.[0] : undefined;

/** Records the inserted row, as a JSON object, under the request's key, if something was inserted. */
function recordOf(
  { owner, now }: Context,
  { key, fingerprint }: IdempotencyKey,
  inserted: string,
  columns: readonly string[],
): Statement {
  const members = columns.map((name) => `'${name}', ${name}`).join(", ");
  return statement(
    `INSERT INTO idempotency (owner, key, fingerprint, body, at)
      SELECT ?1, ?2, ?3, (SELECT json_object(${members}) FROM (${inserted})), ?4
      WHERE changes() = 1`,
    owner,
    key,
    fingerprint,
    now,
  );
}

function replay(ctx: Context, { fingerprint, body }: RawRow): RawRow {
  if (fingerprint !== ctx.idempotency?.fingerprint) {
    throw new AppError("idempotency_conflict", { message: "This idempotency key was used for another request" });
  }
  ctx.outcome.replayed = true;
  return JSON.parse(String(body));
}
