import type { MaintenanceTask } from "../../../engine/maintenance/task.ts";
import { sql } from "../../../engine/sql.ts";
import { budgets } from "./table.ts";
import { moveToPresentPeriod } from "./totals.ts";

/** After the user's midnight, budgets whose period is over move to the present one, however many have passed. */
export const rollOverBudgets: MaintenanceTask = {
  name: "budgets.rollOver",
  due: `SELECT owner FROM budgets
    WHERE showStatus = 'active' AND rollsAfter IS NOT NULL AND rollsAfter < ?1`,
  reads: (plan, { today }) => plan.rowsWhere(budgets, sql`showStatus = 'active' AND rollsAfter < ${today}`),
  apply(work) {
    for (const { id, showStatus } of work.all(budgets)) if (showStatus === "active") moveToPresentPeriod(work, id);
  },
};
