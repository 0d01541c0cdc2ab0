import { createRow } from "../../engine/rows.ts";
import type { UnitOfWork } from "../../engine/unit-of-work.ts";
import { AppError } from "../../kernel/errors.ts";
import { log } from "../../kernel/log.ts";
import type { Day } from "../../kernel/time.ts";
import { notify } from "../notifications/entity.ts";
import type { Recurrence } from "./entity.ts";
import { scheduleOf } from "./schedule.ts";
import { searchOf } from "./search.ts";
import { recurrences } from "./table.ts";
import { targetOf } from "./targets.ts";
import type { NewOccurrence } from "./template.ts";

const TITLE_MAX = 500;

type OnRefused = (date: Day, error: AppError<string>) => void;

/**
 * Creates the rows of these occurrences, in order of their dates, and updates their recurrence. A row that exists, deleted
 * or not, is not created again. When the entity's rules refuse a row, `onRefused` is called, and its date is not tried again.
 */
export function createOccurrences(
  work: UnitOfWork,
  row: Recurrence,
  occurrences: readonly NewOccurrence[],
  onRefused: OnRefused,
): void {
  const created = occurrences.filter((occurrence) => createOccurrence(work, row, occurrence, onRefused));
  // A recurrence may be due without an occurrence: when its user has travelled, an UNTIL in the new zone may end it earlier.
  const doneThrough = occurrences.at(-1)?.date ?? row.doneThrough;
  work.update(recurrences, row.id, {
    doneThrough,
    lastDate: created.at(-1)?.date ?? row.lastDate,
    occurrencesCount: row.occurrencesCount + created.length,
    ...scheduleOf(searchOf(work), { ...row, doneThrough }, work.at),
  });
}

/** As `createOccurrences`; when rows are refused, a notification names the latest one and their number. */
export function createOccurrencesAndNotify(
  work: UnitOfWork,
  row: Recurrence,
  occurrences: readonly NewOccurrence[],
): void {
  const refusals: [Day, AppError<string>][] = [];
  createOccurrences(work, row, occurrences, (date, error) => refusals.push([date, error]));
  const latest = refusals.at(-1);
  if (!latest) return;
  const [date, { code, message }] = latest;
  const { id, template } = row;
  log("warn", "occurrence refused", { owner: work.user.owner, recurrenceId: id, date, code, count: refusals.length });
  const title = [template.title, template.name, template.note].find((text) => typeof text === "string" && text !== "");
  notify(work, {
    kind: "recurring_failed",
    title: String(title ?? row.entity).slice(0, TITLE_MAX),
    entity: "recurrences",
    entityId: id,
    data: { date, code, message, count: refusals.length },
  });
}

/** True when the row was created. */
function createOccurrence(
  work: UnitOfWork,
  { entity }: Recurrence,
  { id, date, input }: NewOccurrence,
  onRefused: OnRefused,
): boolean {
  const target = targetOf(entity);
  if (work.find(target.table, id)) return false;
  try {
    work.withSavepoint(() => {
      createRow(work, target, input);
      work.requireExact();
    });
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    onRefused(date, error);
    return false;
  }
}
