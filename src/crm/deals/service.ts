import { getTableColumns } from "drizzle-orm";
import type { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import type { Context } from "../../kernel/context.ts";
import { definedFields } from "../../kernel/contract.ts";
import { type Statement, statement } from "../../kernel/db/database.ts";
import { once } from "../../kernel/db/once.ts";
import { notFound } from "../../kernel/errors.ts";
import { toDecimal, toMinor } from "../../kernel/money.ts";
import { toIso } from "../../kernel/time.ts";
import { noteOnNewRow } from "../activities/service.ts";
import { allOf, edit, jsonOf, pageStatements, paginationOf, requireKnown, scopeOf, versionIn } from "../rows.ts";
import type { DealBody, DealChanges, DealList, DealQuery, DealView, OneDeal } from "./contract.ts";
import { CURRENCY, completedAtOf, completedNote } from "./rules.ts";
import { type Deal, deals } from "./table.ts";

type Reply = z.output<typeof OneDeal>;
type Row = Deal & { customerName: string; customerCompany: string };

const COLUMNS = "d.*, c.name AS customerName, c.company AS customerCompany";
const DEALS = "deals d JOIN customers c ON c.id = d.customerId";
/** Inside the batch that inserts a row, nobody else does: the largest id is that row's. */
const NEWEST = `SELECT ${COLUMNS} FROM ${DEALS} WHERE d.id = (SELECT max(id) FROM deals)`;

/** One D1 call. A customer that is not the caller's has no deals. */
export async function list(ctx: Context, query: z.output<typeof DealQuery>): Promise<z.output<typeof DealList>> {
  const conditions = [await scopeOf(ctx, "d")];
  if (query.status !== undefined) conditions.push({ sql: "d.status = ?", params: [query.status] });
  if (query.customerId !== undefined) conditions.push({ sql: "d.customerId = ?", params: [query.customerId] });
  const statements = pageStatements({
    select: COLUMNS,
    from: DEALS,
    counted: "deals d",
    where: allOf(conditions),
    orderBy: `d.${query.sortBy} ${query.sortOrder}, d.id ${query.sortOrder}`,
    ...query,
  });
  const [rows = [], count] = await ctx.db.batch(statements);
  return { deals: unsafeCast<Row[]>(rows).map(dealView), pagination: paginationOf(query, count) };
}

/** One D1 call. @throws not_found */
export async function get(ctx: Context, id: number): Promise<Reply> {
  const deal = await find(ctx, id);
  if (!deal) throw notFound();
  return replyWith(ctx, deal);
}

/**
 * One D1 call; a completed deal writes an activity too. Once per idempotency key.
 * @throws not_found on `customerId`; invalid_input on `value`
 */
export async function create(ctx: Context, input: z.output<typeof DealBody>): Promise<Reply> {
  const { now } = ctx;
  const scope = await scopeOf(ctx, "c");
  const { stored, isFirst, keep, replay } = once(ctx);
  const completedAt = completedAtOf(null, input.status, now);
  const insert = statement(
    `INSERT INTO deals (title, description, value, status, completedAt, version, createdAt, updatedAt, userId, customerId)
      SELECT ?, ?, ?, ?, ?, 1, ?, ?, c.userId, c.id FROM customers c
      WHERE c.id = ? AND ${scope.sql} AND ${isFirst.sql} RETURNING id`,
    input.title,
    input.description,
    toMinor(input.value, CURRENCY, "value"),
    input.status,
    completedAt,
    now,
    now,
    input.customerId,
    ...scope.params,
    ...isFirst.params,
  );
  const note = completedAt === null ? [] : [noteOnNewRow("deals", "customerId", completedNote(input.title), now)];
  const kept = keep(jsonOf(NEWEST, [...Object.keys(getTableColumns(deals)), "customerName", "customerCompany"]));
  const answers = await ctx.db.batch([stored, insert, ...note, kept, statement(NEWEST)]);
  const [earlier = [], inserted = []] = answers;
  const deal = replay(earlier) ?? (inserted.length > 0 ? answers.at(-1)?.[0] : undefined);
  if (!deal) throw notFound("customerId");
  return replyWith(ctx, unsafeCast<Row>(deal));
}

/**
 * What is left out stays; each transition into `completed` writes an activity. Two D1 calls.
 * @throws not_found, also on `customerId`; invalid_input on `value`; stale
 */
export async function update(
  ctx: Context,
  id: number,
  changes: z.output<typeof DealChanges>,
  ifMatch: readonly number[] | null,
): Promise<Reply> {
  const { value, ...rest } = definedFields(changes);
  const patch = { ...rest, ...(value !== undefined && { value: toMinor(value, CURRENCY, "value") }) };
  const deal = await edit<Row>({
    ifMatch,
    load: () => findForUpdate(ctx, id, patch.customerId),
    fresh: (row) => ({ deal: dealView(row) }),
    write: async (row) => {
      const [written = [], , fresh = []] = await ctx.db.batch([...writing(ctx, row, { ...row, ...patch }), byId(id)]);
      return written.length === 0 ? undefined : unsafeCast<Row>(fresh[0]);
    },
  });
  return replyWith(ctx, deal);
}

/** Two statements: the row's new state, if nobody wrote it meanwhile, and the activity of its completion. */
function writing({ now }: Context, before: Deal, after: Deal): Statement[] {
  const completedAt = completedAtOf(before, after.status, now);
  const isCompletion = completedAt !== null && before.status !== "completed";
  return [
    statement(
      `UPDATE deals SET title = ?, description = ?, value = ?, status = ?, completedAt = ?, customerId = c.id,
          userId = c.userId, version = version + 1, updatedAt = ?
        FROM (SELECT id, userId FROM customers WHERE id = ?) c WHERE deals.id = ? AND version = ? RETURNING deals.id`,
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
        SELECT 'deal', ?, ?, userId, customerId FROM deals WHERE id = ? AND ? AND changes() = 1`,
      completedNote(after.title),
      now,
      before.id,
      isCompletion ? 1 : 0,
    ),
  ];
}

/** One D1 call, two when refused. @throws not_found, stale */
export async function remove(
  ctx: Context,
  id: number,
  ifMatch: readonly number[] | null,
): Promise<{ message: string }> {
  const condition = allOf([{ sql: "id = ?", params: [id] }, await scopeOf(ctx, "deals"), versionIn(ifMatch, "deals")]);
  const removed = await ctx.db.all(
    statement(`DELETE FROM deals WHERE ${condition.sql} RETURNING id`, ...condition.params),
  );
  if (removed.length === 0) {
    const deal = await find(ctx, id);
    if (!deal) throw notFound();
    requireKnown(deal, ifMatch, (row) => ({ deal: dealView(row) }));
  }
  return { message: "Deal deleted successfully" };
}

const byId = (id: number): Statement => statement(`SELECT ${COLUMNS} FROM ${DEALS} WHERE d.id = ?`, id);

async function find(ctx: Context, id: number): Promise<Row | undefined> {
  return findForUpdate(ctx, id, undefined);
}

/** The deal, after a look at the customer it is to be moved to. @throws not_found on `customerId` */
async function findForUpdate(ctx: Context, id: number, customerId: number | undefined): Promise<Row | undefined> {
  const [own, ownCustomer] = [await scopeOf(ctx, "d"), await scopeOf(ctx, "customers")];
  const [[deal] = [], target = []] = await ctx.db.batch([
    statement(`SELECT ${COLUMNS} FROM ${DEALS} WHERE d.id = ? AND ${own.sql}`, id, ...own.params),
    ...(customerId === undefined
      ? []
      : [statement(`SELECT 1 FROM customers WHERE id = ? AND ${ownCustomer.sql}`, customerId, ...ownCustomer.params)]),
  ]);
  if (deal && customerId !== undefined && target.length === 0) throw notFound("customerId");
  return deal && unsafeCast<Row>(deal);
}

function replyWith(ctx: Context, deal: Row): Reply {
  ctx.outcome.version = deal.version;
  return { deal: dealView(deal) };
}

const dealView = (deal: Row): z.output<typeof DealView> => ({
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
