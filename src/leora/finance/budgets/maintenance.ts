import type { MaintenanceTask } from "../../../engine/maintenance/task.ts";
import { sql } from "../../../engine/sql.ts";
import { rollOver } from "./ledger.ts";
import { budgets } from "./table.ts";

/** After the user's midnight, budgets whose period is over begin the next one, however many have passed. */
export const budgetRollOver: MaintenanceTask = {
  name: "budgets.rollOver",
  due: "SELECT userId FROM budgets WHERE showStatus = 'active' AND rollsAfter IS NOT NULL AND rollsAfter < ?1",
  reads: (plan, { today }) => plan.rowsWhere(budgets, sql`showStatus = 'active' AND rollsAfter < ${today}`),
  apply(work) {
    for (const { id, showStatus } of work.all(budgets)) if (showStatus === "active") rollOver(work, id);
  },
};
