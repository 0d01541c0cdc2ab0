import { type Context, type ContextParts, publicContext, userContext } from "../../kernel/context.ts";
import type { Database } from "../../kernel/db/database.ts";
import { unitOfWork } from "../../kernel/db/unit-of-work.ts";
import type { Work } from "../../kernel/db/work.ts";
import { log } from "../../kernel/log.ts";
import { Moment } from "../../kernel/time.ts";
import { loadPrincipal } from "../identity/service.ts";
import type { Chore } from "./chore.ts";
import { chores } from "./chores.ts";
import { walk } from "./round.ts";

/** Users of one run: four calls each, and an invocation may make a thousand. */
const USERS_MAX = 100;
/** Where a day begins first: UTC+14. */
const EARLIEST_OFFSET_MS = 14 * 3_600_000;

/** Does what is due for some of the users that have something due; a failure of one holds up nobody else. */
export async function runChores(parts: ContextParts, db: Database): Promise<void> {
  const latestDay = new Date(parts.now + EARLIEST_OFFSET_MS).toISOString().slice(0, 10);
  const users = chores.map(({ due }) => due.replaceAll("?1", "?3"));
  const round = {
    job: "upkeep",
    users,
    isDue: "1",
    params: [latestDay],
    looks: USERS_MAX,
    visits: USERS_MAX,
  };
  await walk(db, round, async (userId) => {
    try {
      await doChores(parts, userId);
    } catch (error) {
      log("error", "upkeep failed", { userId, error });
    }
  });
}

/** All chores of one user: one write, which the user's sockets hear of. */
async function doChores(parts: ContextParts, userId: string): Promise<void> {
  const base = publicContext(parts);
  const user = await loadPrincipal(base, userId);
  if (!user) return;
  const ctx: Context = userContext(base, {
    userId,
    sessionId: "",
    source: "cron",
    idempotency: null,
    principal: async () => user,
  });
  const at = new Moment(ctx.now, user.timezone);
  await unitOfWork(ctx, {
    needs(needs) {
      for (const chore of chores) chore.needs(needs, at);
    },
    apply(work) {
      for (const chore of chores) attempt(work, chore);
    },
  });
  if (ctx.outcome.changes.length > 0) await ctx.hub.publish(ctx.outcome.changes);
}

/** A chore that fails leaves no trace and holds up none of the others. */
function attempt(work: Work, chore: Chore): void {
  try {
    work.attempt(() => chore.apply(work));
  } catch (error) {
    log("error", "chore failed", { userId: work.user.userId, chore: chore.name, error });
  }
}
