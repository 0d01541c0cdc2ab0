import type { Descriptions } from "../../../../kernel/openapi/descriptions.ts";

const OF_DAYS = {
  dateFrom: "Only check-ins that count on this day or later",
  dateTo: "Only check-ins that count on this day or earlier",
};

/** What the fields of check-ins of goals mean (spec 3.2), for the OpenAPI document. */
export const checkInDescriptions: Descriptions = {
  components: {
    GoalCheckInMode:
      "`delta`: a step in the goal's direction; `absolute`: a reading, which is the goal's value from then on.",
    GoalCheckInSource:
      "What the check-in is due to. `manual`: the user; `task`: a completed task; `habit`: a completion of a habit; `finance`: a transaction.",
    GoalCheckInRecord: "A check-in of the goal that the path names.",
  },
  fields: {
    GoalCheckIn: {
      showStatus: "Whether lists show the row; an archived check-in counts no more",
      goalId: "The goal that is checked in",
      value:
        "How far the step goes, or what the reading is, in the goal's `unit` with up to 4 decimals; a negative step goes back",
      mode: "Whether the value is a step or a reading; unless stated, a reading for a weight and where the goal's direction is `neutral`, else a step",
      note: "What the user wrote about it",
      sourceType: "What the check-in is due to; `manual` unless stated",
      sourceId:
        "The task, completion or transaction that the check-in is due to, which checks in a goal once; null for a `manual` one",
      dateKey: "The day on which the check-in counts; today in the user's time zone unless stated",
    },
    GoalCheckInWithGoal: { goal: "The goal as it is now" },
  },
  parameters: {
    "GET /goal-check-ins": OF_DAYS,
    "GET /goals/{id}/check-ins": OF_DAYS,
    "PATCH /goals/{id}/check-ins/{checkInId}": { checkInId: "The id of the check-in" },
    "DELETE /goals/{id}/check-ins/{checkInId}": { checkInId: "The id of the check-in" },
  },
};
