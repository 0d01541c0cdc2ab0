import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Change } from "../../../kernel/change.ts";
import type { Context } from "../../../kernel/context.ts";
import type { Reminder } from "../../../kernel/hub/product.ts";
import type { Principal } from "../../../kernel/principal.ts";
import { dayOf, zonedToInstant } from "../../../kernel/time.ts";
import { wantedReminders } from "../../profile.ts";
import { type Debt, debts } from "./table.ts";

/** The time of day of reminders of a debt without a `reminderTime`. */
const DEFAULT_TIME = "09:00";
/** Users are reminded the day before a debt is due, and on the day. */
const DAYS_BEFORE = [1, 0];
const DAY_MINUTES = 1440;

type Remindable = Pick<
  Debt,
  "id" | "counterpartyName" | "showStatus" | "status" | "dueDate" | "reminderEnabled" | "reminderTime"
>;

/** The reminders of a changed debt (spec 6.3 `reminder`); none when it is paid, canceled, archived, deleted, or has no due day. */
export function debtReminders({ entity, data }: Change, principal: Principal): Reminder[] {
  return entity === "debts" ? remindersOf(unsafeCast<Remindable>(data), principal) : [];
}

function remindersOf(debt: Remindable, user: Principal): Reminder[] {
  const { timezone } = user;
  const { id, counterpartyName: title, dueDate, status } = debt;
  const isOpen = status === "active" || status === "overdue";
  if (!wantedReminders(user).debts || debt.showStatus !== "active" || !debt.reminderEnabled) return [];
  if (!isOpen || dueDate === null) return [];
  return DAYS_BEFORE.map((days) => ({
    entity: "debts",
    at: zonedToInstant(dueDate, debt.reminderTime ?? DEFAULT_TIME, timezone) - days * DAY_MINUTES * 60_000,
    data: { type: "debt", id, title, dueIn: days * DAY_MINUTES },
  }));
}

/** Reminders of all open debts that are due from today on, in the user's zone; one D1 call. */
export async function upcomingDebtReminders(ctx: Context): Promise<Reminder[]> {
  const principal = await ctx.principal();
  const today = dayOf(ctx.now, principal.timezone);
  const table = tableSql(debts);
  const rows = await ctx.db.all(
    table.where(ctx.owner, "showStatus = 'active' AND dueDate >= ?2 AND reminderEnabled = 1", today),
  );
  return rows
    .flatMap((row) => remindersOf(unsafeCast<Debt>(table.decode(row)), principal))
    .filter((reminder) => reminder.at > ctx.now);
}
