import { Moment } from "../../../../src/kernel/time.ts";
import type { ParsedVoice } from "../../../../src/leora/ai/voice/parse.ts";

/** Wednesday, 25 November 2026, at 12:00 in Tashkent. */
export const NOON = new Moment(Date.parse("2026-11-25T07:00:00Z"), "Asia/Tashkent");

/** What was understood, as `utterances.ts` writes it. */
export function inOneLine(parsed: ParsedVoice): string {
  if (parsed.intent === "create_transaction") {
    const { type, amount, currency, categoryId, subcategoryId, date, time, name } = parsed.transaction;
    const category = subcategoryId === null ? categoryId : `${categoryId}/${subcategoryId}`;
    return `${[type, amount ?? "?", currency, category, date, ...(time ? [time] : [])].join(" ")} | ${name ?? ""}`;
  }
  if (parsed.intent !== "create_task") return parsed.intent;
  const { title, dueDate, timeOfDay } = parsed.task;
  return `task ${dueDate ?? "-"} ${timeOfDay ?? "-"} | ${title}`;
}
