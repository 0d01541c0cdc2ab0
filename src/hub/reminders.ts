import { trust } from "../kernel/cast.ts";
import type { Change } from "../kernel/context.ts";
import type { Reminder } from "../kernel/hub.ts";

/** How many rows' newest revisions are remembered, to tell a late notice from a new one. */
const NEWEST_MAX = 10_000;

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
  replace({ entity, id, rev }: Change, reminders: readonly Reminder[], now: number): void {
    const row = `${entity} ${id}`;
    if (rev < (this.newest.get(row) ?? 0)) return;
    if (this.newest.size >= NEWEST_MAX) this.newest.clear();
    this.newest.set(row, rev);
    this.sql.exec("DELETE FROM reminders WHERE entity = ? AND id = ?", entity, id);
    this.insert(reminders, now);
  }

  replaceAll(reminders: readonly Reminder[], now: number): void {
    this.sql.exec("DELETE FROM reminders");
    this.insert(reminders, now);
  }

  /** Removes and returns what is due, earliest first. */
  takeDue(now: number): Reminder["data"][] {
    const due = this.sql.exec<{ data: string }>("SELECT data FROM reminders WHERE at <= ? ORDER BY at", now).toArray();
    this.sql.exec("DELETE FROM reminders WHERE at <= ?", now);
    return due.map(({ data }) => trust<Reminder["data"]>(JSON.parse(data)));
  }

  /** Sets the object's alarm to the earliest reminder. Call it after every change. */
  async arm(): Promise<void> {
    const { at } = this.sql.exec<{ at: number | null }>("SELECT min(at) AS at FROM reminders").one();
    if (at === (await this.storage.getAlarm())) return;
    await (at === null ? this.storage.deleteAlarm() : this.storage.setAlarm(at));
  }

  private insert(reminders: readonly Reminder[], now: number): void {
    for (const { entity, at, data } of reminders) {
      if (at <= now) continue;
      this.sql.exec("INSERT INTO reminders VALUES (?, ?, ?, ?)", entity, data.id, at, JSON.stringify(data));
    }
  }
}
