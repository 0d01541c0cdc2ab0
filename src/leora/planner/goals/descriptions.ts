import type { Descriptions } from "../../../kernel/openapi/descriptions.ts";

/** What the fields of goals mean (spec 3.2), for the OpenAPI document. */
export const goalDescriptions: Descriptions = {
  components: {
    GoalType: "The part of life that the goal belongs to.",
    GoalStatus:
      "`active`: the user is at it; `paused`: it rests for a while; `completed`: the user declared it reached; `archived`: given up. A paused or " +
      "archived goal gets no new automatic check-ins.",
    GoalMetricType:
      "What the values measure. `none`: nothing; `amount`: money; `weight`: a weight, whose check-ins are readings; `count`: a number of " +
      "things; `duration`: time; `custom`: anything else, in `unit`.",
    GoalDirection:
      "Where progress leads. `increase`: steps add to the value; `decrease`: steps subtract from it; `neutral`: it goes up and down, and " +
      "check-ins are readings.",
    GoalFinanceMode:
      "How transactions move the goal. `save`: income and transfers add to it, expenses take from it; `spend`: expenses add to it, income takes " +
      "from it, and transfers do not count; `debt_close`: all add to it.",
    GoalMilestoneChange:
      "A milestone of a list that replaces the one before: one with a known id keeps what is left out.",
  },
  fields: {
    Goal: {
      title: "What the user wants to reach",
      description: "Anything else about the goal",
      goalType: "The part of life that the goal belongs to; transactions can move a `financial` one",
      status: "How far the goal is; `active` unless stated. Reaching the target does not complete it: the user does",
      metricType: "What the values measure; transactions can move a goal of an `amount`",
      direction: "Whether the value is to grow or to shrink",
      unit: "The unit of the values, such as kg",
      initialValue: "The value that the goal begins with, with up to 4 decimals; 0 unless stated",
      targetValue:
        "The value to reach, with up to 4 decimals; it may lie below `initialValue`. null: no progress is measured",
      progressTargetValue: "A further target of the user's own; the server keeps it and computes nothing from it",
      currentValue: "`initialValue` and what the check-ins make of it",
      financeMode: "How transactions move the goal; null: all that are linked to it add to it",
      currency:
        "The currency that linked transactions are converted to, at the rate of their days; null for the user's primary one",
      linkedBudgetId: "The budget whose transactions check in the goal",
      linkedDebtId: "The debt whose payments check in the goal",
      startDate: "The day on which the user begins",
      targetDate: "The day by which the goal should be reached",
      completedDate: "The day on which the goal was completed, in the user's time zone; null until then",
      progressPercent:
        "How much of the way from `initialValue` to `targetValue` is done, from 0 to 100 with 2 decimals; 0 without a target",
      milestones: "The milestones on the way, in order; a list that is sent replaces the one before",
      linkedHabitIds:
        "Habits whose completions check in the goal, beside those that name it; a list that is sent replaces the one before",
      linkedTaskIds:
        "Tasks whose completion checks in the goal, beside those that name it; a list that is sent replaces the one before",
    },
    GoalMilestone: {
      goalId: "The goal of the milestone",
      title: "What is reached with the milestone",
      description: "Anything else about the milestone",
      targetPercent: "The progress with which the milestone is reached, in percent",
      dueDate: "The day by which the milestone should be reached",
      completedAt: "When the progress reached the milestone; null before, and again when the progress falls back",
      order: "The place of the milestone in the list, from 0; unless stated, its place in the list that is sent",
    },
    GoalDetail: { stats: "What is computed when the goal is read" },
    GoalStats: {
      financialProgressPercent: "`progressPercent` of a goal that transactions can move, else 0",
      habitsProgressPercent: "The mean `completionRate30d` of the goal's active habits; 0 without any",
      tasksProgressPercent: "The completed tasks by all tasks of the goal, in percent; 0 without any",
      focusMinutesLast30:
        "The minutes of completed focus sessions on the goal and on its tasks in the last 30 days, today included",
      projectedCompletionDate:
        "The day on which the target is reached at the pace of the last 30 days, today if it is reached; null without a target and at a pace that " +
        "never gets there",
    },
  },
  parameters: {
    "GET /goals": {
      targetDateFrom: "Only goals to be reached on this day or later",
      targetDateTo: "Only goals to be reached on this day or earlier",
    },
  },
};
