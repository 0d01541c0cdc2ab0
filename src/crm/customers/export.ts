import type { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import type { Context } from "../../kernel/context.ts";
import type { Condition } from "../../kernel/db/page.ts";
import type { FileReply } from "../../kernel/http/endpoint.ts";
import type { CustomerQuery } from "./contract.ts";
import { csvLine } from "./csv.ts";
import { conditionsOf, customerView } from "./service.ts";
import type { Customer } from "./table.ts";

/** Rows per D1 call: a longer file is read while it is sent. */
const PAGE = 2_000;
const COLUMNS = ["id", "name", "email", "phone", "company", "status", "value", "createdAt", "updatedAt"] as const;

type Filters = Pick<z.output<typeof CustomerQuery>, "search" | "status">;

/** All customers that the filters let through, oldest first. One D1 call before the reply, one per page after. */
export async function exportAll(ctx: Context, filters: Filters): Promise<FileReply> {
  const where = await conditionsOf(ctx, filters);
  let page = await readPage(ctx, where, { createdAt: 0, id: 0 });
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(csvLine(COLUMNS))),
    async pull(controller) {
      const lines = page.map(customerView).map((customer) => csvLine(COLUMNS.map((name) => customer[name])));
      if (lines.length > 0) controller.enqueue(encoder.encode(lines.join("")));
      const last = page.at(-1);
      if (!last || page.length < PAGE) controller.close();
      else page = await readPage(ctx, where, last);
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

type Place = Pick<Customer, "createdAt" | "id">;

async function readPage(ctx: Context, where: Condition, { createdAt, id }: Place): Promise<Customer[]> {
  const sql = `SELECT * FROM customers WHERE ${where.sql} AND (createdAt, id) > (?, ?) ORDER BY createdAt, id LIMIT ?`;
  return unsafeCast<Customer[]>(await ctx.db.all({ sql, params: [...where.params, createdAt, id, PAGE] }));
}
