import { getTableColumns } from "drizzle-orm";
import type { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import type { Context } from "../../kernel/context.ts";
import { allOf, type Condition, filter } from "../../kernel/db/condition.ts";
import { type Statement, statement } from "../../kernel/db/database.ts";
import { insertOnce } from "../../kernel/db/insert-once.ts";
import { type Listing, listing, pageMeta, pageStatements, readPage, totalOf } from "../../kernel/db/page.ts";
import { notFound } from "../../kernel/errors.ts";
import { toIso } from "../../kernel/time.ts";
import { paginationOf } from "../contract.ts";
import { scopeOf } from "../scope.ts";
import type {
  ActivityBody,
  ActivityList,
  ActivityQuery,
  ActivityView,
  OneActivity,
  TimelineQuery,
} from "./contract.ts";
import { type Activity, activities } from "./table.ts";

// Verbs of activities: what happened with a customer.

type List = z.output<typeof ActivityList>;
/** What is read for a reply. */
type ActivityRow = Activity & { customerName: string };

const COLUMNS = "a.*, c.name AS customerName";
const ACTIVITIES = "activities a JOIN customers c ON c.id = a.customerId";

/** One page of the caller's activities. One D1 call. A customer that is not the caller's has none. */
export async function list(ctx: Context, query: z.output<typeof ActivityQuery>): Promise<List> {
  const conditions = [await scopeOf(ctx, "a"), filter("a.customerId = ?", query.customerId)];
  const { rows, meta } = await readPage(ctx.db, activityListing(conditions, query), query);
  return { activities: unsafeCast<ActivityRow[]>(rows).map(activityView), pagination: paginationOf(meta) };
}

/** One page of one customer's activities, newest first. One D1 call. @throws not_found */
export async function timeline(ctx: Context, customerId: number, query: z.output<typeof TimelineQuery>): Promise<List> {
  const scope = await scopeOf(ctx, "customers");
  const [customer = [], rows = [], count] = await ctx.db.batch([
    statement(`SELECT 1 FROM customers WHERE id = ? AND ${scope.sql}`, customerId, ...scope.params),
    ...pageStatements(activityListing([{ sql: "a.customerId = ?", params: [customerId] }], query), query),
  ]);
  if (customer.length === 0) throw notFound();
  return {
    activities: unsafeCast<ActivityRow[]>(rows).map(activityView),
    pagination: paginationOf(pageMeta(query, totalOf(count))),
  };
}

/** Creates an activity at most once per idempotency key. One D1 call. @throws not_found on `customerId` */
export async function create(
  ctx: Context,
  input: z.output<typeof ActivityBody>,
): Promise<z.output<typeof OneActivity>> {
  const scope = await scopeOf(ctx, "customers");
  const activity = await insertOnce(ctx, {
    insert: (isFirst) =>
      statement(
        `INSERT INTO activities (type, description, createdAt, userId, customerId)
          SELECT ?, ?, ?, userId, id FROM customers
          WHERE id = ? AND ${scope.sql} AND ${isFirst.sql}
          RETURNING id`,
        input.type,
        input.description,
        ctx.now,
        input.customerId,
        ...scope.params,
        ...isFirst.params,
      ),
    inserted: `SELECT ${COLUMNS} FROM ${ACTIVITIES} WHERE a.id = (SELECT max(id) FROM activities)`,
    columns: [...Object.keys(getTableColumns(activities)), "customerName"],
  });
  if (!activity) throw notFound("customerId");
  return { activity: activityView(unsafeCast<ActivityRow>(activity)) };
}

/**
 * A statement that adds an activity about the row which the statement before it in the batch inserted; it does nothing
 * when that inserted no row. `customerColumn` is the column of `table` with the customer's id.
 */
export const activityOfNewRow = (
  table: "customers" | "deals",
  customerColumn: "id" | "customerId",
  description: string,
  now: number,
): Statement =>
  statement(
    `INSERT INTO activities (type, description, createdAt, userId, customerId)
      SELECT 'deal', ?, ?, userId, ${customerColumn} FROM ${table}
      WHERE id = last_insert_rowid() AND changes() = 1`,
    description,
    now,
  );

const activityListing = (
  conditions: readonly (Condition | undefined)[],
  { type, sortOrder }: z.output<typeof TimelineQuery>,
): Listing =>
  listing({
    columns: COLUMNS,
    from: ACTIVITIES,
    countFrom: "activities a",
    where: allOf([...conditions, filter("a.type = ?", type)]),
    orderBy: `a.createdAt ${sortOrder}, a.id ${sortOrder}`,
  });

const activityView = ({
  id,
  type,
  description,
  customerId,
  customerName,
  createdAt,
}: ActivityRow): z.output<typeof ActivityView> => ({
  id,
  type,
  description,
  customerId,
  customer: { id: customerId, name: customerName },
  createdAt: toIso(createdAt),
});
