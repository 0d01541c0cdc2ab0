import { z } from "zod";
import { changes, creation, view } from "../../engine/contract.ts";
import { calendarDay, clockTime, day, idOf } from "../../kernel/contract.ts";
import { LIMITS } from "../../limits.ts";
import { OCCURRENCE_STATUSES, RECURRENCE_STATUSES, RECURRING_ENTITIES } from "./rules.ts";

const template = z.record(z.string().max(64), z.unknown()).meta({ example: { title: "Ijara to'lovi" } });

/** An RRULE text, stored without the prefix `RRULE:` and a final semicolon, in capitals, so that equal rules are equal texts. */
const rrule = z
  .string()
  .max(500)
  .transform((text) =>
    text
      .trim()
      .toUpperCase()
      .replace(/^RRULE:|;$/g, ""),
  )
  .meta({ example: "FREQ=MONTHLY;BYMONTHDAY=31" });

const RecurringEntity = z.enum(RECURRING_ENTITIES).meta({ id: "RecurringEntity" });
const RecurrenceStatus = z.enum(RECURRENCE_STATUSES).meta({ id: "RecurrenceStatus" });
const OccurrenceStatus = z.enum(OCCURRENCE_STATUSES).meta({ id: "OccurrenceStatus" });
const OccurrenceScope = z.enum(["this", "following"]).meta({ id: "OccurrenceScope" });

const timeOfDay = clockTime();
const leadDays = z.int().min(0).max(LIMITS.recurring.leadDays).meta({ example: 0 });
const exceptions = z
  .array(day())
  .max(LIMITS.recurring.exceptions)
  .meta({ example: ["2027-01-31"] });
const overrides = z
  .record(day(), template)
  .refine(
    (dates) => Object.keys(dates).length <= LIMITS.recurring.overrides,
    `At most ${LIMITS.recurring.overrides} dates`,
  )
  .meta({ example: { "2026-12-31": { title: "Yil oxiri" } } });

export const RecurrenceCreate = creation("Recurrence", {
  entity: RecurringEntity,
  template,
  rrule,
  startDate: calendarDay(),
  timeOfDay: timeOfDay.nullish(),
  leadDays: leadDays.optional(),
  exceptions: exceptions.optional(),
  overrides: overrides.optional(),
  status: RecurrenceStatus.optional(),
});

export const RecurrencePatch = changes("Recurrence", {
  template,
  rrule,
  startDate: calendarDay(),
  timeOfDay: timeOfDay.nullable(),
  leadDays,
  exceptions,
  overrides,
  status: RecurrenceStatus,
});

export const RecurrenceView = view("Recurrence", {
  entity: RecurringEntity,
  template,
  rrule: z.string(),
  startDate: day(),
  timeOfDay: timeOfDay.nullable(),
  leadDays: z.int(),
  exceptions: z.array(day()),
  overrides: z.record(z.string(), template),
  status: RecurrenceStatus,
  nextDate: day().nullable().meta({ example: "2026-12-31" }),
  lastDate: day().nullable().meta({ example: null }),
  occurrencesCount: z.int().meta({ example: 0 }),
});

export const OccurrencesQuery = z.object({ from: calendarDay().optional(), to: calendarDay().optional() });

export const Occurrence = z
  .object({
    date: day().meta({ example: "2026-12-31" }),
    id: idOf("Occurrence"),
    status: OccurrenceStatus,
  })
  .meta({ id: "Occurrence" });

/** A date of the series that the other examples make. */
const skippedDate = "2027-02-28";
const editedDate = "2027-03-31";

export const SkipBody = z.object({ date: day().meta({ example: skippedDate }) }).meta({ id: "OccurrenceSkip" });

export const ByOccurrence = z.object({ id: idOf("Recurrence"), date: day().meta({ example: editedDate }) });

export const OccurrenceEdit = z
  .object({
    data: template,
    scope: OccurrenceScope.default("this"),
    rrule: rrule.optional(),
    timeOfDay: timeOfDay.nullish(),
  })
  .meta({ id: "OccurrenceEdit", example: { data: { title: "Ijara to'lovi (mart)" }, scope: "this" } });

/** The recurrence to which the date belongs now, and the one from which it was split; null when there was no split. */
export const EditedOccurrence = z
  .object({ recurrence: RecurrenceView, previous: RecurrenceView.nullable(), occurrence: Occurrence })
  .meta({ id: "EditedOccurrence" });
