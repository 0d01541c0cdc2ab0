import type { Change } from "../kernel/change.ts";
import type { Context } from "../kernel/context.ts";
import type { HubProduct, ReminderData } from "../kernel/hub/product.ts";
import type { HubOwner } from "../kernel/hub/protocol.ts";
import { log } from "../kernel/log.ts";
import type { Principal } from "../kernel/principal.ts";
import type { AlarmContribution } from "./alarm-schedule.ts";
import { type DueReminder, ReminderStore } from "./reminder-store.ts";
import { TaskQueue } from "./task-queue.ts";

/** What reminders need of the hub. */
export interface ReminderHost {
  product(owner: HubOwner): Promise<HubProduct>;
  /** null when there is no such user any more. */
  principal(owner: HubOwner): Promise<Principal | null>;
  context(owner: HubOwner, now: number): Promise<Context>;
  /** Closes sockets whose session has ended: they must not get reminders. */
  checkSockets(now: number): Promise<void>;
  send(reminder: ReminderData): void;
}

/**
 * Sends the product's reminders to the user's sockets at their moments. Each change of a row
 * replaces the row's reminders, and `reschedule` replaces all. A product without reminders stores none.
 *
 * Sending and replacing take turns. Each first sends what is due when its turn comes, and then stores only what comes
 * after: so a reminder that an alarm sends while others are being read is not stored again, and one that is due when its row
 * changes is not lost.
 *
 * After `applyChanges` and `reschedule` the caller sets the alarm.
 */
export class Reminders implements AlarmContribution {
  readonly name = "reminders";
  private readonly store: ReminderStore;
  private readonly turns = new TaskQueue();

  constructor(
    sql: SqlStorage,
    private readonly host: ReminderHost,
  ) {
    this.store = new ReminderStore(sql);
  }

  /** @param changes in the order of their revisions */
  applyChanges(owner: HubOwner, changes: readonly Change[]): Promise<void> {
    return this.turns.run(async () => {
      const { reminders: source } = await this.host.product(owner);
      if (!source) return;
      const principal = await this.host.principal(owner);
      const now = Date.now();
      await this.sendDue(now);
      for (const change of changes.filter(({ entity }) => source.entities.includes(entity))) {
        this.store.replace(owner, change, principal ? source.of(change, principal, now) : [], now);
      }
    });
  }

  /** Replaces all reminders by what D1 says is upcoming. */
  reschedule(owner: HubOwner): Promise<void> {
    return this.turns.run(() => this.replaceAll(owner, Date.now()));
  }

  nextWake(after: number): number | null {
    return this.store.nextDue(after);
  }

  onWake(now: number): Promise<void> {
    return this.turns.run(async () => {
      const askFor = await this.sendDue(now);
      if (askFor) await this.replaceAll(askFor, now);
    });
  }

  private async replaceAll(owner: HubOwner, now: number): Promise<void> {
    const { reminders: source } = await this.host.product(owner);
    if (!source) return;
    await this.sendDue(now);
    const hasUser = (await this.host.principal(owner)) !== null;
    const upcoming = hasUser ? await source.upcoming(await this.host.context(owner, now)) : [];
    this.store.replaceAll(owner, upcoming, now);
  }

  /** Sends what is due at `now`. Returns the user whose reminders must be asked for, if any; it stays stored until they are. */
  private async sendDue(now: number): Promise<HubOwner | undefined> {
    await this.host.checkSockets(now);
    const { due, askFor } = this.store.takeDue(now);
    for (const reminder of due) {
      const data = await this.completed(reminder, now);
      if (data) this.host.send(data);
    }
    return askFor;
  }

  /** What is sent of a reminder that is due. One that cannot be completed is logged and left out: its moment has passed. */
  private async completed({ data, completeFor }: DueReminder, now: number): Promise<ReminderData | null> {
    if (!completeFor) return data;
    try {
      const { reminders: source } = await this.host.product(completeFor);
      return (await source?.completed?.(await this.host.context(completeFor, now), data)) ?? null;
    } catch (error) {
      log("error", "open reminder", { type: data.type, error });
      return null;
    }
  }
}
