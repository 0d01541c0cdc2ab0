import type { MaintenanceTask } from "../../engine/maintenance/task.ts";
import { raw, sql } from "../../engine/sql.ts";
import { DAY_MS } from "../../kernel/time.ts";
import { insights } from "./table.ts";

/** Insights are kept for a year (growth page, "Insights: the rows"). */
const KEPT_DAYS = 365;
/** Insights that one run deletes for a user; the next run deletes the others. */
const DELETED_MAX = 500;

/** The condition of the partial index, which SQLite uses only for queries that repeat the same text. */
const IS_ACTIVE = "showStatus = 'active'";

/** Deletes insights that are older than a year; devices learn of it by sync. */
export const forgetOldInsights: MaintenanceTask = {
  name: "old insights",
  due: `SELECT owner FROM insights WHERE ${IS_ACTIVE} AND createdAt < (unixepoch(?1) - ${(KEPT_DAYS + 2) * 86_400}) * 1000`,

  reads(plan, at) {
    plan.rowsWhere(
      insights,
      sql`${raw(IS_ACTIVE)} AND createdAt < ${at.now - KEPT_DAYS * DAY_MS} ORDER BY createdAt LIMIT ${DELETED_MAX}`,
    );
  },

  apply(work) {
    for (const { id, createdAt } of work.all(insights)) {
      if (createdAt < work.now - KEPT_DAYS * DAY_MS) work.update(insights, id, { showStatus: "deleted" });
    }
  },
};
