import type { z } from "zod";
import { unsafeCast } from "../../kernel/cast.ts";
import { type Context, momentOf } from "../../kernel/context.ts";
import { type RawRow, statement } from "../../kernel/db/database.ts";
import { abortIf } from "../../kernel/db/guard.ts";
import type { PageMeta } from "../../kernel/db/page.ts";
import { idOfStored, storedId } from "../../kernel/db/stored-id.ts";
import { toIso } from "../../kernel/time.ts";
import type { EntityRow } from "../columns.ts";
import { wireData } from "../commit.ts";
import type { Lookup } from "../read-plan.ts";
import type { Registry } from "../registry.ts";
import { tableSql } from "../table-sql.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { ENTRY_BYTES_SQL, releaseBytes } from "../usage.ts";
import type { ConflictQuery, ConflictView } from "./contract.ts";
import { rowKey } from "./history.ts";
import type { conflicts } from "./table.ts";

/** A change that waits for a person. `local` holds what the change set, `base` the row it was made on. */
export type Conflict = Omit<typeof conflicts.$inferSelect, "owner">;
type View = z.output<typeof ConflictView>;

/** What waits on a row, oldest first. */
export const conflictsOfRow: Lookup<{ entity: string; id: string }, Conflict[]> = {
  name: "conflicts of a row",
  statement: (owner, [row]) =>
    statement(
      "SELECT * FROM conflicts WHERE owner = ?1 AND entity = ?2 AND id = ?3 ORDER BY createdAt, conflictId",
      owner,
      row?.entity,
      row && storedId(row.id),
    ),
  parse: (rows) => rows.map(decode),
};

/** Takes changes off the list of those that wait; the commit fails when another write took one of them off meanwhile. */
export function closeConflicts(work: UnitOfWork, closed: readonly Conflict[]): void {
  const { owner } = work.user;
  const ids = JSON.stringify(closed.map(({ conflictId }) => conflictId));
  const which = "owner = ?1 AND conflictId IN (SELECT value FROM json_each(?2))";
  const count = `(SELECT count(*) FROM conflicts WHERE ${which})`;
  work.addStatement(abortIf({ sql: `${count} <> ?3`, params: [owner, ids, closed.length] }));
  work.addStatement(releaseBytes("conflicts", ENTRY_BYTES_SQL.conflicts, which, owner, ids));
  work.addStatement(statement(`DELETE FROM conflicts WHERE ${which}`, owner, ids));
}

/** A waiting change beside the server's row as it is now. */
export const conflictView = ({ local, base, localUpdatedAt, createdAt, ...rest }: Conflict, server: unknown): View => ({
  ...rest,
  local,
  server: unsafeCast(server),
  base,
  localUpdatedAt: toIso(localUpdatedAt),
  createdAt: toIso(createdAt),
});

/** All waiting changes, oldest first; one D1 call. */
export async function listConflicts(
  registry: Registry,
  ctx: Context,
  { page, limit }: z.output<typeof ConflictQuery>,
): Promise<{ data: View[]; meta: PageMeta }> {
  const { owner } = ctx;
  const { entities } = registry;
  const slice = "FROM conflicts WHERE owner = ?1 ORDER BY createdAt, conflictId LIMIT ?2 OFFSET ?3";
  const window = [limit, (page - 1) * limit];
  const rowsOf = `id IN (SELECT id FROM (SELECT entity, id ${slice}) WHERE entity = ?4)`;
  const [count = [], waiting = [], ...rows] = await ctx.db.batch([
    statement("SELECT count(*) AS total FROM conflicts WHERE owner = ?1", owner),
    statement(`SELECT * ${slice}`, owner, ...window),
    ...entities.map(({ table, name }) => tableSql(table).where(owner, rowsOf, ...window, name)),
  ]);
  const at = await momentOf(ctx);
  const servers = new Map<string, unknown>();
  entities.forEach((entity, index) => {
    for (const raw of rows[index] ?? []) {
      const row: EntityRow = tableSql(entity.table).decode(raw);
      servers.set(rowKey(entity.name, row.id), wireData(entity, unsafeCast(row), at));
    }
  });
  const total = Number(count[0]?.total);
  return {
    data: waiting
      .map(decode)
      .map((conflict) => conflictView(conflict, servers.get(rowKey(conflict.entity, conflict.id)))),
    meta: { page, limit, total, totalPages: Math.ceil(total / limit), hasMore: page * limit < total },
  };
}

const decode = ({ owner: _owner, id, local, base, ...rest }: RawRow): Conflict =>
  unsafeCast({ ...rest, id: idOfStored(String(id)), local: JSON.parse(String(local)), base: JSON.parse(String(base)) });
