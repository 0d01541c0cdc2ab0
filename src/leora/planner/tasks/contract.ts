import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import { clockTime, day, exampleIdOf, idOf, label, note, uuid } from "../../../kernel/contract.ts";
import { LIMITS } from "../../../limits.ts";
import { FINANCE_LINKS, PRIORITIES, TASK_STATUSES } from "./rules.ts";

const { checklistItems, dependencies: dependenciesMax } = LIMITS.planner;

const TaskStatus = z.enum(TASK_STATUSES).meta({ id: "TaskStatus" });
/** `overdue` is the server's: nobody can set it. */
const SettableStatus = TaskStatus.exclude(["overdue"]).meta({ id: "SettableTaskStatus" });
/** Of tasks and habits. */
export const Priority = z.enum(PRIORITIES).meta({ id: "Priority" });
const FinanceLink = z.enum(FINANCE_LINKS).meta({ id: "FinanceLink" });
const DependencyStatus = z.enum(["pending", "met"]).meta({ id: "TaskDependencyStatus" });

const order = z.int().min(0).max(checklistItems).meta({ example: 0 });
const itemTitle = label(500, "1-bob");

export const ChecklistItemCreate = z
  .object({
    id: idOf("ChecklistItem").optional(),
    title: itemTitle,
    completed: z.boolean().meta({ example: false }).optional(),
    order: order.optional(),
  })
  .meta({ id: "ChecklistItemCreate" });
export const ChecklistItemPatch = ChecklistItemCreate.omit({ id: true }).partial().meta({ id: "ChecklistItemPatch" });
/** An item of a whole checklist that replaces the one before: of a known item only what changes is needed. */
const ChecklistItemChange = ChecklistItemCreate.partial().meta({ id: "ChecklistItemChange" });
export const ChecklistOrder = z
  .object({ itemIds: z.array(idOf("ChecklistItem")).max(checklistItems) })
  .meta({ id: "ChecklistOrder" });

const ChecklistItem = z
  .object({
    id: idOf("ChecklistItem"),
    taskId: idOf("Task"),
    title: z.string(),
    completed: z.boolean(),
    order: z.int(),
  })
  .meta({ id: "ChecklistItem" });

const TaskDependencyCreate = z.object({ dependsOnTaskId: idOf("Task") }).meta({ id: "TaskDependencyCreate" });
const dependencies = z.array(TaskDependencyCreate).max(dependenciesMax);

const TaskDependency = z
  .object({ id: uuid(), taskId: idOf("Task"), dependsOnTaskId: idOf("Task"), status: DependencyStatus })
  .meta({ id: "TaskDependency" });

const optional = {
  goalId: idOf("Goal").nullish(),
  habitId: idOf("Habit").nullish(),
  financeLink: FinanceLink.nullish(),
  progressValue: z.number().meta({ example: 30 }).nullish(),
  progressUnit: note(50, "bet").nullish(),
  dueDate: day().nullish(),
  startDate: day().nullish(),
  timeOfDay: clockTime().nullish(),
  estimatedMinutes: z.int().min(0).max(100_000).meta({ example: 60 }).nullish(),
  energyLevel: z.int().min(1).max(3).meta({ example: 2 }).nullish(),
  context: note(100, "home").nullish(),
  notes: note(10_000, "Kutubxonadan olish").nullish(),
  recurringId: idOf("Recurrence").nullish(),
};
const title = label(500, "Kitob o'qish");

/** Its example has no checklist, so that the one of `ChecklistItemCreate` can be added to it. */
export const TaskCreate = creation(
  "Task",
  {
    title,
    priority: Priority.optional(),
    status: SettableStatus.optional(),
    ...optional,
    checklist: z.array(ChecklistItemCreate).max(checklistItems).optional(),
    dependencies: dependencies.optional(),
  },
  {
    id: exampleIdOf("Task"),
    title: "Kitob o'qish",
    priority: "medium",
    dueDate: "2026-12-25",
    timeOfDay: "09:00",
    estimatedMinutes: 60,
    energyLevel: 2,
    context: "home",
  },
);

export const TaskPatch = changes(
  "Task",
  {
    title,
    priority: Priority,
    status: SettableStatus,
    ...optional,
    checklist: z.array(ChecklistItemChange).max(checklistItems),
    dependencies,
  },
  { priority: "high", dueDate: "2026-12-26", notes: "Kutubxonadan olish" },
);

export const TaskView = view("Task", {
  title,
  status: TaskStatus,
  priority: Priority,
  goalId: idOf("Goal").nullable(),
  habitId: idOf("Habit").nullable(),
  financeLink: FinanceLink,
  progressValue: z.number().nullable(),
  progressUnit: z.string().nullable(),
  dueDate: day().nullable(),
  startDate: day().nullable(),
  timeOfDay: clockTime().nullable(),
  estimatedMinutes: z.int().nullable(),
  energyLevel: z.int().nullable(),
  context: z.string().nullable(),
  notes: z.string().nullable(),
  lastFocusSessionId: idOf("FocusSession").nullable(),
  focusTotalMinutes: z.int(),
  recurringId: idOf("Recurrence").nullable(),
  checklist: z.array(ChecklistItem),
  dependencies: z.array(TaskDependency),
});

export const ByItem = z.object({ id: idOf("Task"), itemId: idOf("ChecklistItem") });
