import type { MaintenanceTask } from "../../engine/maintenance/task.ts";
import { tableSql } from "../../engine/table-sql.ts";
import type { UnitOfWork } from "../../engine/unit-of-work.ts";
import { unsafeCast } from "../../kernel/cast.ts";
import type { Context } from "../../kernel/context.ts";
import { momentOf } from "../../kernel/context.ts";
import { log } from "../../kernel/log.ts";
import type { Recurrence } from "./entity.ts";
import { materializeAndTell, planDrafts } from "./materialize.ts";
import { dueDrafts } from "./plan.ts";
import { recurrences } from "./table.ts";
import type { Draft } from "./templates.ts";

/** Occurrences that one run makes for a user; the next run goes on. */
const OCCURRENCES_MAX = 366;
const RECURRENCES_MAX = 100;

const IS_DUE = "dueOn IS NOT NULL AND showStatus = 'active'";

interface Due {
  row: Recurrence;
  drafts: readonly Draft[];
}

/** Makes what recurrences are to have made by the user's today, also of days on which nobody did. */
export const createDueOccurrences: MaintenanceTask = {
  name: "recurring",
  due: `SELECT userId FROM recurrences WHERE ${IS_DUE} AND dueOn <= ?1`,

  async prepare(ctx) {
    const due = await dueOf(ctx);
    return {
      reads(plan) {
        plan.rows(
          recurrences,
          due.map(({ row }) => row.id),
        );
        for (const { row, drafts } of due) planDrafts(plan, row.entity, drafts);
      },
      apply(work) {
        for (const one of due) make(work, one);
      },
    };
  },
};

/** The user's due recurrences with what each has to make; which rows that takes is known only when they are read. */
async function dueOf(ctx: Context): Promise<Due[]> {
  const at = await momentOf(ctx);
  const sql = tableSql(recurrences);
  const raws = await ctx.db.all(
    sql.where(ctx.userId, `${IS_DUE} AND dueOn <= ?2 ORDER BY dueOn, id LIMIT ?3`, at.today, RECURRENCES_MAX),
  );
  // Everybody's share: a catch-up of years must not hold up the others.
  const share = Math.max(1, Math.floor(OCCURRENCES_MAX / raws.length));
  return raws.map((raw) => {
    const row = unsafeCast<Recurrence>(sql.decode(raw));
    return { row, drafts: dueDrafts(row.id, row, at, share) };
  });
}

/** What has changed since it was read is for the next run. */
function make(work: UnitOfWork, { row, drafts }: Due): void {
  const current = work.find(recurrences, row.id);
  if (!current || current.rev !== row.rev || current.showStatus !== "active") return;
  try {
    work.withSavepoint(() => materializeAndTell(work, current, drafts));
  } catch (error) {
    log("error", "recurrence failed", { userId: work.user.userId, recurrenceId: row.id, error });
  }
}
