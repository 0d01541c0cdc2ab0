import type { Lookup } from "../../../engine/read-plan.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { unsafeCast } from "../../../kernel/cast.ts";
import { statement } from "../../../kernel/db/database.ts";
import { limitReached } from "../../../kernel/errors.ts";
import { LIMITS } from "../../../limits.ts";
import { hasActiveRule } from "./rules.ts";
import { HAS_ACTIVE_RULE, type Habit, habits } from "./table.ts";

// How many habits transactions may complete by finance rules: each of them is evaluated for the day of every transaction.

const COUNT = `SELECT count(*) AS n FROM habits WHERE owner = ? AND ${HAS_ACTIVE_RULE}`;

/** How many habits of the user have an active finance rule before this write. */
export const ruledHabits: Lookup<null, number> = {
  name: "number of habits with a finance rule",
  statement: (owner) => statement(COUNT, owner),
  parse: ([row]) => Number(row?.n ?? 0),
};

/**
 * Checks that a habit whose finance rule becomes active is not one too many. The commit checks it again.
 * @throws limit_reached
 */
export function requireRoomForRule(work: UnitOfWork, before: Habit | null, after: Habit): void {
  if (!hasActiveRule(after) || (before && hasActiveRule(before))) return;
  const most = LIMITS.planner.ruledHabits;
  if (work.answer(ruledHabits) + added(work) > most) {
    throw limitReached(`At most ${most} active habits may have a finance rule`, "financeRule");
  }
  work.guardCondition(ruledHabits.name, {
    sql: `(${COUNT}) + ? <= ?`,
    get params() {
      return [work.user.owner, added(work), most];
    },
  });
}

/** How many more habits have an active rule after this write. */
function added(work: UnitOfWork): number {
  const isRuled = (habit: unknown) => habit !== null && hasActiveRule(unsafeCast<Habit>(habit));
  return work
    .writtenTo(habits)
    .reduce((sum, { before, row }) => sum + Number(isRuled(row)) - Number(isRuled(before)), 0);
}
