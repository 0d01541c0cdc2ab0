import { unsafeCast } from "../../kernel/cast.ts";
import type { Context } from "../../kernel/context.ts";
import type { Condition } from "../../kernel/db/condition.ts";
import { statement } from "../../kernel/db/database.ts";
import type { FileReply } from "../../kernel/http/endpoint.ts";
import { csvLine } from "./csv.ts";
import { type CustomerFilters, conditionOf, customerView } from "./service.ts";
import type { Customer } from "./table.ts";

/** Rows that one D1 call reads: the rest of a longer file is read while its beginning is sent. */
const CHUNK_ROWS = 2_000;
const COLUMNS = ["id", "name", "email", "phone", "company", "status", "value", "createdAt", "updatedAt"] as const;

/**
 * A CSV file with all customers that the caller may reach and that fulfil the filters, oldest first. One D1 call before
 * the reply begins, and one for every further 2,000 customers while it is sent.
 */
export async function exportAll(ctx: Context, filters: CustomerFilters): Promise<FileReply> {
  const where = await conditionOf(ctx, filters);
  let chunk = await readChunk(ctx, where, { createdAt: 0, id: 0 });
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(csvLine(COLUMNS))),
    async pull(controller) {
      const lines = chunk.map(customerView).map((customer) => csvLine(COLUMNS.map((name) => customer[name])));
      if (lines.length > 0) controller.enqueue(encoder.encode(lines.join("")));
      const last = chunk.at(-1);
      if (!last || chunk.length < CHUNK_ROWS) controller.close();
      else chunk = await readChunk(ctx, where, last);
    },
  });
  return {
    body,
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="customers.csv"',
      "Cache-Control": "no-store",
    },
  };
}

type Position = Pick<Customer, "createdAt" | "id">;

/** The next customers after a position in the order of the file. */
async function readChunk(ctx: Context, where: Condition, { createdAt, id }: Position): Promise<Customer[]> {
  const rows = await ctx.db.all(
    statement(
      `SELECT * FROM customers
        WHERE ${where.sql} AND (createdAt, id) > (?, ?)
        ORDER BY createdAt, id
        LIMIT ?`,
      ...where.params,
      createdAt,
      id,
      CHUNK_ROWS,
    ),
  );
  return unsafeCast<Customer[]>(rows);
}
