import type { CronJob } from "../../../kernel/cron.ts";
import { type Database, type RawRow, statement } from "../../../kernel/db/database.ts";
import type { Env } from "../../../kernel/env.ts";
import { queueOf } from "../../../kernel/resources.ts";
import { addDays, DAY_MS, type Day, dayOf, timeOf, weekStart, zonedToInstant } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";
import { zoneOf } from "../../identity/users/rules.ts";
import { INSIGHTS_QUEUE, type InsightMessage } from "./messages.ts";

// Automatic runs: at seven in the morning of each user who was active lately, daily, on Mondays also for the last week, and on the first
// of a month also for the last month. Identity keeps when to look at a user next, so that cron finds by an index those whose
// morning has come.

const MORNING = "07:00";
/** Users who have not been active for so long get no automatic runs, until they come back. */
const ACTIVE_MS = 30 * DAY_MS;
/** A queue takes so many messages at once. */
const BATCH = 100;

type Scopes = Extract<InsightMessage, { kind: "automatic" }>["scopes"];

/** What a user's morning brings, and when to look again. */
export interface Morning {
  /** The runs that are due now; empty when they are not, or were made. */
  readonly scopes: Scopes;
  /** The day of the last run. */
  readonly ranOn: Day | null;
  /** UTC ms; null: when the user comes back. */
  readonly nextAt: number | null;
}

/** Decides about one user at `now` (UTC ms). @param ranOn the day of the last run */
export function morningOf(timezone: string, isActive: boolean, ranOn: Day | null, now: number): Morning {
  if (!isActive) return { scopes: [], ranOn, nextAt: null };
  const today = dayOf(now, timezone);
  const hasCome = timeOf(now, timezone) >= MORNING;
  const isDue = hasCome && (ranOn === null || ranOn < today);
  return {
    scopes: isDue ? scopesOf(today) : [],
    ranOn: isDue ? today : ranOn,
    nextAt: zonedToInstant(hasCome ? addDays(today, 1) : today, MORNING, timezone),
  };
}

const scopesOf = (today: Day): Scopes => [
  "daily",
  ...(weekStart(today) === today ? (["weekly"] as const) : []),
  ...(today.endsWith("-01") ? (["monthly"] as const) : []),
];

/**
 * Sends the automatic runs that are due to the queue: a page of users, two D1 calls. A page that breaks off after it was sent is sent
 * again; a run that comes twice changes nothing more.
 */
export const morningsJob = (env: Env, identity: Database, now: number): CronJob => ({
  name: "automatic insights",
  async run() {
    const rows = await identity.all(
      statement(
        `SELECT owner, region, timezone, insightsRanOn, insightsNextAt, createdAt,
            EXISTS (SELECT 1 FROM userSessions WHERE userId = users.id AND lastUsedAt > ?) AS isActive
          FROM users WHERE insightsNextAt IS NOT NULL AND insightsNextAt <= ? ORDER BY insightsNextAt LIMIT ?`,
        now - ACTIVE_MS,
        now,
        LIMITS.cron.morningsPerPage,
      ),
    );
    if (rows.length === 0) return false;
    const mornings = rows.map((row) => ({ row, morning: morningOfRow(row, now) }));
    const messages = mornings.flatMap(({ row, morning: { scopes } }): { body: InsightMessage }[] =>
      scopes.length === 0 ? [] : [{ body: { kind: "automatic", owner: Number(row.owner), scopes } }],
    );
    for (let sent = 0; sent < messages.length; sent += BATCH) {
      await queueOf(env, INSIGHTS_QUEUE).sendBatch(messages.slice(sent, sent + BATCH));
    }
    await identity.all(
      statement(
        `UPDATE users SET insightsNextAt = j.value ->> 2, insightsRanOn = j.value ->> 3
          FROM json_each(?) j WHERE users.owner = j.value ->> 0 AND users.insightsNextAt = j.value ->> 1`,
        JSON.stringify(
          mornings.map(({ row, morning }) => [row.owner, row.insightsNextAt, morning.nextAt, morning.ranOn]),
        ),
      ),
    );
    return rows.length === LIMITS.cron.morningsPerPage;
  },
});

/** Whoever has registered today has nothing that a morning could tell of. */
function morningOfRow({ region, timezone, insightsRanOn, isActive, createdAt }: RawRow, now: number): Morning {
  const zone = zoneOf({ region: region as "other", timezone: timezone as string | null });
  const ranOn = insightsRanOn === null ? dayOf(Number(createdAt), zone) : String(insightsRanOn);
  return morningOf(zone, isActive === 1, ranOn, now);
}
