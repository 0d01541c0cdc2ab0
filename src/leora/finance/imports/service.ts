import type { z } from "zod";
import type { Lookup } from "../../../engine/read-plan.ts";
import { removeRow } from "../../../engine/rows.ts";
import { runUnitOfWork } from "../../../engine/run.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Context } from "../../../kernel/context.ts";
import { type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import { type PageMeta, pageMeta } from "../../../kernel/db/page.ts";
import { notFound } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { sumToDecimal, toMinor } from "../../../kernel/money.ts";
import { toIso } from "../../../kernel/time.ts";
import { registry } from "../../registry.ts";
import { transactionEntity } from "../transactions/entity.ts";
import { transactions } from "../transactions/table.ts";
import type { ImportBody, ImportPreview, ImportReport, ImportsQuery, ImportUndo, ImportView } from "./contract.ts";
import { readFile } from "./file.ts";
import { type Brought, bring, needsOf } from "./import-entries.ts";
import { ROWS_MAX, rowId } from "./rules.ts";
import type { imports } from "./table.ts";

type Body = z.output<typeof ImportBody>;
type Preview = z.output<typeof ImportPreview>;
type View = z.output<typeof ImportView>;
type Row = Omit<typeof imports.$inferSelect, "userId">;

/** What an import of this file would do. Nothing is written; one D1 call. @throws as `create` */
export function preview(ctx: Context, body: Body): Promise<Preview> {
  const file = readFile(body);
  return runUnitOfWork(ctx, registry, {
    reads: (plan) => needsOf(plan, body, file),
    apply(work) {
      const brought = work.dryRun(() => bring(work, body, file, newId(ctx.now)));
      return {
        format: body.format,
        accountId: body.accountId,
        mapping: file.mapping,
        header: file.header,
        totals: totalsOf(brought),
        rows: brought.map(({ transactionId: _rehearsed, ...row }) => row),
      };
    },
  });
}

function totalsOf(rows: readonly Brought[]): Preview["totals"] {
  const amounts = new Map<string, { income: bigint; expense: bigint }>();
  for (const { transaction, transactionId } of rows) {
    if (!transaction || transactionId === null || transaction.type === "transfer") continue;
    const { type, amount, currency } = transaction;
    const sums = amounts.get(currency) ?? { income: 0n, expense: 0n };
    sums[type] += BigInt(toMinor(amount, currency, "amount"));
    amounts.set(currency, sums);
  }
  return {
    rows: rows.length,
    new: countOf(rows, "new"),
    duplicate: countOf(rows, "duplicate"),
    invalid: countOf(rows, "invalid"),
    skipped: countOf(rows, "skipped"),
    amounts: Object.fromEntries(
      [...amounts].map(([currency, { income, expense }]) => [
        currency,
        { income: sumToDecimal(income, currency), expense: sumToDecimal(expense, currency) },
      ]),
    ),
  };
}

const countOf = (rows: readonly Brought[], status: Brought["status"]): number =>
  rows.filter((row) => row.status === status).length;

/**
 * Creates the transactions of a file in one write, each by the rules of any transaction; what cannot be is reported and
 * hinders nothing else. Two D1 calls.
 * @throws invalid_input when the file cannot be read; not_found, invalid_state for its account
 */
export function create(ctx: Context, body: Body): Promise<z.output<typeof ImportReport>> {
  const file = readFile(body);
  const id = newId(ctx.now);
  return runUnitOfWork(ctx, registry, {
    reads: (plan) => needsOf(plan, body, file),
    apply(work) {
      const brought = bring(work, body, file, id);
      const row: Omit<Row, "rev"> = {
        id,
        format: body.format,
        accountId: body.accountId,
        fileName: body.fileName ?? null,
        createdCount: brought.filter(({ transactionId }) => transactionId !== null).length,
        duplicateCount: countOf(brought, "duplicate"),
        invalidCount: countOf(brought, "invalid"),
        status: "done",
        createdAt: work.now,
        undoneAt: null,
      };
      work.addStatement(insertion(work, row));
      return { ...viewOf(row), rows: brought.map(({ transaction: _sent, ...one }) => one) };
    },
  });
}

/** The clock, by then, has the number of the write that creates the transactions, too. */
function insertion({ user: { userId } }: UnitOfWork, row: Omit<Row, "rev">): Statement {
  const names = Object.keys(row);
  return statement(
    `INSERT INTO imports (userId, rev, ${names.join(", ")})
      SELECT userId, rev, ${names.map(() => "?").join(", ")} FROM clocks WHERE userId = ?`,
    ...Object.values(row),
    userId,
  );
}

/** The user's imports, newest first unless asked otherwise. One D1 call. */
export async function list(
  ctx: Context,
  { page, limit, sortOrder }: z.output<typeof ImportsQuery>,
): Promise<{ data: View[]; meta: PageMeta }> {
  const [rows = [], count = []] = await ctx.db.batch([
    statement(
      `SELECT * FROM imports WHERE userId = ? ORDER BY createdAt ${sortOrder}, id ${sortOrder} LIMIT ? OFFSET ?`,
      ctx.userId,
      limit,
      (page - 1) * limit,
    ),
    statement("SELECT count(*) AS total FROM imports WHERE userId = ?", ctx.userId),
  ]);
  return { data: rows.map((row) => viewOf(rowOf(row))), meta: pageMeta({ page, limit }, Number(count[0]?.total)) };
}

/** One D1 call. @throws not_found */
export async function get(ctx: Context, id: string): Promise<View> {
  const [row] = await ctx.db.all(oneImport(ctx.userId, id));
  if (!row) throw notFound();
  return viewOf(rowOf(row));
}

/**
 * Deletes the transactions of an import that are still there, in one write, as if each was deleted. Those edited since
 * stay unless `force` says otherwise. Again, it deletes what is left. Two D1 calls.
 * @throws not_found
 */
export function undo(ctx: Context, id: string, force: boolean): Promise<z.output<typeof ImportUndo>> {
  const candidates = Array.from({ length: ROWS_MAX }, (_, index) => rowId(id, index));
  return runUnitOfWork(ctx, registry, {
    reads(plan) {
      plan.writesInputs(transactionEntity.table, candidates, []);
      plan.lookup(storedImport, id);
    },
    apply(work) {
      const row = work.answer(storedImport);
      if (!row) throw notFound();
      const left = work.all(transactions).filter(({ importId }) => importId === id);
      const kept = left.filter(({ editRev }) => !force && editRev > row.rev).map((one) => one.id);
      const removed = left.filter((one) => !kept.includes(one.id));
      for (const one of removed) removeRow(work, transactionEntity, one.id);
      const undone: Row = { ...row, status: "undone", undoneAt: row.undoneAt ?? work.now };
      if (row.status === "done") {
        const sql = "UPDATE imports SET status = 'undone', undoneAt = ? WHERE userId = ? AND id = ?";
        work.addStatement(statement(sql, work.now, ctx.userId, id));
      }
      return { ...viewOf(undone), deletedCount: removed.length, keptTransactionIds: kept };
    },
  });
}

const oneImport = (userId: string, id: string | undefined): Statement =>
  statement("SELECT * FROM imports WHERE userId = ? AND id = ?", userId, id);

const storedImport: Lookup<string, Row | undefined> = {
  name: "import",
  statement: (userId, [id]) => oneImport(userId, id),
  parse: ([row]) => row && rowOf(row),
};

/** Every column is text or a number: a stored row is as its table says. */
const rowOf = (row: RawRow): Row => unsafeCast<Row>(row);

const viewOf = ({ createdAt, undoneAt, ...row }: Omit<Row, "rev">): View => ({
  id: row.id,
  format: row.format,
  accountId: row.accountId,
  fileName: row.fileName,
  createdCount: row.createdCount,
  duplicateCount: row.duplicateCount,
  invalidCount: row.invalidCount,
  status: row.status,
  createdAt: toIso(createdAt),
  undoneAt: undoneAt === null ? null : toIso(undoneAt),
});
