import { runForUser, type ScheduledWork } from "../../engine/maintenance/run-for-user.ts";
import { scanUsers } from "../../engine/maintenance/user-scan.ts";
import type { Database } from "../../kernel/db/database.ts";
import { log } from "../../kernel/log.ts";
import { recalculateBalances } from "../finance/accounts/recalculation.ts";

/** Users of one run: a proof reads all of a user's transactions. */
const USERS_MAX = 20;

/** Proves the balances of some users, in turn, from their transactions; one that is wrong is put right, and a log line. */
export async function proveBalances(db: Database, work: ScheduledWork): Promise<void> {
  const job = "prove balances";
  const users = ["SELECT userId FROM clocks"];
  const scan = { job, users, isDue: "1", params: [], looksMax: USERS_MAX, visitsMax: USERS_MAX };
  await scanUsers(db, scan, (userId) =>
    runForUser(work, job, userId, async (ctx) => {
      const corrections = await recalculateBalances(ctx);
      if (corrections.length > 0) log("error", "balances were wrong", { userId, corrections });
    }),
  );
}
