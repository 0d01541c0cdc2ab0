import { z } from "zod";
import { changes, creation, view } from "../../engine/contract.ts";
import { clockTime, day, uuid } from "../../kernel/contract.ts";
import { LIMITS } from "../../limits.ts";
import { OCCURRENCE_STATUSES, RECURRENCE_STATUSES, RECURRING_ENTITIES } from "./rules.ts";

const template = z
  .record(z.string().max(64), z.unknown())
  .meta({ example: { title: "Ijara to'lovi" }, description: "A creation body of the entity, without its day" });

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

/** Dates are computed decades ahead of a start date, and stay valid dates within these years. */
const calendarDay = () => day().refine((text) => text >= "1900-01-01" && text <= "2999-12-31", "Expected 1900 to 2999");

const entity = z.enum(RECURRING_ENTITIES).meta({ example: "tasks" });
const timeOfDay = clockTime();
const leadDays = z.int().min(0).max(LIMITS.recurring.leadDays).meta({ example: 0 });
const exceptions = z.array(day()).max(LIMITS.recurring.exceptions);
const overrides = z
  .record(day(), template)
  .refine(
    (dates) => Object.keys(dates).length <= LIMITS.recurring.overrides,
    `At most ${LIMITS.recurring.overrides} dates`,
  )
  .meta({ example: { "2026-12-31": { title: "Yil oxiri" } } });
const status = z.enum(RECURRENCE_STATUSES).meta({ example: "active" });

export const RecurrenceCreate = creation("Recurrence", {
  entity,
  template,
  rrule,
  startDate: calendarDay(),
  timeOfDay: timeOfDay.nullish(),
  leadDays: leadDays.optional(),
  exceptions: exceptions.optional(),
  overrides: overrides.optional(),
  status: status.optional(),
});

export const RecurrencePatch = changes("Recurrence", {
  template,
  rrule,
  startDate: calendarDay(),
  timeOfDay: timeOfDay.nullable(),
  leadDays,
  exceptions,
  overrides,
  status,
});

export const RecurrenceView = view("Recurrence", {
  entity,
  template,
  rrule: z.string(),
  startDate: day(),
  timeOfDay: timeOfDay.nullable(),
  leadDays: z.int(),
  exceptions: z.array(day()),
  overrides: z.record(z.string(), template),
  status,
  nextDate: day().nullable(),
  lastDate: day().nullable(),
  occurrencesCount: z.int(),
});

export const OccurrencesQuery = z.object({ from: calendarDay().optional(), to: calendarDay().optional() });

export const Occurrence = z
  .object({
    date: day(),
    /** The id of the row that is, or will be, created for the date. */
    id: uuid(),
    status: z.enum(OCCURRENCE_STATUSES).meta({ example: "upcoming" }),
  })
  .meta({ id: "Occurrence" });

export const SkipBody = z.object({ date: day() });

export const ByOccurrence = z.object({ id: uuid(), date: day() });

export const OccurrenceEdit = z.object({
  data: template,
  scope: z.enum(["this", "following"]).default("this"),
  /** Only with `following`: the rule of the dates from this one on. */
  rrule: rrule.optional(),
  timeOfDay: timeOfDay.nullish(),
});

/** The recurrence to which the date belongs now, and the one from which it was split; null when there was no split. */
export const EditedOccurrence = z
  .object({ recurrence: RecurrenceView, previous: RecurrenceView.nullable(), occurrence: Occurrence })
  .meta({ id: "EditedOccurrence" });
