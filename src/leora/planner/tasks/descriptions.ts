import type { Descriptions } from "../../../kernel/openapi/descriptions.ts";

/** What the fields of tasks mean (spec 3.1), for the OpenAPI document. */
export const taskDescriptions: Descriptions = {
  components: {
    TaskStatus:
      "`inbox`: new, without a plan; `planned`: has a day; `in_progress`: begun; `completed`: done; `canceled`: given up; " +
      "`moved`: put off to another day; `overdue`: its day is over, set by the server alone.",
    SettableTaskStatus: "The statuses that a client may set: all but `overdue`.",
    Priority: "How much it matters, from `low` to `high`.",
    FinanceLink:
      "What the task is about in finance: `record_expenses`: write down expenses; `pay_debt`: pay a debt; `review_budget`: look at a " +
      "budget; `transfer_money`: move money between accounts; `none`: nothing.",
    TaskDependencyStatus: "`met`: the prerequisite is completed; `pending`: it is not.",
  },
  fields: {
    Task: {
      title: "What is to be done",
      status: "How far the task is; without one a new task is `planned` if it has a due date, else in the `inbox`",
      priority: "How much the task matters; `medium` unless stated",
      goalId: "The goal that the task serves: completing it counts as a step",
      habitId: "The habit that the task belongs to",
      financeLink: "What the task is about in finance; `none` unless stated",
      progressValue: "How much completing the task adds to its goal, in `progressUnit`",
      progressUnit: "The unit of `progressValue`, such as pages",
      dueDate: "The day on which the task should be done, in the user's time zone",
      startDate: "The day from which the task can be worked on",
      timeOfDay: "The time of the due date at which to remind the user, `HH:mm` in the user's time zone",
      estimatedMinutes: "How long it will take, in minutes",
      energyLevel: "How much energy it takes: 1 little, 2 some, 3 much",
      context: "Where it can be done, such as home or work",
      notes: "Anything else about the task",
      lastFocusSessionId: "The latest focus session on the task",
      focusTotalMinutes: "All focus time on the task, in minutes",
      recurringId: "The series that created the task",
      checklist: "The task's steps, in order; a list that is sent replaces the one before",
      dependencies: "The tasks that must be completed before this one; a list that is sent replaces the one before",
    },
    ChecklistItem: {
      taskId: "The task that the step belongs to",
      title: "What the step is",
      completed: "Whether the step is done",
      order: "The place of the step in the checklist, from 0",
    },
    ChecklistOrder: { itemIds: "All steps of the checklist in their new order" },
    TaskDependency: {
      taskId: "The task that waits",
      dependsOnTaskId: "The task that must be completed first",
      status: "Whether the prerequisite is completed",
    },
  },
  parameters: {
    "GET /tasks": {
      dueDateFrom: "Only tasks that are due on this day or later",
      dueDateTo: "Only tasks that are due on this day or earlier",
    },
    "PATCH /tasks/{id}/checklist/{itemId}": { itemId: "The id of the checklist item" },
    "DELETE /tasks/{id}/checklist/{itemId}": { itemId: "The id of the checklist item" },
  },
};
