import { idOfStored } from "../../src/kernel/db/stored-id.ts";
import type { Actor } from "../support/actor.ts";

/** Tables about people and their devices, not about their data. */
const IDENTITY = new Set(["users", "userDevices", "userSessions", "otpCodes"]);
/** Differ between two users who did the same. */
const OWN = new Set(["seq", "owner", "requestId", "sessionId"]);

/** A whole text that is a stored id, or a stored key that is one. */
const STORED_ID = /"~?([-0-9A-Z_a-z]{22})"/g;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;

/** The same value for two users who did the same: ids that the server made differ. */
export const normalized = <Value>(value: Value, actor: Actor, known: ReadonlySet<string>): Value =>
  JSON.parse(
    JSON.stringify(value)
      .replace(STORED_ID, (_, stored: string) => `"${idOfStored(stored)}"`)
      .replace(UUID, (id) => (id === actor.user.id ? "user" : known.has(id) ? id : "generated")),
  );

/** Everything that the database holds of a user's data, by table, as text in an order that does not depend on ids. */
export async function snapshotOf(actor: Actor, known: ReadonlySet<string>): Promise<Record<string, string[]>> {
  const { results } = await actor.db
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%`owner`%' ORDER BY name")
    .all<{ name: string }>();
  const tables = results.map(({ name }) => name).filter((name) => !IDENTITY.has(name));
  const answers = await actor.db.batch<Record<string, unknown>>(
    tables.map((name) => actor.db.prepare(`SELECT * FROM ${name} WHERE owner = ?`).bind(actor.owner)),
  );
  return Object.fromEntries(
    tables.map((name, index) => {
      const rows = (answers[index]?.results ?? []).map((row) =>
        Object.fromEntries(Object.entries(row).filter(([column]) => !OWN.has(column))),
      );
      return [name, rows.map((row) => JSON.stringify(normalized(row, actor, known))).toSorted()];
    }),
  );
}
