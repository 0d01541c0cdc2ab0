import { getTableColumns } from "drizzle-orm";
import type { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import type { Context } from "../../kernel/context.ts";
import { definedFields } from "../../kernel/contract.ts";
import { allOf, type Condition, filter } from "../../kernel/db/condition.ts";
import { isRefused, type Statement, statement } from "../../kernel/db/database.ts";
import { readFoundPage } from "../../kernel/db/found-page.ts";
import { abortIf } from "../../kernel/db/guard.ts";
import { insertOnce } from "../../kernel/db/insert-once.ts";
import { listing, readPage } from "../../kernel/db/page.ts";
import { SEARCH_COLUMNS, searchCondition, searchFields } from "../../kernel/db/search.ts";
import { refuseTaken } from "../../kernel/db/unique.ts";
import { editRow, hasVersion, type IfMatch, requireVersion } from "../../kernel/db/versioned.ts";
import { AppError, invalidState, notFound } from "../../kernel/errors.ts";
import { toIso } from "../../kernel/time.ts";
import { LIMITS } from "../../limits.ts";
import { activityOfNewRow } from "../activities/service.ts";
import { paginationOf } from "../contract.ts";
import { ownerOf, scopeOf } from "../scope.ts";
import type {
  CustomerBody,
  CustomerChanges,
  CustomerList,
  CustomerQuery,
  CustomerView,
  OneCustomer,
} from "./contract.ts";
import { creationNote } from "./rules.ts";
import { type Customer, customers } from "./table.ts";

// Verbs of customers. E-mail addresses are unique among one user's customers.

export type CustomerFields = z.output<typeof CustomerBody>;

type Reply = z.output<typeof OneCustomer>;
type Removal = { cascade: boolean; ifMatch: IfMatch };

/** One page of the caller's customers. One D1 call. */
export async function list(
  ctx: Context,
  query: z.output<typeof CustomerQuery>,
): Promise<z.output<typeof CustomerList>> {
  const found = listing({
    columns: "*",
    from: "customers",
    where: await conditionOf(ctx, query),
    orderBy: `${query.sortBy} ${query.sortOrder}, id ${query.sortOrder}`,
  });
  const { rows, meta } =
    query.search === ""
      ? await readPage(ctx.db, found, query)
      : await readFoundPage(ctx.db, found, query, sizeOf(await scopeOf(ctx, "customers")));
  return {
    customers: unsafeCast<Customer[]>(rows).map(customerView),
    pagination: paginationOf(meta),
  };
}

/** How many customers there are to search in, as SQL, as far as it matters. */
const sizeOf = (scope: Condition): Condition => ({
  sql: `(SELECT count(*) FROM (SELECT 1 FROM customers WHERE ${scope.sql} LIMIT ?))`,
  params: [...scope.params, LIMITS.http.countedRows],
});

export type CustomerFilters = Pick<z.output<typeof CustomerQuery>, "search" | "status">;

/** The condition that a customer is one that the caller may reach, and fulfils the filters. */
export async function conditionOf(ctx: Context, { search, status }: CustomerFilters): Promise<Condition> {
  return allOf([
    await scopeOf(ctx, "customers"),
    filter("status = ?", status),
    search === "" ? undefined : searchCondition(search),
  ]);
}

/** One customer. One D1 call. @throws not_found */
export async function get(ctx: Context, id: number): Promise<Reply> {
  const customer = await find(ctx, id);
  if (!customer) throw notFound();
  return replyWith(ctx, customer);
}

/**
 * Creates a customer, and an activity that says so, at most once per idempotency key. One D1 call.
 * @throws already_exists on `email`
 */
export async function create(ctx: Context, input: CustomerFields): Promise<Reply> {
  const insertion = insertOnce(ctx, {
    insert: (isFirst) =>
      statement(
        `INSERT INTO customers
            (userId, ${WRITTEN_COLUMNS.join(", ")}, version, createdAt, updatedAt)
          SELECT ?, ${WRITTEN_COLUMNS.map(() => "?").join(", ")}, 1, ?, ?
          WHERE ${isFirst.sql}
          RETURNING id`,
        ownerOf(ctx),
        ...valuesOf(input),
        ctx.now,
        ctx.now,
        ...isFirst.params,
      ),
    alsoWrite: [activityOfNewRow("customers", "id", creationNote(input.name), ctx.now)],
    inserted: "SELECT * FROM customers WHERE id = (SELECT max(id) FROM customers)",
    columns: Object.keys(getTableColumns(customers)),
  });
  return replyWith(ctx, unsafeCast<Customer>(await refuseTaken(insertion, "email", emailTaken)));
}

/** Changes the given fields of a customer. Two D1 calls. @throws not_found; already_exists on `email`; stale */
export async function update(
  ctx: Context,
  id: number,
  changes: z.output<typeof CustomerChanges>,
  ifMatch: IfMatch,
): Promise<Reply> {
  const customer = await editRow<Customer>({
    ifMatch,
    load: () => find(ctx, id),
    view: replyOf,
    write: async (row) => {
      const write = statement(
        `UPDATE customers SET ${WRITTEN_COLUMNS.map((column) => `${column} = ?`).join(", ")},
            version = version + 1, updatedAt = ?
          WHERE id = ? AND version = ?
          RETURNING *`,
        ...valuesOf({ ...row, ...definedFields(changes) }),
        ctx.now,
        id,
        row.version,
      );
      const [written] = await refuseTaken(ctx.db.all(write), "email", emailTaken);
      return written && unsafeCast<Customer>(written);
    },
  });
  return replyWith(ctx, customer);
}

/**
 * Deletes a customer with its activities, and with its deals when `cascade` is true. One D1 call, two when refused.
 * @throws not_found; stale; invalid_state when it has deals and `cascade` is false
 */
export async function remove(ctx: Context, id: number, { cascade, ifMatch }: Removal): Promise<{ message: string }> {
  const isTarget = allOf([{ sql: "customers.id = ?", params: [id] }, await scopeOf(ctx, "customers")]);
  const isKnown = hasVersion("customers", ifMatch);
  const target: Condition = { sql: `(SELECT id FROM customers WHERE ${isTarget.sql})`, params: isTarget.params };
  const statements: Statement[] = [
    abortIf({
      sql: `EXISTS (SELECT 1 FROM customers WHERE ${isTarget.sql} AND NOT ${isKnown.sql})`,
      params: [...isTarget.params, ...isKnown.params],
    }),
    cascade
      ? statement(`DELETE FROM deals WHERE customerId IN ${target.sql}`, ...target.params)
      : abortIf({
          sql: `EXISTS (SELECT 1 FROM deals WHERE customerId IN ${target.sql})`,
          params: target.params,
        }),
    statement(`DELETE FROM activities WHERE customerId IN ${target.sql}`, ...target.params),
    statement(`DELETE FROM customers WHERE ${isTarget.sql} RETURNING id`, ...isTarget.params),
  ];
  const answers = await ctx.db.batch(statements).catch(async (error: unknown) => {
    if (!isRefused(error)) throw error;
    const customer = await find(ctx, id);
    if (customer) requireVersion(customer, ifMatch, replyOf);
    throw invalidState("The customer has deals: delete them first, or all together with ?cascade=true");
  });
  if (answers.at(-1)?.length === 0) throw notFound();
  return { message: "Customer deleted successfully" };
}

/** The columns that follow from the fields of a customer. */
export const WRITTEN_COLUMNS = ["name", "email", "phone", "company", "status", "value", ...SEARCH_COLUMNS] as const;

/** The values of `WRITTEN_COLUMNS`, in their order. */
export function valuesOf(fields: CustomerFields): (string | number)[] {
  const row = { ...fields, ...searchFields([fields.name, fields.email, fields.phone, fields.company]) };
  return WRITTEN_COLUMNS.map((column) => row[column]);
}

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

const replyOf = (customer: Customer): Reply => ({ customer: customerView(customer) });

async function find(ctx: Context, id: number): Promise<Customer | undefined> {
  const scope = await scopeOf(ctx, "customers");
  const [row] = await ctx.db.all(
    statement(`SELECT * FROM customers WHERE id = ? AND ${scope.sql}`, id, ...scope.params),
  );
  return row && unsafeCast<Customer>(row);
}

function replyWith(ctx: Context, customer: Customer): Reply {
  ctx.outcome.version = customer.version;
  return replyOf(customer);
}

const emailTaken = () =>
  new AppError("already_exists", {
    message: "There is a customer with this e-mail address",
    details: [{ field: "email", message: "Taken" }],
  });
