import { unsafeCast } from "../kernel/cast.ts";
import type { Change } from "../kernel/change.ts";
import type { Reminder, ReminderData } from "../kernel/hub/product.ts";
import type { HubOwner } from "../kernel/hub/protocol.ts";

/** For how many rows the newest revision is kept in memory, by which notices that arrive late are recognized. */
const NEWEST_MAX = 10_000;

/**
 * A reminder as it is stored. With `askFor`, later reminders of that user are not stored, and must be asked for when this
 * one is due. With `completeFor` it is open: see `Reminder`. A row with `askFor` alone is no reminder: it records that the upcoming reminders still have to be read.
 */
type StoredReminder = Partial<ReminderData> & { askFor?: HubOwner; completeFor?: HubOwner };

/** A reminder that is due. With `completeFor`, its data is completed for that user before it is sent. */
export interface DueReminder {
  readonly data: ReminderData;
  readonly completeFor: HubOwner | undefined;
}

/** Upcoming reminders in the object's own database, where they survive eviction. All moments are UTC milliseconds. */
export class ReminderStore {
  /** By row, the revision of the newest change that was seen. */
  private readonly newest = new Map<string, number>();

  constructor(private readonly sql: SqlStorage) {
    this.sql.exec(`
      CREATE TABLE IF NOT EXISTS reminders (entity TEXT NOT NULL, id TEXT NOT NULL, at INTEGER NOT NULL, data TEXT NOT NULL);
      CREATE INDEX IF NOT EXISTS reminders_row ON reminders (entity, id);
      CREATE INDEX IF NOT EXISTS reminders_at ON reminders (at);
    `);
  }

  /**
   * Replaces the reminders of the changed row by these; past ones are left out. A change older than one that was seen
   * before is ignored, because notices may overtake each other.
   */
  replace(owner: HubOwner, { entity, id, rev }: Change, reminders: readonly Reminder[], now: number): void {
    const row = `${entity} ${id}`;
    if (rev < (this.newest.get(row) ?? 0)) return;
    if (this.newest.size >= NEWEST_MAX) this.newest.clear();
    this.newest.set(row, rev);
    const replaced = [
      { entity, id },
      ...reminders.map((reminder) => ({ entity: reminder.entity, id: reminder.data.id })),
    ];
    for (const each of replaced)
      this.sql.exec("DELETE FROM reminders WHERE entity = ? AND id = ?", each.entity, each.id);
    this.insert(owner, reminders, now);
  }

  /** Replaces all reminders, and whatever was still to be asked for. */
  replaceAll(owner: HubOwner, reminders: readonly Reminder[], now: number): void {
    this.sql.exec("DELETE FROM reminders");
    this.insert(owner, reminders, now);
  }

  /** When the earliest reminder after `after` is due; null when there is none. */
  nextDue(after: number): number | null {
    return this.sql.exec<{ at: number | null }>("SELECT min(at) AS at FROM reminders WHERE at > ?", after).one().at;
  }

  /**
   * Removes and returns what is due, earliest first. `askFor`: the user whose upcoming reminders are to be asked for. That
   * request stays stored until `replaceAll`, so that it is repeated when reading fails, and reminders that recur without
   * an end do not stop.
   */
  takeDue(now: number): { due: DueReminder[]; askFor: HubOwner | undefined } {
    const rows = this.sql.exec<{ data: string }>("SELECT data FROM reminders WHERE at <= ? ORDER BY at", now).toArray();
    this.sql.exec("DELETE FROM reminders WHERE at <= ?", now);
    const stored = rows.map(({ data }) => unsafeCast<StoredReminder>(JSON.parse(data)));
    const askFor = stored.find((reminder) => reminder.askFor)?.askFor;
    if (askFor) this.store("", "", now, { askFor });
    return {
      due: stored.flatMap(({ askFor: _, completeFor, ...data }) =>
        data.type ? [{ data: unsafeCast<ReminderData>(data), completeFor }] : [],
      ),
      askFor,
    };
  }

  private insert({ product, userId }: HubOwner, reminders: readonly Reminder[], now: number): void {
    const user = { product, userId };
    for (const { entity, at, data, hasMore, isOpen } of reminders) {
      const stored = { ...data, ...(hasMore && { askFor: user }), ...(isOpen && { completeFor: user }) };
      if (at > now) this.store(entity, data.id, at, stored);
    }
  }

  private store(entity: string, id: string, at: number, reminder: StoredReminder): void {
    this.sql.exec("INSERT INTO reminders VALUES (?, ?, ?, ?)", entity, id, at, JSON.stringify(reminder));
  }
}
