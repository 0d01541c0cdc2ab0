import { visit } from "../../engine/maintenance/run-for-user.ts";
import { walk } from "../../engine/maintenance/user-scan.ts";
import type { ContextParts } from "../../kernel/context.ts";
import type { Database } from "../../kernel/db/database.ts";
import { log } from "../../kernel/log.ts";
import { recalculateBalances } from "../finance/accounts/service.ts";

/** Users of one run: a proof reads all of a user's transactions. */
const USERS_MAX = 20;

/** Proves the balances of some users, in turn, from their transactions; one that is wrong is put right, and a log line. */
export async function proveBalances(parts: ContextParts, db: Database): Promise<void> {
  const job = "prove balances";
  const users = ["SELECT userId FROM clocks"];
  await walk(db, { job, users, isDue: "1", params: [], looks: USERS_MAX, visits: USERS_MAX }, (userId) =>
    visit(parts, job, userId, async (ctx) => {
      const corrections = await recalculateBalances(ctx);
      if (corrections.length > 0) log("error", "balances were wrong", { userId, corrections });
    }),
  );
}
