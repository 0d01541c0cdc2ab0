import { tableSql } from "../../../engine/table-sql.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import type { Change } from "../../../kernel/change.ts";
import type { Context } from "../../../kernel/context.ts";
import type { Reminder, ReminderData } from "../../../kernel/hub/product.ts";
import type { Principal } from "../../../kernel/principal.ts";
import { addDays, dayOf, zonedToInstant } from "../../../kernel/time.ts";
import type { AppLanguage } from "../../languages.ts";
import { settingsFor, wantedReminders } from "../../profile.ts";
import { isDueToday } from "./due.ts";
import { type Habit, habits } from "./table.ts";
import { Timeline } from "./timeline.ts";

// Two reminders a day about all habits together (growth page, "Settings"): in the morning how many are due, in the evening how many of
// them are still open. They belong to no row. How many it is, is known only when they are due.

const ENTITY = "digests";
const IS_ACTIVE = "showStatus = 'active' AND status = 'active'";
/** Days that digests are set for at a time; the last one makes the hub ask for more. */
const DAYS_AHEAD = 7;
/** Of `YYYY-MM-DD`, with which the id of a digest begins. */
const DAY_CHARS = 10;

type Part = "morning" | "evening";

const TITLES: Readonly<Record<Part, Readonly<Record<AppLanguage, string>>>> = {
  morning: {
    uz: "Bugungi odatlar",
    ru: "Привычки на сегодня",
    en: "Today's habits",
    tr: "Bugünün alışkanlıkları",
    ar: "عادات اليوم",
  },
  evening: {
    uz: "Bugun hali bajarilmagan odatlar",
    ru: "Сегодня ещё не выполнено",
    en: "Still open today",
    tr: "Bugün henüz yapılmayanlar",
    ar: "ما لم يُنجز اليوم بعد",
  },
};

/** The digests of the next days, after a change of any habit; a user without habits has none. */
export const habitDigests = ({ entity }: Change, user: Principal, now: number): Reminder[] =>
  entity === "habits" ? digestsOf(user, now) : [];

function digestsOf(user: Principal, now: number): Reminder[] {
  const { morning, evening } = wantedReminders(user);
  const { language } = settingsFor(user);
  const today = dayOf(now, user.timezone);
  const digest = (day: string, part: Part, time: string): Reminder => ({
    entity: ENTITY,
    at: zonedToInstant(day, time, user.timezone),
    data: { type: "digest", id: `${day}-${part}`, title: TITLES[part][language], dueIn: 0 },
    isOpen: true,
  });
  const digests = Array.from({ length: DAYS_AHEAD }, (_, index) => addDays(today, index))
    .flatMap((day) => [
      ...(morning === null ? [] : [digest(day, "morning", morning)]),
      ...(evening === null ? [] : [digest(day, "evening", evening)]),
    ])
    .filter(({ at }) => at > now);
  return digests.map((each, index) => (index === digests.length - 1 ? { ...each, hasMore: true as const } : each));
}

/** The digests of the next days, for a user who has habits; one D1 call. */
export async function upcomingHabitDigests(ctx: Context): Promise<Reminder[]> {
  const rows = await ctx.db.all(tableSql(habits).where(ctx.owner, `${IS_ACTIVE} LIMIT 1`));
  return rows.length === 0 ? [] : digestsOf(await ctx.principal(), ctx.now);
}

/**
 * A digest with the number of habits that it is about; null when there are none. One D1 call. It counts for the day in its id: an alarm
 * may ring late, and one of 23:59 then rings on the next day.
 */
export async function completedDigest(ctx: Context, data: ReminderData): Promise<ReminderData | null> {
  const [day, part] = [data.id.slice(0, DAY_CHARS), data.id.slice(DAY_CHARS + 1)];
  const sql = tableSql(habits);
  const rows = await ctx.db.all(sql.where(ctx.owner, IS_ACTIVE));
  const count = rows.filter((row) => {
    const habit = unsafeCast<Habit>(sql.decode(row));
    const timeline = new Timeline(habit, day);
    return isDueToday(habit, timeline, day) && (part === "morning" || timeline.statusOf(day) === null);
  }).length;
  return count === 0 ? null : { ...data, count };
}
