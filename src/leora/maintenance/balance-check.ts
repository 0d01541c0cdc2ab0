import { runForUser, type ScheduledWork } from "../../engine/maintenance/run-for-user.ts";
import { scanUsers } from "../../engine/maintenance/user-scan.ts";
import type { Context } from "../../kernel/context.ts";
import type { Database } from "../../kernel/db/database.ts";
import { log } from "../../kernel/log.ts";
import { recalculateBalances } from "../finance/accounts/recalculation.ts";

/**
 * Recalculates the account balances of the next users from their transactions. A balance that is wrong is corrected and logged
 * as an error, since only a bug in our code can cause that.
 * @param count few users, because each costs a read of all the user's transactions
 */
export async function checkBalances(db: Database, work: ScheduledWork, count: number): Promise<void> {
  const job = "prove balances";
  const users = ["SELECT owner FROM clocks WHERE frozen <= 0"];
  const scan = { job, users, isDue: "1", params: [], scannedMax: count, dueMax: count };
  await scanUsers(db, scan, async (owners) => {
    for (const owner of owners) await runForUser(work, job, owner, correctBalances);
  });
}

async function correctBalances(ctx: Context): Promise<void> {
  const corrections = await recalculateBalances(ctx);
  if (corrections.length > 0) log("error", "balances were wrong", { owner: ctx.owner, corrections });
}
