import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { keyText, rowId } from "../kernel/db/columns.ts";

// Tables with a primary key of several columns are WITHOUT ROWID in their migrations, which drizzle has no word for: a row
// then lies in its key, instead of in a table beside it. `npm run migrations` checks it.

/** A batch of the engine needs these two of the kernel as well. */
export { guard, idempotency } from "../kernel/db/tables.ts";

/**
 * One clock per user: every unit of work raises it by one and stamps its rows with it. `bytes` is what the user's data takes,
 * as `usage.ts` counts it.
 *
 * `frozen` belongs to moves between databases. It is 0, or the number of the last move that froze or thawed the clock in this
 * database: positive while it is frozen, negative since it was thawed. Nothing may change a user's rows under a frozen clock:
 * a unit of work that raises it is aborted, and whatever else writes rows of users checks `frozen` in the same batch. In a
 * database that a user has left, the clock stays frozen for ever, so that a write that comes late finds it.
 */
export const clocks = sqliteTable("clocks", {
  owner: integer().primaryKey(),
  rev: integer().notNull(),
  bytes: integer().notNull().default(0),
  frozen: integer().notNull().default(0),
});

/** Who wrote when: one row per unit of work. */
export const commits = sqliteTable(
  "commits",
  {
    owner: integer().notNull(),
    rev: integer().notNull(),
    at: integer().notNull(),
    source: text({ enum: ["rest", "sync", "cron", "queue"] }).notNull(),
    /** null: no session, as in cron. */
    sessionId: rowId(),
    requestId: keyText().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.rev] }), index("commits_at").on(table.owner, table.at)],
);

/**
 * Which edited fields went from what to what: `{field: [from, to]}`. Kept 180 days. A creation has no entry: the row itself
 * has its `createdRev`.
 */
export const revisions = sqliteTable(
  "revisions",
  {
    owner: integer().notNull(),
    entity: text().notNull(),
    id: rowId().notNull(),
    rev: integer().notNull(),
    changes: text({ mode: "json" }).$type<FieldChanges>().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.entity, table.id, table.rev] })],
);
export type FieldChanges = Record<string, [from: unknown, to: unknown]>;

/** How many active and archived rows of each entity a user has, so that the total of a whole list counts nothing. */
export const rowCounts = sqliteTable(
  "rowCounts",
  {
    owner: integer().notNull(),
    entity: text().notNull(),
    showStatus: text({ enum: ["active", "archived"] }).notNull(),
    count: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.owner, table.entity, table.showStatus] })],
);
