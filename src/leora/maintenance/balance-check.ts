import { runForUser, type ScheduledWork } from "../../engine/maintenance/run-for-user.ts";
import { scanUsers } from "../../engine/maintenance/user-scan.ts";
import type { Context } from "../../kernel/context.ts";
import type { Database } from "../../kernel/db/database.ts";
import { log } from "../../kernel/log.ts";
import { recalculateBalances } from "../finance/accounts/recalculation.ts";

/** Users of one run; few, because each costs a read of all the user's transactions. */
const USERS_MAX = 20;

/**
 * Recalculates the account balances of the next twenty users from their transactions. A balance that is wrong is corrected
 * and logged as an error, since only a bug in our code can cause that.
 */
export async function checkBalances(db: Database, work: ScheduledWork): Promise<void> {
  const job = "prove balances";
  const users = ["SELECT owner FROM clocks WHERE frozen <= 0"];
  const scan = { job, users, isDue: "1", params: [], scannedMax: USERS_MAX, dueMax: USERS_MAX };
  await scanUsers(db, scan, async (owners) => {
    for (const owner of owners) await runForUser(work, job, owner, correctBalances);
  });
}

async function correctBalances(ctx: Context): Promise<void> {
  const corrections = await recalculateBalances(ctx);
  if (corrections.length > 0) log("error", "balances were wrong", { owner: ctx.owner, corrections });
}
