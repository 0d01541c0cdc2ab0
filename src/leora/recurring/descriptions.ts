import type { Descriptions } from "../../kernel/openapi/descriptions.ts";

const TEMPLATE = "What `POST` of the entity takes, without its date and its time of day";

/** What the fields of recurrences mean, for the OpenAPI document. */
export const recurringDescriptions: Descriptions = {
  components: {
    RecurringEntity: "Of what the series creates rows: tasks, transactions, or payments of a debt.",
    RecurrenceStatus:
      "`active`: rows are created on their days; `paused`: none are, and dates that pass meanwhile are missed; `completed`: no more are " +
      "created, which a series without a date left becomes by itself.",
    OccurrenceStatus:
      "`materialized`: its row is there; `skipped`: an exception; `missed`: refused, or passed without a row; `upcoming`: its row will be created.",
    OccurrenceScope: "`this`: only the one date; `following`: this date and all later ones.",
  },
  fields: {
    Recurrence: {
      entity: "Of what the series creates rows",
      template: TEMPLATE,
      rrule:
        "A rule of RFC 5545 about whole days, such as `FREQ=MONTHLY;BYMONTHDAY=31`; kept in capitals, without `RRULE:`",
      startDate: "The day from which dates are looked for; it is a date itself only if the rule matches it",
      timeOfDay:
        "The time of day that created tasks and transactions have, `HH:mm` in the user's time zone; debt payments have none",
      leadDays: "How many days before its date a row is created; 0 unless stated",
      exceptions: "Dates of the rule on which no row is created",
      overrides:
        "By date of the rule: the fields in which its row differs from the template; a date among them moves it",
      status: "Whether rows are created; `active` unless stated",
      nextDate: "The next date whose row is not created yet; null while the series is not active, or when it has ended",
      lastDate: "The date of the row that was created last",
      occurrencesCount: "How many rows the series has created",
    },
    Occurrence: {
      date: "The date in the series",
      id: "The id of the row that is, or will be, created for the date: a UUID v5, which a device can compute offline",
      status: "What became of the date",
    },
    OccurrenceSkip: { date: "The date of the series on which no row shall be" },
    OccurrenceEdit: {
      data: "The fields to set, as in a template",
      scope: "How far the change reaches; `this` unless stated",
      rrule: "With `following`: another rule from this date on",
      timeOfDay: "With `following`: another time of day from this date on; null: none",
    },
    EditedOccurrence: {
      recurrence: "The series to which the date belongs now",
      previous: "The series that ends the day before; null when the series was not split",
      occurrence: "The date as it is now",
    },
  },
  parameters: {
    "GET /recurring": {
      nextDateFrom: "Only series whose next date is this day or later",
      nextDateTo: "Only series whose next date is this day or earlier",
    },
    "GET /recurring/{id}/occurrences": {
      from: "The first day; the user's today unless stated",
      to: "The last day; 90 days after the first unless stated, at most 366",
    },
    "POST /recurring/{id}/occurrences/{date}": { date: "The date in the series" },
  },
};
