import { unsafeCast } from "../../src/kernel/cast.ts";

// A second database that plays a replica of one with users' rows: for tests (replica.ts), and for `npm run demo:databases`.

/** A row as stored, with its place in the table. */
type Row = Record<string, unknown>;

/** A table with users' rows, and the column by which they are copied: pulls go by `seq`, which the replica gives anew. */
interface Table {
  readonly name: string;
  readonly order: string;
}

interface SessionOptions {
  /** What the answers say of themselves. */
  servedByPrimary: boolean;
  /** Called before each batch. */
  onBatch?: () => void;
}

/** A session that the replica answers. Its batches, the only calls that near reads make, say who served them. */
export const replicaSession = (replica: D1Database, { servedByPrimary, onBatch }: SessionOptions): D1DatabaseSession =>
  unsafeCast<D1DatabaseSession>({
    prepare: (sql: string) => replica.prepare(sql),
    batch: async (statements: D1PreparedStatement[]) => {
      onBatch?.();
      const answers = await replica.batch(statements);
      return answers.map((answer) => ({ ...answer, meta: { ...answer.meta, served_by_primary: servedByPrimary } }));
    },
  });

/** The replica gets all that the primary has by now, as one state of it. @param owner the user whose rows are copied; null: all */
export async function copyRows(primary: D1Database, replica: D1Database, owner: number | null): Promise<void> {
  const tables = await tablesOfUsers(replica);
  const [condition, params] = owner === null ? ["", []] : ["WHERE owner = ?", [owner]];
  const answers = await primary.batch<Row>(
    tables.map(({ name, order }) =>
      primary.prepare(`SELECT * FROM ${name} ${condition} ORDER BY ${order}`).bind(...params),
    ),
  );
  await replica.batch([
    ...tables.map(({ name }) => replica.prepare(`DELETE FROM ${name} ${condition}`).bind(...params)),
    ...tables.flatMap(({ name }, index) => (answers[index]?.results ?? []).map((row) => insert(replica, name, row))),
  ]);
}

async function tablesOfUsers(replica: D1Database): Promise<Table[]> {
  const { results } = await replica
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%`owner`%'")
    .all<{ name: string; sql: string }>();
  return results.map(({ name, sql }) => ({ name, order: sql.includes("`seq`") ? "seq" : "owner" }));
}

function insert(replica: D1Database, table: string, { seq: _own, ...row }: Row): D1PreparedStatement {
  const names = Object.keys(row).map((name) => `"${name}"`);
  return replica
    .prepare(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`)
    .bind(...Object.values(row));
}
