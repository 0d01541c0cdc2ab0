import { unsafeCast } from "../kernel/cast.ts";
import type { Change } from "../kernel/change.ts";
import type { Reminder } from "../kernel/hub/product.ts";
import type { HubOwner } from "../kernel/hub/protocol.ts";

/** How many rows' newest revisions are remembered, to tell a late notice from a new one. */
const NEWEST_MAX = 10_000;

/** When to ask again for what is upcoming, unless it was told meanwhile. */
const ASK_AGAIN_MS = 10 * 60_000;

/** A reminder as it is stored. `askFor`: whose later ones are not stored yet. Without a type it only asks. */
type Stored = Partial<Reminder["data"]> & { askFor?: HubOwner };

/** Reminders to come, in the object's own database, with its alarm at the earliest: they outlive eviction. */
export class Reminders {
  private readonly sql: SqlStorage;
  private readonly newest = new Map<string, number>();

  constructor(private readonly storage: DurableObjectStorage) {
    this.sql = storage.sql;
    this.sql.exec(`
      CREATE TABLE IF NOT EXISTS reminders (entity TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS reminders_row ON reminders (entity, id);
      CREATE INDEX IF NOT EXISTS reminders_at ON reminders (at);
    `);
  }

  /** The row's reminders are now these; what lies in the past is not caught up. Notices may overtake each other. */
  replace(owner: HubOwner, { entity, id, rev }: Change, reminders: readonly Reminder[], now: number): void {
    const row = `${entity} ${id}`;
    if (rev < (this.newest.get(row) ?? 0)) return;
    if (this.newest.size >= NEWEST_MAX) this.newest.clear();
    this.newest.set(row, rev);
    this.sql.exec("DELETE FROM reminders WHERE entity = ? AND id = ?", entity, id);
    this.insert(owner, reminders, now);
  }

  replaceAll(owner: HubOwner, reminders: readonly Reminder[], now: number): void {
    this.sql.exec("DELETE FROM reminders");
    this.insert(owner, reminders, now);
  }

  /**
   * Removes and returns what is due, earliest first, and whose upcoming reminders are to be asked for: if that fails, they
   * are asked for later, so that reminders without an end never run dry.
   */
  takeDue(now: number): { due: Reminder["data"][]; askFor: HubOwner | undefined } {
    const rows = this.sql.exec<{ data: string }>("SELECT data FROM reminders WHERE at <= ? ORDER BY at", now).toArray();
    this.sql.exec("DELETE FROM reminders WHERE at <= ?", now);
    const stored = rows.map(({ data }) => unsafeCast<Stored>(JSON.parse(data)));
    const askFor = stored.find((one) => one.askFor)?.askFor;
    if (askFor) this.store("", "", now + ASK_AGAIN_MS, { askFor });
    return {
      due: stored.flatMap(({ askFor: _, ...data }) => (data.type ? [unsafeCast<Reminder["data"]>(data)] : [])),
      askFor,
    };
  }

  /** Sets the object's alarm to the earliest reminder. Call it after every change. */
  async arm(): Promise<void> {
    const { at } = this.sql.exec<{ at: number | null }>("SELECT min(at) AS at FROM reminders").one();
    if (at === (await this.storage.getAlarm())) return;
    await (at === null ? this.storage.deleteAlarm() : this.storage.setAlarm(at));
  }

  private insert({ product, userId }: HubOwner, reminders: readonly Reminder[], now: number): void {
    for (const { entity, at, data, hasMore } of reminders) {
      if (at > now) this.store(entity, data.id, at, hasMore ? { ...data, askFor: { product, userId } } : data);
    }
  }

  private store(entity: string, id: string, at: number, stored: Stored): void {
    this.sql.exec("INSERT INTO reminders VALUES (?, ?, ?, ?)", entity, id, at, JSON.stringify(stored));
  }
}
