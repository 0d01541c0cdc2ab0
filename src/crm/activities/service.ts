import type { z } from "zod";
import { trust } from "../../kernel/cast.ts";
import type { Context } from "../../kernel/context.ts";
import { type Statement, statement } from "../../kernel/db/database.ts";
import type { Condition } from "../../kernel/db/list.ts";
import { notFound } from "../../kernel/errors.ts";
import { toIso } from "../../kernel/time.ts";
import { allOf, pageStatements, paginationOf, scopeOf } from "../rows.ts";
import type {
  ActivityBody,
  ActivityList,
  ActivityQuery,
  ActivityView,
  OneActivity,
  TimelineQuery,
} from "./contract.ts";
import type { Activity } from "./table.ts";

type List = z.output<typeof ActivityList>;
type Row = Activity & { customerName: string };

/** One D1 call. A customer that is not the caller's has no activities. */
export async function list(ctx: Context, query: z.output<typeof ActivityQuery>): Promise<List> {
  const conditions = [await scopeOf(ctx, "a")];
  if (query.customerId !== undefined) conditions.push({ sql: "a.customerId = ?", params: [query.customerId] });
  const [rows = [], count] = await ctx.db.batch(listing(conditions, query));
  return { activities: trust<Row[]>(rows).map(activityView), pagination: paginationOf(query, count) };
}

/** What happened with one customer, newest first; one D1 call. @throws not_found */
export async function timeline(ctx: Context, customerId: number, query: z.output<typeof TimelineQuery>): Promise<List> {
  const scope = await scopeOf(ctx, "customers");
  const [customer = [], rows = [], count] = await ctx.db.batch([
    statement(`SELECT 1 FROM customers WHERE id = ? AND ${scope.sql}`, customerId, ...scope.params),
    ...listing([{ sql: "a.customerId = ?", params: [customerId] }], query),
  ]);
  if (customer.length === 0) throw notFound();
  return { activities: trust<Row[]>(rows).map(activityView), pagination: paginationOf(query, count) };
}

/** One D1 call. @throws not_found on `customerId` */
export async function create(
  ctx: Context,
  input: z.output<typeof ActivityBody>,
): Promise<z.output<typeof OneActivity>> {
  const scope = await scopeOf(ctx, "customers");
  const [created = [], customer = []] = await ctx.db.batch([
    statement(
      `INSERT INTO activities (type, description, createdAt, userId, customerId)
        SELECT ?, ?, ?, userId, id FROM customers WHERE id = ? AND ${scope.sql} RETURNING *`,
      input.type,
      input.description,
      ctx.now,
      input.customerId,
      ...scope.params,
    ),
    statement("SELECT name AS customerName FROM customers WHERE id = ?", input.customerId),
  ]);
  if (created.length === 0) throw notFound("customerId");
  return { activity: activityView(trust<Row>({ ...created[0], ...customer[0] })) };
}

/**
 * The activity of a row that the previous statement of the batch inserted, if it did. `customerColumn` is where the row
 * keeps its customer.
 */
export const noteOnNewRow = (
  table: "customers" | "deals",
  customerColumn: "id" | "customerId",
  description: string,
  now: number,
): Statement =>
  statement(
    `INSERT INTO activities (type, description, createdAt, userId, customerId)
      SELECT 'deal', ?, ?, userId, ${customerColumn} FROM ${table} WHERE id = last_insert_rowid() AND changes() = 1`,
    description,
    now,
  );

const listing = (conditions: readonly Condition[], query: z.output<typeof TimelineQuery>): Statement[] => {
  const ofType = query.type === undefined ? [] : [{ sql: "a.type = ?", params: [query.type] }];
  return pageStatements({
    select: "a.*, c.name AS customerName",
    from: "activities a JOIN customers c ON c.id = a.customerId",
    counted: "activities a",
    where: allOf([...conditions, ...ofType]),
    orderBy: `a.createdAt ${query.sortOrder}, a.id ${query.sortOrder}`,
    ...query,
  });
};

const activityView = ({
  id,
  type,
  description,
  customerId,
  customerName,
  createdAt,
}: Row): z.output<typeof ActivityView> => ({
  id,
  type,
  description,
  customerId,
  customer: { id: customerId, name: customerName },
  createdAt: toIso(createdAt),
});
