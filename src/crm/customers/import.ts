import type { z } from "zod";
import type { Context } from "../../kernel/context.ts";
import { fieldProblems } from "../../kernel/contract.ts";
import { jsonChunks, type Statement, statement, takenColumns } from "../../kernel/db/database.ts";
import { AppError, invalid } from "../../kernel/errors.ts";
import { LIMITS } from "../../limits.ts";
import { ownerOf } from "../scope.ts";
import { CustomerBody, type ImportQuery, type ImportReport } from "./contract.ts";
import { type CustomerFile, type FileRow, readFile } from "./file.ts";
import { creationNote } from "./rules.ts";
import { type CustomerFields, valuesOf, WRITTEN_COLUMNS } from "./service.ts";

const MAX_ATTEMPTS = 4;
const COLUMNS = { required: ["name", "email"], optional: ["phone", "company", "status", "value"] };

type Report = z.output<typeof ImportReport>;

/** A valid row of the file. */
interface Row {
  /** As a spreadsheet counts rows: the header is row 1. */
  number: number;
  fields: CustomerFields;
}

/**
 * Creates a customer, and its activity, for every row of a CSV file, all in one batch; or none at all. Two D1 calls,
 * more when somebody creates some of the same customers meanwhile.
 * @param file CSV or XLSX; its first line names the columns
 * @throws invalid_input, with a report of the invalid rows, the first thousand problems of them; already_exists, with a report of all duplicates, unless
 * they are to be skipped; stale when others kept creating the same customers
 */
export async function importAll(
  ctx: Context,
  file: CustomerFile,
  { duplicates: onDuplicate }: z.output<typeof ImportQuery>,
): Promise<Report> {
  const { rows, problems } = await readRows(file);
  if (problems.length > 0) {
    const data: Report = { imported: 0, duplicates: [], invalid: problems };
    throw new AppError("invalid_input", { message: "Nothing was imported: some rows are not valid", data });
  }
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const { fresh, duplicates } = withoutDuplicates(rows, await takenEmails(ctx, rows));
    if (duplicates.length > 0 && onDuplicate === "refuse") {
      const data: Report = { imported: 0, duplicates, invalid: [] };
      throw new AppError("already_exists", { message: "Nothing was imported: some rows are duplicates", data });
    }
    if (await insertAll(ctx, fresh)) return { imported: fresh.length, duplicates, invalid: [] };
  }
  throw new AppError("stale", { message: "Other writes kept creating the same customers; try again" });
}

/** The valid rows of the file, and what is wrong with the others. @throws invalid_input when it is no such file */
async function readRows(file: CustomerFile): Promise<{ rows: Row[]; problems: Report["invalid"] }> {
  const rows: Row[] = [];
  const problems: Report["invalid"] = [];
  const fileRows = await readFile(file, COLUMNS);
  for (const row of fileRows) {
    if (problems.length >= LIMITS.crm.importProblems) break;
    const parsed = CustomerBody.safeParse(bodyOf(row));
    if (parsed.success) rows.push({ number: row.number, fields: parsed.data });
    else problems.push(...fieldProblems(parsed.error).map((problem) => ({ row: row.number, ...problem })));
  }
  if (fileRows.length === 0) throw invalid("file", "There are no rows under the first line");
  return { rows, problems };
}

/** The row as a request body. Statuses are accepted in any case, because people write `Active`. */
const bodyOf = ({ cells: { status, ...cells } }: FileRow): object => ({
  name: "",
  email: "",
  ...cells,
  ...(status !== undefined && { status: status.trim().toLowerCase() }),
});

/** Sorts out rows whose e-mail address the caller already has (`taken`), or an earlier row of the file has. */
function withoutDuplicates(rows: readonly Row[], taken: ReadonlySet<string>) {
  const seen = new Map<string, number>();
  const fresh: CustomerFields[] = [];
  const duplicates: Report["duplicates"] = [];
  for (const { number, fields } of rows) {
    const { email } = fields;
    const earlier = seen.get(email);
    if (taken.has(email)) {
      duplicates.push({ row: number, email, message: "There is a customer with this e-mail address" });
    } else if (earlier !== undefined) {
      duplicates.push({ row: number, email, message: `The same e-mail address as row ${earlier}` });
    } else {
      seen.set(email, number);
      fresh.push(fields);
    }
  }
  return { fresh, duplicates };
}

/** Those e-mail addresses of the rows that the caller already has a customer with. One D1 call. */
async function takenEmails(ctx: Context, rows: readonly Row[]): Promise<Set<string>> {
  const statements = jsonChunks(rows.map(({ fields }) => fields.email)).map((chunk) =>
    statement(
      `SELECT email FROM customers
        WHERE userId = ? AND email IN (SELECT value FROM json_each(?))`,
      ownerOf(ctx),
      chunk,
    ),
  );
  const answers = await ctx.db.batch(statements);
  return new Set(answers.flat().map(({ email }) => String(email)));
}

/** Inserts all customers in one D1 call; false when somebody created one of them meanwhile. */
async function insertAll(ctx: Context, customers: readonly CustomerFields[]): Promise<boolean> {
  if (customers.length === 0) return true;
  const chunks = jsonChunks(customers.map(valuesOf));
  try {
    await ctx.db.batch(chunks.flatMap((chunk) => insertStatements(ctx, chunk)));
    return true;
  } catch (error) {
    if (takenColumns(error).includes("email")) return false;
    throw error;
  }
}

/** The customers of a JSON array of `valuesOf` arrays, and their activities. */
const insertStatements = (ctx: Context, chunk: string): Statement[] => [
  statement(
    `INSERT INTO customers (userId, ${WRITTEN_COLUMNS.join(", ")}, version, createdAt, updatedAt)
      SELECT ?1, ${WRITTEN_COLUMNS.map((_, index) => `value ->> ${index}`).join(", ")}, 1, ?2, ?2
      FROM json_each(?3)`,
    ownerOf(ctx),
    ctx.now,
    chunk,
  ),
  statement(
    `INSERT INTO activities (type, description, createdAt, userId, customerId)
      SELECT 'deal', ?1 || c.name, ?2, c.userId, c.id
      FROM json_each(?3) chunk CROSS JOIN customers c
      WHERE c.userId = ?4 AND c.email = chunk.value ->> 1`,
    creationNote(""),
    ctx.now,
    chunk,
    ownerOf(ctx),
  ),
];
