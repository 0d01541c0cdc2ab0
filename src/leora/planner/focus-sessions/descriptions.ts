import type { Descriptions } from "../../../kernel/openapi/descriptions.ts";

/** What the fields of focus sessions mean (spec 3.4), for the OpenAPI document. */
export const focusDescriptions: Descriptions = {
  components: {
    FocusSessionStatus:
      "`in_progress`: its clock runs; `paused`: its clock stands; `completed`: done, its minutes count; `canceled`: given up, it counts " +
      "nowhere. Completed and canceled sessions are finished: they do not run again.",
    FocusSessionCreate:
      "A session that a device kept offline, finished or not. What is left out follows from the moment of the request.",
  },
  fields: {
    FocusSession: {
      showStatus: "Whether lists show the row; an archived session does not run, and its minutes count nowhere",
      taskId: "The task that is worked on; it shows the minutes of its completed sessions",
      goalId: "The goal that the session serves; a new session without one takes that of its task",
      plannedMinutes: "How long the session should take, in minutes",
      actualMinutes:
        "How long the work took, in minutes; a session that is completed without it gets the time from its start to its end without the pauses",
      status: "How far the session is; `in_progress` unless stated",
      startedAt: "When the session began; now unless stated, and a moment in the future counts as now",
      endedAt: "When the session was completed or canceled; null until then. A moment in the future counts as now",
      pausedAt: "Since when the session is paused; null unless its status is `paused`",
      pausedMs: "How long the pauses that are over took together, in milliseconds",
      interruptionsCount: "How often the user was interrupted",
      notes: "What the user wrote about the session",
      dateKey: "The day on which the session began, in the time zone that the user had then",
    },
    FocusSessionCompletion: {
      actualMinutes:
        "How long the work took, in minutes; without it, the time since the start without the pauses, to the nearest minute",
      notes: "What the user wrote about the session; replaces what was written before, unless it is left out",
    },
    FocusStats: {
      today: "Today, in the user's time zone",
      thisWeek: "From Monday to today",
      thisMonth: "From the first of the month to today",
      byDay: "Every day of this week and this month up to today, oldest first",
      date: "The day on which the sessions began",
      totalMinutes: "The minutes of all completed sessions",
      sessionsCount: "How many sessions began, canceled ones not counted",
      completedCount: "How many of the sessions are completed",
      avgPerDay: "`totalMinutes` by the number of days of the month so far, with one decimal",
    },
  },
  parameters: {
    "GET /focus-sessions": {
      dateFrom: "Only sessions that began on this day or later: see `dateKey`",
      dateTo: "Only sessions that began on this day or earlier: see `dateKey`",
    },
  },
};
