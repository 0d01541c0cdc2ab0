import type { MaintenanceTask } from "../../engine/maintenance/task.ts";
import { tableSql } from "../../engine/table-sql.ts";
import type { UnitOfWork } from "../../engine/unit-of-work.ts";
import { unsafeCast } from "../../kernel/cast.ts";
import type { Context } from "../../kernel/context.ts";
import { momentOf } from "../../kernel/context.ts";
import { log } from "../../kernel/log.ts";
import type { Recurrence } from "./entity.ts";
import { createOccurrencesAndNotify } from "./occurrences.ts";
import { planOccurrences } from "./reads.ts";
import { dueOccurrences } from "./schedule.ts";
import { SearchBudget, searchOf } from "./search.ts";
import { recurrences } from "./table.ts";
import type { NewOccurrence } from "./template.ts";

/** Occurrences that one run creates for a user; the next run creates the others. */
const OCCURRENCES_MAX = 366;
const RECURRENCES_MAX = 100;

/** The condition of a partial index, which SQLite uses only for queries that repeat the same text. */
const HAS_DUE_DAY = "dueOn IS NOT NULL AND showStatus = 'active'";

interface DueRecurrence {
  row: Recurrence;
  occurrences: readonly NewOccurrence[];
}

/** Creates the occurrences that are due on the user's today, and those of earlier days on which no run was made. */
export const createDueOccurrences: MaintenanceTask = {
  name: "recurring",
  due: `SELECT owner FROM recurrences WHERE ${HAS_DUE_DAY} AND dueOn <= ?1`,

  async prepare(ctx) {
    const due = await dueRecurrences(ctx);
    return {
      reads(plan) {
        plan.rows(
          recurrences,
          due.map(({ row }) => row.id),
        );
        // All rows of an entity at once: each set of rows has parameters of its own, and D1 takes 100 of them.
        for (const [entity, ofEntity] of Map.groupBy(due, ({ row }) => row.entity)) {
          planOccurrences(
            plan,
            entity,
            ofEntity.flatMap(({ occurrences }) => occurrences),
          );
        }
      },
      apply(work) {
        for (const recurrence of due) {
          if (searchOf(work).isMostlySpent) break;
          createOccurrencesOf(work, recurrence);
        }
      },
    };
  },
};

/** The user's due recurrences with their due occurrences. Only when these are known is it known which rows to read. */
async function dueRecurrences(ctx: Context): Promise<DueRecurrence[]> {
  const at = await momentOf(ctx);
  const sql = tableSql(recurrences);
  const raws = await ctx.db.all(
    sql.where(ctx.owner, `${HAS_DUE_DAY} AND dueOn <= ?2 ORDER BY dueOn, id LIMIT ?3`, at.today, RECURRENCES_MAX),
  );
  // Equal shares, so that a recurrence with years to catch up does not delay the others.
  const share = Math.max(1, Math.floor(OCCURRENCES_MAX / raws.length));
  const search = new SearchBudget();
  const due: DueRecurrence[] = [];
  for (const raw of raws) {
    // Those that are served are due later from now on, so that the next run begins with the others.
    if (search.isMostlySpent) break;
    const row = unsafeCast<Recurrence>(sql.decode(raw));
    due.push({ row, occurrences: dueOccurrences(search, row.id, row, at, share) });
  }
  return due;
}

/** A recurrence that has changed since `prepare` read it is left for the next run. */
function createOccurrencesOf(work: UnitOfWork, { row, occurrences }: DueRecurrence): void {
  const current = work.find(recurrences, row.id);
  if (!current || current.rev !== row.rev || current.showStatus !== "active") return;
  try {
    work.withSavepoint(() => createOccurrencesAndNotify(work, current, occurrences));
  } catch (error) {
    log("error", "recurrence failed", { owner: work.user.owner, recurrenceId: row.id, error });
  }
}
