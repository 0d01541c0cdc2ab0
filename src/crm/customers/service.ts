import { getTableColumns } from "drizzle-orm";
import type { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import type { Context } from "../../kernel/context.ts";
import { definedFields } from "../../kernel/contract.ts";
import { isRefused, type Statement, statement, takenColumns } from "../../kernel/db/database.ts";
import { once } from "../../kernel/db/once.ts";
import type { Condition } from "../../kernel/db/page.ts";
import { AppError, invalidState, notFound } from "../../kernel/errors.ts";
import { fold, searchText } from "../../kernel/text.ts";
import { toIso } from "../../kernel/time.ts";
import { noteOnNewRow } from "../activities/service.ts";
import {
  allOf,
  edit,
  jsonOf,
  ownerOf,
  pageStatements,
  paginationOf,
  requireKnown,
  scopeOf,
  versionIn,
} from "../rows.ts";
import type {
  CustomerBody,
  CustomerChanges,
  CustomerList,
  CustomerQuery,
  CustomerView,
  OneCustomer,
} from "./contract.ts";
import { createdNote } from "./rules.ts";
import { type Customer, customers } from "./table.ts";

export type CustomerFields = z.output<typeof CustomerBody>;
/** Inside the batch that inserts a row, nobody else does: the largest id is that row's. */
const NEWEST = jsonOf(
  "SELECT * FROM customers WHERE id = (SELECT max(id) FROM customers)",
  Object.keys(getTableColumns(customers)),
);

type Reply = z.output<typeof OneCustomer>;
type Removal = { cascade: boolean; ifMatch: readonly number[] | null };

/** One D1 call. */
export async function list(
  ctx: Context,
  query: z.output<typeof CustomerQuery>,
): Promise<z.output<typeof CustomerList>> {
  const statements = pageStatements({
    select: "*",
    from: "customers",
    counted: "customers",
    where: await conditionsOf(ctx, query),
    orderBy: `${query.sortBy} ${query.sortOrder}, id ${query.sortOrder}`,
    ...query,
  });
  const [rows = [], count] = await ctx.db.batch(statements);
  return {
    customers: rows.map((row) => customerView(unsafeCast<Customer>(row))),
    pagination: paginationOf(query, count),
  };
}

type Filters = Pick<z.output<typeof CustomerQuery>, "search" | "status">;

/** The caller's customers that the filters let through. */
export async function conditionsOf(ctx: Context, { search, status }: Filters): Promise<Condition> {
  const conditions = [await scopeOf(ctx, "customers")];
  if (status !== undefined) conditions.push({ sql: "status = ?", params: [status] });
  if (search !== "") conditions.push({ sql: "instr(search, ?) > 0", params: [fold(search)] });
  return allOf(conditions);
}

/** One D1 call. @throws not_found */
export async function get(ctx: Context, id: number): Promise<Reply> {
  const customer = await find(ctx, id);
  if (!customer) throw notFound();
  return replyWith(ctx, customer);
}

/** One D1 call; writes an activity too. Once per idempotency key. @throws already_exists on `email` */
export async function create(ctx: Context, input: CustomerFields): Promise<Reply> {
  const { stored, isFirst, keep, replay } = once(ctx);
  const insert = statement(
    `INSERT INTO customers (userId, name, email, phone, company, status, value, search, version, createdAt, updatedAt)
      SELECT ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ? WHERE ${isFirst.sql} RETURNING *`,
    ownerOf(ctx),
    ...columnsOf(input),
    ctx.now,
    ctx.now,
    ...isFirst.params,
  );
  const note = noteOnNewRow("customers", "id", createdNote(input.name), ctx.now);
  const [earlier = [], [created] = []] = await refusingTwins(ctx.db.batch([stored, insert, note, keep(NEWEST)]));
  return replyWith(ctx, unsafeCast<Customer>(replay(earlier) ?? created));
}

/** What is left out stays. Two D1 calls. @throws not_found, already_exists, stale */
export async function update(
  ctx: Context,
  id: number,
  changes: z.output<typeof CustomerChanges>,
  ifMatch: readonly number[] | null,
): Promise<Reply> {
  const customer = await edit<Customer>({
    ifMatch,
    load: () => find(ctx, id),
    fresh: (row) => ({ customer: customerView(row) }),
    write: async (row) => {
      const write = statement(
        `UPDATE customers SET name = ?, email = ?, phone = ?, company = ?, status = ?, value = ?, search = ?,
            version = version + 1, updatedAt = ?
          WHERE id = ? AND version = ? RETURNING *`,
        ...columnsOf({ ...row, ...definedFields(changes) }),
        ctx.now,
        id,
        row.version,
      );
      const [written] = await refusingTwins(ctx.db.all(write));
      return written && unsafeCast<Customer>(written);
    },
  });
  return replyWith(ctx, customer);
}

/**
 * Deletes a customer with its activities, and with its deals when `cascade`. One D1 call, two when refused.
 * @throws not_found; stale; invalid_state when it has deals
 */
export async function remove(ctx: Context, id: number, { cascade, ifMatch }: Removal): Promise<{ message: string }> {
  const own = allOf([{ sql: "customers.id = ?", params: [id] }, await scopeOf(ctx, "customers")]);
  const known = versionIn(ifMatch, "customers");
  const mine: Condition = { sql: `(SELECT id FROM customers WHERE ${own.sql})`, params: own.params };
  const statements: Statement[] = [
    guardAgainst(`SELECT 1 FROM customers WHERE ${own.sql} AND NOT ${known.sql}`, own.params, known.params),
    ...(cascade
      ? [statement(`DELETE FROM deals WHERE customerId IN ${mine.sql}`, ...mine.params)]
      : [guardAgainst(`SELECT 1 FROM deals WHERE customerId IN ${mine.sql}`, mine.params)]),
    statement(`DELETE FROM activities WHERE customerId IN ${mine.sql}`, ...mine.params),
    statement(`DELETE FROM customers WHERE ${own.sql} RETURNING id`, ...own.params),
  ];
  const answers = await ctx.db.batch(statements).catch(async (error: unknown) => {
    if (!isRefused(error)) throw error;
    const customer = await find(ctx, id);
    if (customer) requireKnown(customer, ifMatch, (row) => ({ customer: customerView(row) }));
    throw invalidState("The customer has deals: delete them first, or all together with ?cascade=true");
  });
  if (answers.at(-1)?.length === 0) throw notFound();
  return { message: "Customer deleted successfully" };
}

/** A statement that aborts its batch when the query finds anything. */
const guardAgainst = (query: string, ...params: (readonly unknown[])[]): Statement =>
  statement(`INSERT INTO guard (ok) SELECT NULL WHERE EXISTS (${query})`, ...params.flat());

/** What a row stores of its fields, in the order of the statements above. */
export const columnsOf = ({ name, email, phone, company, status, value }: CustomerFields): string[] => [
  name,
  email,
  phone,
  company,
  status,
  value,
  searchText([name, email, phone, company]),
];

export const customerView = (customer: Customer): z.output<typeof CustomerView> => ({
  id: customer.id,
  name: customer.name,
  email: customer.email,
  phone: customer.phone,
  company: customer.company,
  status: customer.status,
  value: customer.value,
  createdAt: toIso(customer.createdAt),
  updatedAt: toIso(customer.updatedAt),
});

async function find(ctx: Context, id: number): Promise<Customer | undefined> {
  const scope = await scopeOf(ctx, "customers");
  const [row] = await ctx.db.all(
    statement(`SELECT * FROM customers WHERE id = ? AND ${scope.sql}`, id, ...scope.params),
  );
  return row && unsafeCast<Customer>(row);
}

function replyWith(ctx: Context, customer: Customer): Reply {
  ctx.outcome.version = customer.version;
  return { customer: customerView(customer) };
}

async function refusingTwins<Result>(write: Promise<Result>): Promise<Result> {
  try {
    return await write;
  } catch (error) {
    if (!takenColumns(error).includes("email")) throw error;
    throw new AppError("already_exists", {
      message: "There is a customer with this e-mail address",
      details: [{ field: "email", message: "Taken" }],
    });
  }
}
