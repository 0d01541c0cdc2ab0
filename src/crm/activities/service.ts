import { getTableColumns } from "drizzle-orm";
import type { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import type { Context } from "../../kernel/context.ts";
import { type Statement, statement } from "../../kernel/db/database.ts";
import { once } from "../../kernel/db/once.ts";
import type { Condition } from "../../kernel/db/page.ts";
import { notFound } from "../../kernel/errors.ts";
import { toIso } from "../../kernel/time.ts";
import { allOf, jsonOf, pageStatements, paginationOf, scopeOf } from "../rows.ts";
import type {
  ActivityBody,
  ActivityList,
  ActivityQuery,
  ActivityView,
  OneActivity,
  TimelineQuery,
} from "./contract.ts";
import { type Activity, activities } from "./table.ts";

const COLUMNS = "a.*, c.name AS customerName";
const ACTIVITIES = "activities a JOIN customers c ON c.id = a.customerId";
/** Inside the batch that inserts a row, nobody else does: the largest id is that row's. */
const NEWEST = `SELECT ${COLUMNS} FROM ${ACTIVITIES} WHERE a.id = (SELECT max(id) FROM activities)`;

type List = z.output<typeof ActivityList>;
type Row = Activity & { customerName: string };

/** One D1 call. A customer that is not the caller's has no activities. */
export async function list(ctx: Context, query: z.output<typeof ActivityQuery>): Promise<List> {
  const conditions = [await scopeOf(ctx, "a")];
  if (query.customerId !== undefined) conditions.push({ sql: "a.customerId = ?", params: [query.customerId] });
  const [rows = [], count] = await ctx.db.batch(listing(conditions, query));
  return { activities: unsafeCast<Row[]>(rows).map(activityView), pagination: paginationOf(query, count) };
}

/** What happened with one customer, newest first; one D1 call. @throws not_found */
export async function timeline(ctx: Context, customerId: number, query: z.output<typeof TimelineQuery>): Promise<List> {
  const scope = await scopeOf(ctx, "customers");
  const [customer = [], rows = [], count] = await ctx.db.batch([
    statement(`SELECT 1 FROM customers WHERE id = ? AND ${scope.sql}`, customerId, ...scope.params),
    ...listing([{ sql: "a.customerId = ?", params: [customerId] }], query),
  ]);
  if (customer.length === 0) throw notFound();
  return { activities: unsafeCast<Row[]>(rows).map(activityView), pagination: paginationOf(query, count) };
}

/** One D1 call. Once per idempotency key. @throws not_found on `customerId` */
export async function create(
  ctx: Context,
  input: z.output<typeof ActivityBody>,
): Promise<z.output<typeof OneActivity>> {
  const scope = await scopeOf(ctx, "customers");
  const { stored, isFirst, keep, replay } = once(ctx);
  const insert = statement(
    `INSERT INTO activities (type, description, createdAt, userId, customerId)
      SELECT ?, ?, ?, userId, id FROM customers WHERE id = ? AND ${scope.sql} AND ${isFirst.sql} RETURNING id`,
    input.type,
    input.description,
    ctx.now,
    input.customerId,
    ...scope.params,
    ...isFirst.params,
  );
  const kept = keep(jsonOf(NEWEST, [...Object.keys(getTableColumns(activities)), "customerName"]));
  const [earlier = [], inserted = [], , newest = []] = await ctx.db.batch([stored, insert, kept, statement(NEWEST)]);
  const activity = replay(earlier) ?? (inserted.length > 0 ? newest[0] : undefined);
  if (!activity) throw notFound("customerId");
  return { activity: activityView(unsafeCast<Row>(activity)) };
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
    select: COLUMNS,
    from: ACTIVITIES,
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
