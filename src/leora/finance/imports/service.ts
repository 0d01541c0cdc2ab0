import type { z } from "zod";
import type { Lookup } from "../../../engine/read-plan.ts";
import { removeRow } from "../../../engine/rows.ts";
import { runUnitOfWork } from "../../../engine/run.ts";
import { raw, render, sql } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Context } from "../../../kernel/context.ts";
import { type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import { type PageMeta, pageMeta } from "../../../kernel/db/page.ts";
import { type FieldProblem, notFound } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { sumToDecimal, toMinor } from "../../../kernel/money.ts";
import { toIso } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";
import { registry } from "../../registry.ts";
import { transactionEntity } from "../transactions/entity.ts";
import { transactions } from "../transactions/table.ts";
import type { ImportBody, ImportPreview, ImportReport, ImportsQuery, ImportUndo, ImportView } from "./contract.ts";
import { type ImportedRow, importEntries } from "./import-entries.ts";
import { parseFile } from "./parsing/file.ts";
import { planImport } from "./reads.ts";
import { transactionIdOf } from "./rules.ts";
import type { imports } from "./table.ts";

// Imports of transactions from files: preview, import, list and undo.

type Body = z.output<typeof ImportBody>;
type Preview = z.output<typeof ImportPreview>;
type View = z.output<typeof ImportView>;
type ImportRow = Omit<typeof imports.$inferSelect, "owner">;

/** What an import of this file would do, without writing anything. One D1 call. @throws the same errors as `create` */
export async function preview(ctx: Context, body: Body): Promise<Preview> {
  const file = await parseFile(body, (await ctx.principal()).timezone);
  return runUnitOfWork(ctx, registry, {
    reads: (plan) => planImport(plan, body, file),
    apply(work) {
      const rows = work.dryRun(() => importEntries(work, body, file.entries, newId(ctx.now)));
      return {
        format: body.format,
        accountId: body.accountId,
        mapping: file.mapping,
        header: file.header,
        warnings: [...file.warnings, ...warningsOf(rows)],
        totals: totalsOf(rows),
        rows: rows.map(({ transactionId: _notStored, warnings: _above, ...row }) => row),
      };
    },
  });
}

function totalsOf(rows: readonly ImportedRow[]): Preview["totals"] {
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

const warningsOf = (rows: readonly ImportedRow[]): FieldProblem[] => rows.flatMap(({ warnings }) => warnings);

const countOf = (rows: readonly ImportedRow[], status: ImportedRow["status"]): number =>
  rows.filter((row) => row.status === status).length;

/**
 * Creates the transactions of a file in one write. Rows that cannot become transactions are reported, and the others are
 * created. Two D1 calls.
 * @throws invalid_input when the file cannot be read; not_found or invalid_state for the account
 */
export async function create(ctx: Context, body: Body): Promise<z.output<typeof ImportReport>> {
  const file = await parseFile(body, (await ctx.principal()).timezone);
  const id = newId(ctx.now);
  return runUnitOfWork(ctx, registry, {
    reads: (plan) => planImport(plan, body, file),
    apply(work) {
      const rows = importEntries(work, body, file.entries, id);
      const stored: Omit<ImportRow, "rev"> = {
        id,
        format: body.format,
        accountId: body.accountId,
        fileName: body.fileName ?? null,
        createdCount: rows.filter(({ transactionId }) => transactionId !== null).length,
        duplicateCount: countOf(rows, "duplicate"),
        invalidCount: countOf(rows, "invalid"),
        status: "done",
        createdAt: work.now,
        undoneAt: null,
      };
      work.addStatement(insertImport(work, stored));
      return {
        ...viewOf(stored),
        warnings: [...file.warnings, ...warningsOf(rows)],
        rows: rows.map(({ transaction: _omitted, warnings: _above, ...row }) => row),
      };
    },
  });
}

/**
 * Inserts the import with the `rev` of its write: when this statement runs, the user's clock has been raised to the number
 * that the import's transactions are stamped with.
 */
function insertImport({ user: { owner } }: UnitOfWork, row: Omit<ImportRow, "rev">): Statement {
  const columns = Object.keys(row);
  return statement(
    `INSERT INTO imports (owner, rev, ${columns.join(", ")})
      SELECT owner, rev, ${columns.map(() => "?").join(", ")} FROM clocks WHERE owner = ?`,
    ...Object.values(row),
    owner,
  );
}

/** The user's imports, newest first unless asked otherwise. One D1 call. */
export async function list(
  ctx: Context,
  { page, limit, sortOrder }: z.output<typeof ImportsQuery>,
): Promise<{ data: View[]; meta: PageMeta }> {
  const [rows = [], count = []] = await ctx.db.batch([
    render(sql`
      SELECT * FROM imports WHERE owner = ${ctx.owner}
      ORDER BY createdAt ${raw(sortOrder)}, id ${raw(sortOrder)}
      LIMIT ${limit} OFFSET ${(page - 1) * limit}`),
    statement("SELECT count(*) AS total FROM imports WHERE owner = ?", ctx.owner),
  ]);
  return { data: rows.map((row) => viewOf(rowOf(row))), meta: pageMeta({ page, limit }, Number(count[0]?.total)) };
}

/** One import of the user's. One D1 call. @throws not_found */
export async function get(ctx: Context, id: string): Promise<View> {
  const [row] = await ctx.db.all(selectImport(ctx.owner, id));
  if (!row) throw notFound();
  return viewOf(rowOf(row));
}

/**
 * Deletes the transactions of an import in one write, as if each was deleted by itself. Transactions that were edited since
 * are kept unless `force` is true. An import may be undone again, which deletes those that are still there. Two D1 calls.
 * @throws not_found
 */
export function undo(ctx: Context, id: string, force: boolean): Promise<z.output<typeof ImportUndo>> {
  const possibleIds = Array.from({ length: LIMITS.imports.rows }, (_, index) => transactionIdOf(id, index));
  return runUnitOfWork(ctx, registry, {
    reads(plan) {
      plan.writesInputs(transactionEntity.table, possibleIds, []);
      plan.lookup(storedImport, id);
    },
    apply(work) {
      const row = work.answer(storedImport);
      if (!row) throw notFound();
      const remaining = work.all(transactions).filter(({ importId }) => importId === id);
      const isKept = ({ editRev }: { editRev: number }) => !force && editRev > row.rev;
      const deleted = remaining.filter((transaction) => !isKept(transaction));
      for (const transaction of deleted) removeRow(work, transactionEntity, transaction.id);
      const undone: ImportRow = { ...row, status: "undone", undoneAt: row.undoneAt ?? work.now };
      if (row.status === "done") {
        work.addStatement(
          statement(
            "UPDATE imports SET status = 'undone', undoneAt = ? WHERE owner = ? AND id = ?",
            work.now,
            ctx.owner,
            id,
          ),
        );
      }
      return {
        ...viewOf(undone),
        deletedCount: deleted.length,
        keptTransactionIds: remaining.filter(isKept).map((transaction) => transaction.id),
      };
    },
  });
}

const selectImport = (owner: number, id: string | undefined): Statement =>
  statement("SELECT * FROM imports WHERE owner = ? AND id = ?", owner, id);

const storedImport: Lookup<string, ImportRow | undefined> = {
  name: "import",
  statement: (owner, [id]) => selectImport(owner, id),
  parse: ([row]) => row && rowOf(row),
};

/** A stored row needs no decoding: every column of the table is text or a number. */
const rowOf = (row: RawRow): ImportRow => unsafeCast<ImportRow>(row);

const viewOf = ({ createdAt, undoneAt, ...row }: Omit<ImportRow, "rev">): View => ({
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
