import { type Context, type ContextParts, momentOf } from "../../kernel/context.ts";
import type { Database } from "../../kernel/db/database.ts";
import { log } from "../../kernel/log.ts";
import { chores } from "../../leora/maintenance/tasks.ts";
import { registry } from "../../leora/registry.ts";
import { runUnitOfWork } from "../run.ts";
import type { UnitOfWork } from "../unit-of-work.ts";
import { visit } from "./run-for-user.ts";
import type { Step } from "./task.ts";
import { walk } from "./user-scan.ts";

/** Users of one run: five calls each, and an invocation may make a thousand. */
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
  await walk(db, round, (userId) => visit(parts, round.job, userId, doChores));
}

/** All chores of one user, in one write. */
async function doChores(ctx: Context): Promise<void> {
  const at = await momentOf(ctx);
  const steps = await Promise.all(
    chores.map(async (chore) => ({ name: chore.name, step: "prepare" in chore ? await chore.prepare(ctx) : chore })),
  );
  await runUnitOfWork(ctx, registry, {
    reads(plan) {
      for (const { step } of steps) step.reads(plan, at);
    },
    apply(work) {
      for (const { name, step } of steps) attempt(work, name, step);
    },
  });
}

/** A chore that fails leaves no trace and holds up none of the others. */
function attempt(work: UnitOfWork, name: string, step: Step): void {
  try {
    work.withSavepoint(() => step.apply(work));
  } catch (error) {
    log("error", "chore failed", { userId: work.user.userId, chore: name, error });
  }
}
