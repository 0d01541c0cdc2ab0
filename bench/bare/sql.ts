import { ReadPlan } from "../../src/engine/read-plan.ts";
import { idOfStored, storedId } from "../../src/kernel/db/stored-id.ts";
import { UserMoment } from "../../src/kernel/time.ts";
import { transactionEntity } from "../../src/leora/finance/transactions/entity.ts";
import { registry } from "../../src/leora/registry.ts";

// The statements that our Worker sends to D1 for the measured requests of Leora, without the code that makes them.

export interface Query {
  sql: string;
  params: unknown[];
}
type Row = Record<string, unknown>;

const CLOCK = "(SELECT rev FROM clocks WHERE owner = ?1)";
const ENTITIES = registry.entities.map(({ name }) => name);
const PAGE = 500;

export const listTasks = (owner: number): Query[] => [
  {
    sql: "SELECT * FROM tasks WHERE owner = ? AND showStatus = ? ORDER BY createdAt desc, id desc LIMIT ? OFFSET ?",
    params: [owner, "active", 20, 0],
  },
  {
    sql: "SELECT count AS total FROM rowCounts WHERE owner = ? AND entity = ? AND showStatus = ?",
    params: [owner, "tasks", "active"],
  },
];

export const getTask = (owner: number, id: string): Query => ({
  sql: "SELECT * FROM tasks WHERE owner = ?1 AND id = ?2 AND showStatus <> 'deleted'",
  params: [owner, storedId(id)],
});

/** Inserts rows, all as one JSON parameter. Their columns are the fields of the first row. */
export function insertRows(table: string, owner: number, rows: readonly Row[]): Query {
  const names = Object.keys(rows[0] ?? {}).filter(
    (name) => !["seq", "owner", "rev", "editRev", "createdRev"].includes(name),
  );
  const values = names.map((_, index) => `j.value ->> ${index}`);
  return {
    // `?1` user, `?2` the rows as JSON lists of their columns.
    sql: `INSERT INTO ${table} (owner, rev, editRev, createdRev, ${names.join(", ")})
      SELECT ?1, c.rev, c.rev, c.rev, ${values.join(", ")}
      FROM clocks c CROSS JOIN json_each(?2) j WHERE c.owner = ?1`,
    params: [owner, JSON.stringify(rows.map((row) => names.map((name) => row[name])))],
  };
}

const reads = new Map<string, Query[]>();

/** What our Worker reads before it writes an expense, as its own read plan says; made once per account. */
function readsOf(owner: number, { accountId, currency, date, categoryId }: Row): Query[] {
  const known = reads.get(String(accountId));
  if (known) return known;
  const user = {
    userId: "",
    owner,
    database: "LEORA_DB_1",
    role: "user",
    timezone: "UTC",
    profile: { tier: "free", primaryCurrency: "UZS", reminderMinutes: null },
  } as const;
  const plan = new ReadPlan(user, new UserMoment(Date.now(), user), registry);
  const input = { type: "expense", accountId: idOfStored(String(accountId)), amount: 1, currency, date, categoryId };
  plan.writesInputs(transactionEntity.table, [], [input]);
  const queries = plan.prepare().questions.map(({ statement: { sql, params } }) => ({ sql, params: [...params] }));
  reads.set(String(accountId), queries);
  return queries;
}

/**
 * What creating an expense reads, and everything that it writes: the guard of the account, the user's clock, the row, the
 * balance, the row count and the commit; then the new revision and the changed account are read.
 */
export function createTransaction(owner: number, row: Row): { read: Query[]; write: Query[] } {
  return {
    read: readsOf(owner, row),
    write: [
      {
        // Parameters: lists of account and revision as JSON, user, number of accounts.
        sql: `INSERT INTO guard (ok) SELECT NULL
          WHERE (
            SELECT count(*) FROM json_each(?) j CROSS JOIN accounts t
            WHERE t.owner = ? AND t.id = j.value ->> 0 AND t.editRev >= j.value ->> 1) <> ?`,
        params: [JSON.stringify([[row.accountId, 0]]), owner, 1],
      },
      {
        sql: "INSERT INTO clocks (owner, rev) VALUES (?1, 1) ON CONFLICT (owner) DO UPDATE SET rev = rev + 1",
        params: [owner],
      },
      insertRows("transactions", owner, [row]),
      {
        // `?1` user, `?2` lists of account and summand as JSON, `?3` UTC ms.
        sql: `UPDATE accounts SET currentBalance = currentBalance + (j.value ->> 1), updatedAt = ?3, rev = ${CLOCK}
          FROM json_each(?2) j WHERE accounts.owner = ?1 AND accounts.id = j.value ->> 0`,
        params: [owner, JSON.stringify([[row.accountId, -Number(row.amount)]]), row.updatedAt],
      },
      {
        // `?1` user, `?2` lists of entity, show status and count as JSON.
        sql: `INSERT INTO rowCounts (owner, entity, showStatus, count)
          SELECT ?1, value ->> 0, value ->> 1, value ->> 2 FROM json_each(?2) WHERE true
          ON CONFLICT (owner, entity, showStatus) DO UPDATE SET count = count + excluded.count`,
        params: [owner, JSON.stringify([["transactions", "active", 1]])],
      },
      {
        // `?1` user, then the columns from `at` on.
        sql: `INSERT INTO commits (owner, rev, at, source, sessionId, requestId)
          SELECT ?1, rev, ?2, ?3, ?4, ?5 FROM clocks WHERE owner = ?1`,
        params: [owner, row.updatedAt, "rest", null, row.id],
      },
      { sql: "SELECT rev FROM clocks WHERE owner = ?1", params: [owner] },
      { sql: `SELECT * FROM accounts WHERE owner = ?1 AND rev = ${CLOCK}`, params: [owner] },
    ],
  };
}

/** `?1` user, `?2` revision that the client has, `?3` revision up to which it wants no tombstones, `?4` rows. */
export const pull = (owner: number): Query[] => [
  { sql: "SELECT rev FROM clocks WHERE owner = ?1", params: [owner] },
  ...ENTITIES.map((entity) => {
    const wanted = "owner = ?1 AND rev > ?2 AND (showStatus <> 'deleted' OR rev > ?3)";
    const last = `SELECT rev FROM ${entity} WHERE ${wanted} ORDER BY rev LIMIT 1 OFFSET ?4`;
    return {
      sql: `SELECT *, createdRev > ?2 AS isNew
       FROM ${entity} WHERE ${wanted} AND rev <= ifnull((${last}), ${Number.MAX_SAFE_INTEGER})`,
      params: [owner, 0, Number.MAX_SAFE_INTEGER, PAGE],
    };
  }),
];
