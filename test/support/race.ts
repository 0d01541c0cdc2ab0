import type { Context } from "../../src/kernel/context.ts";
import type { Statement } from "../../src/kernel/db/database.ts";

/** The context of a write of which the first commit meets a rival that was faster. */
export function racing(ctx: Context, rival: () => Promise<unknown>): Context {
  let calls = 0;
  const db = Object.create(ctx.db, {
    batch: {
      value: async (statements: readonly Statement[]) => {
        calls += 1;
        if (calls === 2) await rival();
        return ctx.db.batch(statements);
      },
    },
  });
  return { ...ctx, db };
}
