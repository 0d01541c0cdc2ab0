import { getTableColumns } from "drizzle-orm";
import type { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import type { Context } from "../../kernel/context.ts";
import { definedFields } from "../../kernel/contract.ts";
import { allOf, filter } from "../../kernel/db/condition.ts";
import { type Statement, statement } from "../../kernel/db/database.ts";
import { insertOnce } from "../../kernel/db/insert-once.ts";
import { listing, readPage } from "../../kernel/db/page.ts";
import { editRow, hasVersion, type IfMatch, requireVersion } from "../../kernel/db/versioned.ts";
import { notFound } from "../../kernel/errors.ts";
import { toDecimal, toMinor } from "../../kernel/money.ts";
import { toIso } from "../../kernel/time.ts";
import { activityOfNewRow } from "../activities/service.ts";
import { paginationOf } from "../contract.ts";
import { scopeOf } from "../scope.ts";
import type { DealBody, DealChanges, DealList, DealQuery, DealView, OneDeal } from "./contract.ts";
import { CURRENCY, completedAtOf, completionNote } from "./rules.ts";
import { type Deal, deals } from "./table.ts";

// Verbs of deals. A deal belongs to the owner of its customer, whoever wrote it.

type Reply = z.output<typeof OneDeal>;
/** What is read for a reply. */
type DealRow = Deal & { customerName: string; customerCompany: string };

const COLUMNS = "d.*, c.name AS customerName, c.company AS customerCompany";
const DEALS = "deals d JOIN customers c ON c.id = d.customerId";

/** One page of the caller's deals. One D1 call. A customer that is not the caller's has none. */
export async function list(ctx: Context, query: z.output<typeof DealQuery>): Promise<z.output<typeof DealList>> {
  const found = listing({
    columns: COLUMNS,
    from: DEALS,
    countFrom: "deals d",
    where: allOf([
      await scopeOf(ctx, "d"),
      filter("d.status = ?", query.status),
      filter("d.customerId = ?", query.customerId),
    ]),
    orderBy: `d.${query.sortBy} ${query.sortOrder}, d.id ${query.sortOrder}`,
  });
  const { rows, meta } = await readPage(ctx.db, found, query);
  return { deals: unsafeCast<DealRow[]>(rows).map(dealView), pagination: paginationOf(meta) };
}

/** One deal. One D1 call. @throws not_found */
export async function get(ctx: Context, id: number): Promise<Reply> {
  const deal = await find(ctx, id);
  if (!deal) throw notFound();
  return replyWith(ctx, deal);
}

/**
 * Creates a deal at most once per idempotency key; a completed one gets an activity that says so. One D1 call.
 * @throws not_found on `customerId`; invalid_input on `value`
 */
export async function create(ctx: Context, input: z.output<typeof DealBody>): Promise<Reply> {
  const { now } = ctx;
  const scope = await scopeOf(ctx, "c");
  const value = toMinor(input.value, CURRENCY, "value");
  const completedAt = completedAtOf(null, input.status, now);
  const activity = activityOfNewRow("deals", "customerId", completionNote(input.title), now);
  const deal = await insertOnce(ctx, {
    insert: (isFirst) =>
      statement(
        `INSERT INTO deals
            (title, description, value, status, completedAt, version, createdAt, updatedAt, userId, customerId)
          SELECT ?, ?, ?, ?, ?, 1, ?, ?, c.userId, c.id FROM customers c
          WHERE c.id = ? AND ${scope.sql} AND ${isFirst.sql}
          RETURNING id`,
        input.title,
        input.description,
        value,
        input.status,
        completedAt,
        now,
        now,
        input.customerId,
        ...scope.params,
        ...isFirst.params,
      ),
    alsoWrite: completedAt === null ? [] : [activity],
    inserted: `SELECT ${COLUMNS} FROM ${DEALS} WHERE d.id = (SELECT max(id) FROM deals)`,
    columns: [...Object.keys(getTableColumns(deals)), "customerName", "customerCompany"],
  });
  if (!deal) throw notFound("customerId");
  return replyWith(ctx, unsafeCast<DealRow>(deal));
}

/**
 * Changes the given fields of a deal; each transition into `completed` adds an activity. Two D1 calls.
 * @throws not_found, also on `customerId`; invalid_input on `value`; stale
 */
export async function update(
  ctx: Context,
  id: number,
  changes: z.output<typeof DealChanges>,
  ifMatch: IfMatch,
): Promise<Reply> {
  const { value, ...rest } = definedFields(changes);
  const patch = { ...rest, ...(value !== undefined && { value: toMinor(value, CURRENCY, "value") }) };
  const deal = await editRow<DealRow>({
    ifMatch,
    load: () => findForUpdate(ctx, id, patch.customerId),
    view: replyOf,
    write: async (row) => {
      const [written = [], , [current] = []] = await ctx.db.batch([
        ...updateStatements(ctx, row, { ...row, ...patch }),
        statement(`SELECT ${COLUMNS} FROM ${DEALS} WHERE d.id = ?`, id),
      ]);
      return written.length === 0 ? undefined : unsafeCast<DealRow>(current);
    },
  });
  return replyWith(ctx, deal);
}

/** Two statements: the row's new state, if it still has its version of before, and the activity of its completion. */
function updateStatements({ now }: Context, before: Deal, after: Deal): Statement[] {
  const completedAt = completedAtOf(before, after.status, now);
  const isCompletion = completedAt !== null && before.status !== "completed";
  return [
    statement(
      `UPDATE deals SET title = ?, description = ?, value = ?, status = ?, completedAt = ?, customerId = c.id,
          userId = c.userId, version = version + 1, updatedAt = ?
        FROM (SELECT id, userId FROM customers WHERE id = ?) c
        WHERE deals.id = ? AND version = ?
        RETURNING deals.id`,
      after.title,
      after.description,
      after.value,
      after.status,
      completedAt,
      now,
      after.customerId,
      before.id,
      before.version,
    ),
    statement(
      `INSERT INTO activities (type, description, createdAt, userId, customerId)
        SELECT 'deal', ?, ?, userId, customerId FROM deals
        WHERE id = ? AND ? AND changes() = 1`,
      completionNote(after.title),
      now,
      before.id,
      isCompletion ? 1 : 0,
    ),
  ];
}

/** Deletes a deal. One D1 call, two when refused. @throws not_found; stale */
export async function remove(ctx: Context, id: number, ifMatch: IfMatch): Promise<{ message: string }> {
  const condition = allOf([{ sql: "id = ?", params: [id] }, await scopeOf(ctx, "deals"), hasVersion("deals", ifMatch)]);
  const removed = await ctx.db.all(
    statement(`DELETE FROM deals WHERE ${condition.sql} RETURNING id`, ...condition.params),
  );
  if (removed.length === 0) {
    const deal = await find(ctx, id);
    if (!deal) throw notFound();
    requireVersion(deal, ifMatch, replyOf);
  }
  return { message: "Deal deleted successfully" };
}

const find = (ctx: Context, id: number): Promise<DealRow | undefined> => findForUpdate(ctx, id, undefined);

/**
 * The deal, in one call with a check that the caller has the customer it is to be moved to.
 * @throws not_found on `customerId`
 */
async function findForUpdate(ctx: Context, id: number, customerId: number | undefined): Promise<DealRow | undefined> {
  const [own, ownCustomer] = [await scopeOf(ctx, "d"), await scopeOf(ctx, "customers")];
  const [[deal] = [], target = []] = await ctx.db.batch([
    statement(`SELECT ${COLUMNS} FROM ${DEALS} WHERE d.id = ? AND ${own.sql}`, id, ...own.params),
    ...(customerId === undefined
      ? []
      : [statement(`SELECT 1 FROM customers WHERE id = ? AND ${ownCustomer.sql}`, customerId, ...ownCustomer.params)]),
  ]);
  if (deal && customerId !== undefined && target.length === 0) throw notFound("customerId");
  return deal && unsafeCast<DealRow>(deal);
}

function replyWith(ctx: Context, deal: DealRow): Reply {
  ctx.outcome.version = deal.version;
  return replyOf(deal);
}

const replyOf = (deal: DealRow): Reply => ({ deal: dealView(deal) });

const dealView = (deal: DealRow): z.output<typeof DealView> => ({
  id: deal.id,
  title: deal.title,
  description: deal.description,
  value: toDecimal(deal.value, CURRENCY),
  status: deal.status,
  customerId: deal.customerId,
  customer: { id: deal.customerId, name: deal.customerName, company: deal.customerCompany },
  completedAt: deal.completedAt === null ? null : toIso(deal.completedAt),
  createdAt: toIso(deal.createdAt),
  updatedAt: toIso(deal.updatedAt),
});
