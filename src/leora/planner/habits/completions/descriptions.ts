import type { Descriptions } from "../../../../kernel/openapi/descriptions.ts";

/** What the fields of completions of habits mean (spec 3.3), for the OpenAPI document. */
export const completionDescriptions: Descriptions = {
  components: {
    HabitCompletionStatus: "`done`: the user kept to the habit; `miss`: the user did not.",
    HabitCompletionSource:
      "Who recorded the day. `manual`: the user; `finance`: the habit's finance rule, or transactions that name the habit; `task`: a completed " +
      "task that names it. None of the last two changes what another source recorded.",
    HabitDayStatus:
      "`done`: it counts as done; `partial`: it is recorded as done with less than the target; `miss`: it is recorded as missed; `none`: nothing " +
      "is recorded.",
    HabitCompletionCreate:
      "A day of a habit. There is one completion per day: a new one takes the place of the one before, which is deleted.",
    HabitCompletionRecord: "A day of the habit that the path names.",
  },
  fields: {
    HabitCompletion: {
      showStatus: "Whether lists show the row; an archived completion counts all the same",
      habitId: "The habit that was kept to or not",
      dateKey: "The day, which has begun in the user's time zone and is at most ten years ago; today unless stated",
      status: "What became of the day; `done` unless stated",
      value:
        "How much was done, in the habit's `unit`, with up to 4 decimals; only `numeric` habits keep it, and a `done` without it gets `targetPerDay`",
      isCounted:
        "Whether the day counts as done: a `done` with less than the target that held on the day is kept and does not count",
      sourceType: "Who recorded the day; what a person changes becomes `manual`",
      sourceId: "The task that completed the day; null for other sources",
    },
    HabitCompletionWithHabit: { habit: "The habit as it is now" },
    UndoneHabitCompletion: { showStatus: "Always `deleted`", habit: "The habit as it is now" },
    HabitHistory: {
      from: "The first day",
      to: "The last day",
      completions: "What is recorded in the range, the earliest day first",
      days: "Every day of the range, the earliest first",
    },
    HabitDay: {
      date: "The day",
      status: "What became of the day",
      value: "The recorded value, in the habit's `unit`; null when there is none",
      scheduled:
        "Whether the habit was scheduled: the day is one of its weekdays, not before its first day, and in no pause",
    },
  },
  parameters: {
    "GET /habit-completions": {
      dateFrom: "Only completions of this day or later",
      dateTo: "Only completions of this day or earlier",
    },
    "DELETE /habits/{id}/completions/{dateKey}": { dateKey: "The day" },
    "GET /habits/{id}/history": {
      from: "The first day; 29 days before the last one unless stated",
      to: "The last day; today in the user's time zone unless stated",
    },
  },
};
