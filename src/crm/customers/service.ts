import { getTableColumns } from "drizzle-orm";
import type { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import type { Context } from "../../kernel/context.ts";
import { definedFields } from "../../kernel/contract.ts";
import { allOf, type Condition, filter } from "../../kernel/db/condition.ts";
import { isRefused, type Statement, statement } from "../../kernel/db/database.ts";
import { abortIf } from "../../kernel/db/guard.ts";
import { insertOnce } from "../../kernel/db/insert-once.ts";
import { listing, readPage } from "../../kernel/db/page.ts";
import { refuseTaken } from "../../kernel/db/unique.ts";
import { editRow, hasVersion, type IfMatch, requireVersion } from "../../kernel/db/versioned.ts";
import { AppError, invalidState, notFound } from "../../kernel/errors.ts";
import { fold, searchText } from "../../kernel/text.ts";
import { toIso } from "../../kernel/time.ts";
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
  const { rows, total } = await readPage(ctx.db, found, query);
  return {
    customers: unsafeCast<Customer[]>(rows).map(customerView),
    pagination: paginationOf(query, total),
  };
}

export type CustomerFilters = Pick<z.output<typeof CustomerQuery>, "search" | "status">;

/** The condition that a customer is one that the caller may reach, and fulfils the filters. */
export async function conditionOf(ctx: Context, { search, status }: CustomerFilters): Promise<Condition> {
  return allOf([
    await scopeOf(ctx, "customers"),
    filter("status = ?", status),
    filter("instr(search, ?) > 0", search === "" ? undefined : fold(search)),
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
            (userId, name, email, phone, company, status, value, search, version, createdAt, updatedAt)
          SELECT ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?
          WHERE ${isFirst.sql}
          RETURNING id`,
        ownerOf(ctx),
        ...columnsOf(input),
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
        `UPDATE customers SET name = ?, email = ?, phone = ?, company = ?, status = ?, value = ?, search = ?,
            version = version + 1, updatedAt = ?
          WHERE id = ? AND version = ?
          RETURNING *`,
        ...columnsOf({ ...row, ...definedFields(changes) }),
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

/**
 * The values of a customer's columns `name`, `email`, `phone`, `company`, `status`, `value` and `search`, in this
 * order.
 */
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
