import type { MaintenanceTask } from "../../../engine/maintenance/task.ts";
import { sql } from "../../../engine/sql.ts";
import { toDecimal } from "../../../kernel/money.ts";
import { notify } from "../../notifications/entity.ts";
import { owedOn, statusOn } from "./rules.ts";
import { debts } from "./table.ts";

/** Debts whose due day is over become overdue after the user's own midnight, and the user gets a notification. */
export const markOverdueDebts: MaintenanceTask = {
  name: "debts fall overdue",

  due: `SELECT owner FROM debts
    WHERE status = 'active' AND showStatus = 'active' AND dueDate IS NOT NULL AND dueDate < ?1`,

  reads(plan, { today }) {
    plan.rowsWhere(debts, sql`showStatus = 'active' AND status = 'active' AND dueDate < ${today}`);
  },

  apply(work) {
    const { today } = work.at;
    for (const debt of work.all(debts)) {
      const isDue = debt.showStatus === "active" && debt.status === "active";
      if (!isDue || statusOn(debt, today) !== "overdue") continue;
      // A payment that arrives meanwhile changes the row: with the guard, this write then starts again and sees it.
      work.guardRow(debts, debt.id);
      work.update(debts, debt.id, { status: "overdue" });
      const { principal, interest } = owedOn(debt, today);
      notify(work, {
        kind: "debt_overdue",
        title: debt.counterpartyName,
        entity: "debts",
        entityId: debt.id,
        data: {
          direction: debt.direction,
          amount: toDecimal(principal + interest, debt.outstandingCurrency),
          currency: debt.outstandingCurrency,
          dueDate: debt.dueDate ?? today,
        },
      });
    }
  },
};
