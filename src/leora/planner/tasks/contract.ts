import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import { clockTime, day, label, note, uuid } from "../../../kernel/contract.ts";
import { LIMITS } from "../../../limits.ts";
import { FINANCE_LINKS, PRIORITIES, TASK_STATUSES } from "./rules.ts";

const { checklistItems, dependencies: dependenciesMax } = LIMITS.planner;

/** `overdue` is the server's: nobody can set it. */
const SETTABLE_STATUSES = TASK_STATUSES.filter((status) => status !== "overdue");

const order = z.int().min(0).max(checklistItems).meta({ example: 0 });
const itemTitle = label(500, "1-bob");

export const ChecklistItemCreate = z.object({
  id: uuid().optional(),
  title: itemTitle,
  completed: z.boolean().optional().meta({ example: false }),
  order: order.optional(),
});
export const ChecklistItemPatch = ChecklistItemCreate.omit({ id: true }).partial();
export const ChecklistOrder = z.object({ itemIds: z.array(uuid()).max(checklistItems) });

const dependencies = z.array(z.object({ dependsOnTaskId: uuid() })).max(dependenciesMax);

const optional = {
  goalId: uuid().nullish(),
  habitId: uuid().nullish(),
  financeLink: z.enum(FINANCE_LINKS).nullish(),
  progressValue: z.number().meta({ example: 30 }).nullish(),
  progressUnit: note(50, "bet").nullish(),
  dueDate: day().nullish(),
  startDate: day().nullish(),
  timeOfDay: clockTime().nullish(),
  estimatedMinutes: z.int().min(0).max(100_000).meta({ example: 60 }).nullish(),
  energyLevel: z.int().min(1).max(3).meta({ example: 2 }).nullish(),
  context: note(100, "home").nullish(),
  notes: note(10_000, "Kutubxonadan olish").nullish(),
  recurringId: uuid().nullish(),
};
const title = label(500, "Kitob o'qish");
const priority = z.enum(PRIORITIES).meta({ example: "medium" });
const status = z.enum(SETTABLE_STATUSES).meta({ example: "planned" });

export const TaskCreate = creation({
  title,
  priority: priority.optional(),
  status: status.optional(),
  ...optional,
  checklist: z.array(ChecklistItemCreate).max(checklistItems).optional(),
  dependencies: dependencies.optional(),
});

export const TaskPatch = changes({
  title,
  priority,
  status,
  ...optional,
  checklist: z.array(ChecklistItemCreate.partial()).max(checklistItems),
  dependencies,
});

export const TaskView = view("Task", {
  title,
  status: z.enum(TASK_STATUSES),
  priority,
  goalId: uuid().nullable(),
  habitId: uuid().nullable(),
  financeLink: z.enum(FINANCE_LINKS),
  progressValue: z.number().nullable(),
  progressUnit: z.string().nullable(),
  dueDate: day().nullable(),
  startDate: day().nullable(),
  timeOfDay: clockTime().nullable(),
  estimatedMinutes: z.int().nullable(),
  energyLevel: z.int().nullable(),
  context: z.string().nullable(),
  notes: z.string().nullable(),
  lastFocusSessionId: uuid().nullable(),
  focusTotalMinutes: z.int(),
  recurringId: uuid().nullable(),
  checklist: z.array(
    z.object({ id: uuid(), taskId: uuid(), title: z.string(), completed: z.boolean(), order: z.int() }),
  ),
  dependencies: z.array(
    z.object({ id: uuid(), taskId: uuid(), dependsOnTaskId: uuid(), status: z.enum(["pending", "met"]) }),
  ),
});

export const ByItem = z.object({ id: uuid(), itemId: uuid() });
