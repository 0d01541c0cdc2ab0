import { invalid } from "../../../kernel/errors.ts";
import { newId } from "../../../kernel/id.ts";
import { type Day, zonedToInstant } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";

export const TASK_STATUSES = ["inbox", "planned", "in_progress", "completed", "canceled", "moved", "overdue"] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const PRIORITIES = ["low", "medium", "high"] as const;

export const FINANCE_LINKS = ["record_expenses", "pay_debt", "review_budget", "transfer_money", "none"] as const;

export interface ChecklistItem {
  id: string;
  title: string;
  completed: boolean;
}

export interface Dependency {
  id: string;
  dependsOnTaskId: string;
}

/** A checklist item as a client sends it: a known id may leave out what stays as it is. */
export interface ChecklistInput {
  id?: string | undefined;
  title?: string | undefined;
  completed?: boolean | undefined;
  order?: number | undefined;
}

/** The status of a new task that is created without one: planned when it has a day, else in the inbox. */
export const initialStatus = (dueDate: Day | null): "inbox" | "planned" => (dueDate === null ? "inbox" : "planned");

const OPEN: ReadonlySet<TaskStatus> = new Set(["inbox", "planned", "in_progress", "overdue"]);

/**
 * SQL condition: tasks that become overdue when their day is over. It is the condition of a partial index, which SQLite
 * uses only for queries that repeat the same text.
 */
export const MAY_BECOME_OVERDUE =
  "isOverdue = 0 AND showStatus = 'active' AND dueDate IS NOT NULL AND status IN ('inbox', 'planned', 'in_progress')";

/** True for a task that somebody still has to do. */
export const isOpen = (status: TaskStatus): boolean => OPEN.has(status);

/** True for an open task whose day is over. */
export const isPastDue = ({ dueDate, status }: { dueDate: Day | null; status: TaskStatus }, today: Day): boolean =>
  isOpen(status) && dueDate !== null && dueDate < today;

/**
 * A whole checklist in its new order: by `order` where given, else as sent. Items whose id is known keep what the
 * input leaves out; items that are not in the input are deleted.
 * @param now UTC ms, for new ids
 * @throws invalid_input for a new item without a title, an id that occurs twice, and too many items
 */
export function replaceChecklist(
  current: readonly ChecklistItem[],
  input: readonly ChecklistInput[],
  now: number,
): ChecklistItem[] {
  const { checklistItems } = LIMITS.planner;
  if (input.length > checklistItems) throw invalid("checklist", `At most ${checklistItems} items`);
  const known = new Map(current.map((item) => [item.id, item]));
  const seen = new Set<string>();
  const items = input.map(({ id = newId(now), title, completed, order }, index) => {
    if (seen.has(id)) throw invalid(`checklist.${index}.id`, "This id occurs twice");
    seen.add(id);
    const current = known.get(id);
    const newTitle = title ?? current?.title;
    if (newTitle === undefined) throw invalid(`checklist.${index}.title`, "A new item needs a title");
    return {
      item: { id, title: newTitle, completed: completed ?? current?.completed ?? false },
      order: order ?? index,
    };
  });
  return items.toSorted((a, b) => a.order - b.order).map(({ item }) => item);
}

/** The checklist with one item moved to position `order` (0-based; beyond the end: last). */
export function moveItem(items: readonly ChecklistItem[], id: string, order: number): ChecklistItem[] {
  const others = items.filter((item) => item.id !== id);
  return others.toSpliced(order, 0, ...items.filter((item) => item.id === id));
}

/**
 * True when a task that depends on `prerequisites` would wait for itself.
 * @param dependenciesOf the prerequisites of any task
 */
export function isCyclic(
  taskId: string,
  prerequisites: readonly string[],
  dependenciesOf: (id: string) => readonly string[],
): boolean {
  const visited = new Set<string>();
  const pending = [...prerequisites];
  for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
    if (id === taskId) return true;
    if (visited.has(id)) continue;
    visited.add(id);
    pending.push(...dependenciesOf(id));
  }
  return false;
}

/**
 * When a task reminds its user: UTC ms, so many minutes before its day and time in the user's zone. null for a task that is
 * no longer open, or lacks a day or a time.
 */
export function reminderAt(
  task: { dueDate: Day | null; timeOfDay: string | null; status: TaskStatus },
  minutesBefore: number,
  timeZone: string,
): number | null {
  if (task.dueDate === null || task.timeOfDay === null || !isOpen(task.status)) return null;
  return zonedToInstant(task.dueDate, task.timeOfDay, timeZone) - minutesBefore * 60_000;
}
