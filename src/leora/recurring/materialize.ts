import type { ReadPlan } from "../../engine/read-plan.ts";
import { createRow } from "../../engine/rows.ts";
import type { UnitOfWork } from "../../engine/unit-of-work.ts";
import { AppError } from "../../kernel/errors.ts";
import { log } from "../../kernel/log.ts";
import type { Day } from "../../kernel/time.ts";
import { notify } from "../notifications/entity.ts";
import type { Recurrence } from "./entity.ts";
import { planOf } from "./plan.ts";
import type { RecurringEntity } from "./rules.ts";
import { recurrences } from "./table.ts";
import { type Draft, targetOf } from "./templates.ts";

const TITLE_MAX = 500;

/** What making these rows reads. */
export function planDrafts(plan: ReadPlan, entity: RecurringEntity, drafts: readonly Draft[]): void {
  if (drafts.length === 0) return;
  const [ids, bodies] = [drafts.map(({ id }) => id), drafts.map(({ body }) => body)];
  plan.writesInputs(targetOf(entity).table, ids, bodies);
}

/**
 * Makes the rows, and notes on their recurrence how far it has come. A row that is there, or was and is deleted, is never
 * made again; one that its entity's rules refuse is left out for good, and `refused` hears of it.
 */
export function materialize(
  work: UnitOfWork,
  row: Recurrence,
  drafts: readonly Draft[],
  refused: (date: Day, error: AppError<string>) => void,
): void {
  const made = drafts.filter((draft) => makeOne(work, row, draft, refused));
  // Without any, the series has ended earlier than it was thought to: the user has travelled.
  const doneThrough = drafts.at(-1)?.date ?? row.doneThrough;
  work.update(recurrences, row.id, {
    doneThrough,
    lastDate: made.at(-1)?.date ?? row.lastDate,
    occurrencesCount: row.occurrencesCount + made.length,
    ...planOf({ ...row, doneThrough }, work.at),
  });
}

/** As `materialize`; the user learns from a notification what could not be made. */
export function materializeAndTell(work: UnitOfWork, row: Recurrence, drafts: readonly Draft[]): void {
  const refusals: [Day, AppError<string>][] = [];
  materialize(work, row, drafts, (date, error) => refusals.push([date, error]));
  const newest = refusals.at(-1);
  if (!newest) return;
  const [date, { code, message }] = newest;
  const { id, template } = row;
  log("warn", "occurrence refused", { userId: work.user.userId, recurrenceId: id, date, code, count: refusals.length });
  const title = [template.title, template.name, template.note].find((text) => typeof text === "string" && text !== "");
  notify(work, {
    kind: "recurring_failed",
    title: String(title ?? row.entity).slice(0, TITLE_MAX),
    entity: "recurrences",
    entityId: id,
    data: { date, code, message, count: refusals.length },
  });
}

function makeOne(
  work: UnitOfWork,
  { entity }: Recurrence,
  { id, date, body }: Draft,
  refused: (date: Day, error: AppError<string>) => void,
): boolean {
  const target = targetOf(entity);
  if (work.find(target.table, id)) return false;
  try {
    work.withSavepoint(() => {
      createRow(work, target, body);
      work.requireExact();
    });
    return true;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    refused(date, error);
    return false;
  }
}
