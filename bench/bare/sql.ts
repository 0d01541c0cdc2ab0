/** The statements that our Worker sends to D1 for the same requests, without the code that makes them. */
export interface Query {
  sql: string;
  params: unknown[];
}
type Row = Record<string, unknown>;

const CLOCK = "(SELECT rev FROM clocks WHERE userId = ?1)";
const ENTITIES = [
  "counterparties",
  "focusSessions",
  "tasks",
  "accounts",
  "budgets",
  "debts",
  "debtPayments",
  "habits",
  "habitCompletions",
  "goals",
  "goalCheckIns",
  "recurrences",
  "transactions",
  "notifications",
];
const PAGE = 500;

export const listTasks = (userId: string): Query[] => [
  {
    sql: "SELECT * FROM tasks WHERE userId = ? AND showStatus = ? ORDER BY createdAt desc, id desc LIMIT ? OFFSET ?",
    params: [userId, "active", 20, 0],
  },
  {
    sql: "SELECT count AS total FROM rowCounts WHERE userId = ? AND entity = ? AND showStatus = ?",
    params: [userId, "tasks", "active"],
  },
];

export const getTask = (userId: string, id: string): Query => ({
  sql: "SELECT * FROM tasks WHERE userId = ?1 AND id = ?2 AND showStatus <> 'deleted'",
  params: [userId, id],
});

/** All rows as one JSON parameter; their columns are the names of the first one's fields. */
export function insertRows(table: string, userId: string, rows: readonly Row[]): Query {
  const names = Object.keys(rows[0] ?? {}).filter((name) => !["userId", "rev", "editRev"].includes(name));
  const values = names.map((_, index) => `j.value ->> ${index}`);
  return {
    sql: `INSERT INTO ${table} (userId, rev, editRev, ${names.join(", ")}) SELECT ?1, c.rev, c.rev, ${values.join(", ")} FROM clocks c CROSS JOIN json_each(?2) j WHERE c.userId = ?1`,
    params: [userId, JSON.stringify(rows.map((row) => names.map((name) => row[name])))],
  };
}

const accountsOf = ["accountId", "fromAccountId", "toAccountId"]
  .map((field) => `SELECT ${field} FROM transactions WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?5))`)
  .join(" UNION ");

/** Exchange rates between the currencies of the transaction and its account; here they are the same. */
const RATES = `
  WITH wanted(code) AS MATERIALIZED (SELECT value AS code FROM json_each(?2)
    UNION SELECT currency FROM accounts WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?4) UNION ${accountsOf})
    UNION SELECT currency FROM transactions WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?5))
    UNION SELECT toCurrency FROM transactions WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?5))),
    days(day) AS (SELECT value AS day FROM json_each(?3)
    UNION SELECT date FROM transactions WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?5))),
    reachable(code) AS (SELECT code FROM wanted UNION SELECT value FROM json_each('["UZS","USD","EUR","RUB"]')),
    pairs(f, t) AS (
      SELECT w.code, r.code FROM wanted w JOIN reachable r ON r.code <> w.code
      UNION SELECT r.code, w.code FROM wanted w JOIN reachable r ON r.code <> w.code)
  SELECT r.*, d.day
  FROM pairs p CROSS JOIN days d CROSS JOIN json_each(json_array('', ?1)) o CROSS JOIN fxRates r ON r.rowid = (
    SELECT rowid FROM fxRates
    WHERE userId = o.value AND fromCurrency = p.f AND toCurrency = p.t AND date <= d.day
    ORDER BY date DESC, updatedAt DESC LIMIT 1)
  WHERE (SELECT count(*) FROM wanted WHERE code IS NOT NULL) > 1`;

/** What an expense reads, and everything it writes: guard, clock, row, balance, revision, commit. */
export function createTransaction(userId: string, row: Row): { read: Query[]; write: Query[] } {
  const accounts = JSON.stringify([row.accountId]);
  const ids = "userId = ?1 AND id IN (SELECT value FROM json_each(?2))";
  return {
    read: [
      { sql: `SELECT * FROM accounts WHERE ${ids}`, params: [userId, accounts] },
      {
        sql: RATES,
        params: [userId, JSON.stringify([row.currency]), JSON.stringify([row.date]), accounts, "[]"],
      },
    ],
    write: [
      {
        sql: "INSERT INTO guard (ok) SELECT NULL WHERE (SELECT count(*) FROM json_each(?) j CROSS JOIN accounts t WHERE t.userId = ? AND t.id = j.value ->> 0 AND t.editRev >= j.value ->> 1) <> ?",
        params: [JSON.stringify([[row.accountId, 0]]), userId, 1],
      },
      {
        sql: "INSERT INTO clocks (userId, rev) VALUES (?1, 1) ON CONFLICT (userId) DO UPDATE SET rev = rev + 1",
        params: [userId],
      },
      insertRows("transactions", userId, [row]),
      {
        sql: `UPDATE accounts SET currentBalance = currentBalance + (j.value ->> 1), updatedAt = ?3, rev = ${CLOCK} FROM json_each(?2) j WHERE accounts.userId = ?1 AND accounts.id = j.value ->> 0`,
        params: [userId, JSON.stringify([[row.accountId, -Number(row.amount)]]), row.updatedAt],
      },
      {
        sql: "INSERT INTO revisions (userId, entity, id, rev, operation, changes) SELECT ?1, j.value ->> 0, j.value ->> 1, c.rev, j.value ->> 2, j.value ->> 3 FROM clocks c CROSS JOIN json_each(?2) j WHERE c.userId = ?1",
        params: [userId, JSON.stringify([["transactions", row.id, "create", null]])],
      },
      {
        sql: `INSERT INTO rowCounts (userId, entity, showStatus, count)
          SELECT ?1, value ->> 0, value ->> 1, value ->> 2 FROM json_each(?2) WHERE true
          ON CONFLICT (userId, entity, showStatus) DO UPDATE SET count = count + excluded.count`,
        params: [userId, JSON.stringify([["transactions", "active", 1]])],
      },
      {
        sql: "INSERT INTO commits (userId, rev, at, source, sessionId, requestId) SELECT ?1, rev, ?2, ?3, ?4, ?5 FROM clocks WHERE userId = ?1",
        params: [userId, row.updatedAt, "rest", null, row.id],
      },
      { sql: "SELECT rev FROM clocks WHERE userId = ?1", params: [userId] },
      { sql: `SELECT * FROM accounts WHERE userId = ?1 AND rev = ${CLOCK}`, params: [userId] },
    ],
  };
}

export const pull = (userId: string): Query[] => [
  { sql: "SELECT rev FROM clocks WHERE userId = ?1", params: [userId] },
  ...ENTITIES.map((entity) => {
    const wanted = "userId = ?1 AND rev > ?2 AND (showStatus <> 'deleted' OR rev > ?3)";
    const last = `SELECT rev FROM ${entity} WHERE ${wanted} ORDER BY rev LIMIT 1 OFFSET ?4`;
    return {
      sql: `SELECT *, EXISTS (SELECT 1 FROM revisions r WHERE r.userId = ?1 AND r.entity = ?5 AND r.id = ${entity}.id
         AND r.operation = 'create' AND r.rev > ?2) AS isNew
       FROM ${entity} WHERE ${wanted} AND rev <= ifnull((${last}), ${Number.MAX_SAFE_INTEGER})`,
      params: [userId, 0, Number.MAX_SAFE_INTEGER, PAGE, entity],
    };
  }),
];
