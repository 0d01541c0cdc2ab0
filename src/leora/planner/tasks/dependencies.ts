import type { OwnColumns, RowOf } from "../../../engine/columns.ts";
import { ifAny, type Sql, sql } from "../../../engine/sql.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { statement } from "../../../kernel/db/database.ts";
import { storedId } from "../../../kernel/db/stored-id.ts";
import { invalidState } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { type Dependency, isCyclic } from "./rules.ts";
import { tasks } from "./table.ts";

// A task may wait for others, its prerequisites: it cannot be completed before them. The tasks that wait for a task are its
// dependents. A task keeps in `metDependencies` which of its prerequisites are met, so that it is shown, and checked,
// without reading them; whoever changes a prerequisite updates its dependents in the same write.

type Task = RowOf<typeof tasks>;
type DependencyColumns = Pick<OwnColumns<typeof tasks>, "dependencies" | "metDependencies">;

/**
 * Query of one column: the ids of these tasks, of everything they wait for, directly or not, and of the direct dependents
 * of `changed`. That is enough to see cycles and unmet prerequisites, and to update the dependents.
 */
export const relatedTasks = (owner: number, taskIds: Sql, changed: Sql): Sql =>
  ifAny(
    taskIds,
    sql`SELECT id FROM (
      WITH RECURSIVE prerequisites(id) AS (
        SELECT * FROM (${taskIds})
        UNION
        SELECT d.dependsOnTaskId
        FROM prerequisites p JOIN taskDependencies d ON d.owner = ${owner} AND d.taskId = p.id)
      SELECT id FROM prerequisites
      UNION ALL SELECT taskId FROM taskDependencies WHERE owner = ${owner} AND dependsOnTaskId IN (${changed}))`,
  );

/** True when the tasks that wait for this one need not wait any longer: it is completed or deleted. */
const isPrerequisiteMet = ({ status, showStatus }: Task): boolean => status === "completed" || showStatus === "deleted";

/** Checks that a task may be completed. @throws invalid_state while a prerequisite is open */
export function requireMetPrerequisites({ dependencies, metDependencies }: DependencyColumns): void {
  if (dependencies.some(({ dependsOnTaskId }) => !metDependencies.includes(dependsOnTaskId))) {
    throw invalidState("A prerequisite of this task is not completed yet", "dependencies");
  }
}

/**
 * The columns of a task that waits for exactly the tasks in `input`. Dependencies that it has already keep their id.
 * @throws invalid_state when a task would wait for itself; not_found for a new prerequisite that does not exist
 */
export function dependencyColumns(
  work: UnitOfWork,
  taskId: string,
  current: readonly Dependency[],
  input: readonly { dependsOnTaskId: string }[],
): DependencyColumns {
  const prerequisiteIds = [...new Set(input.map(({ dependsOnTaskId }) => dependsOnTaskId))];
  const prerequisitesOf = (id: string) =>
    work.find(tasks, id)?.dependencies.map(({ dependsOnTaskId }) => dependsOnTaskId) ?? [];
  if (isCyclic(taskId, prerequisiteIds, prerequisitesOf)) {
    throw invalidState("A task cannot wait for itself", "dependencies");
  }
  const currentById = new Map(current.map((dependency) => [dependency.dependsOnTaskId, dependency]));
  const metDependencies: string[] = [];
  const dependencies = prerequisiteIds.map((dependsOnTaskId, index) => {
    const kept = currentById.get(dependsOnTaskId);
    const prerequisite = kept
      ? work.find(tasks, dependsOnTaskId)
      : work.requireActive(tasks, dependsOnTaskId, `dependencies.${index}.dependsOnTaskId`);
    if (!prerequisite || isPrerequisiteMet(prerequisite)) metDependencies.push(dependsOnTaskId);
    return kept ?? { id: newId(work.now), dependsOnTaskId };
  });
  return { dependencies, metDependencies };
}

/** Keeps `taskDependencies` and the `metDependencies` of dependents right, after a task was created or changed. */
export function updateDependencies(work: UnitOfWork, before: Task | null, after: Task): void {
  if (before === null || before.dependencies !== after.dependencies) storeDependencies(work, before, after);
  if (before !== null && isPrerequisiteMet(before) !== isPrerequisiteMet(after)) updateDependents(work, after);
}

/** Replaces the task's rows in `taskDependencies`. */
function storeDependencies(work: UnitOfWork, before: Task | null, after: Task): void {
  const { owner } = work.user;
  if (before && before.dependencies.length > 0) {
    work.addStatement(
      statement("DELETE FROM taskDependencies WHERE owner = ? AND taskId = ?", owner, storedId(after.id)),
    );
  }
  if (after.dependencies.length === 0) return;
  const prerequisiteIds = after.dependencies.map(({ dependsOnTaskId }) => dependsOnTaskId);
  work.addStatement(
    statement(
      // `?1` user, `?2` task, `?3` the ids of its prerequisites as a JSON list.
      `INSERT OR IGNORE INTO taskDependencies (owner, taskId, dependsOnTaskId)
      SELECT ?1, ?2, value FROM json_each(?3)`,
      owner,
      storedId(after.id),
      JSON.stringify(prerequisiteIds.map(storedId)),
    ),
  );
}

/** Updates the `metDependencies` of the tasks that wait for `prerequisite`. */
function updateDependents(work: UnitOfWork, prerequisite: Task): void {
  const dependents = work
    .all(tasks)
    .filter(({ dependencies }) => dependencies.some(({ dependsOnTaskId }) => dependsOnTaskId === prerequisite.id));
  for (const { id, metDependencies } of dependents) {
    const otherIds = metDependencies.filter((prerequisiteId) => prerequisiteId !== prerequisite.id);
    work.update(tasks, id, {
      metDependencies: isPrerequisiteMet(prerequisite) ? [...otherIds, prerequisite.id] : otherIds,
    });
  }
}
