import { z } from "zod";
import { calendarDay, day, uuid } from "../../../kernel/contract.ts";
import { MentorId, QuotaView, RequestCost } from "../../ai/contract.ts";
import { InsightSource } from "../contract.ts";
import { NAMED_RANGES } from "./ranges.ts";
import { ASK_INTENTS } from "./subjects.ts";

const NamedRange = z.enum(NAMED_RANGES).meta({ id: "AskNamedRange" });

/** `dateRangeOf` refuses one that ends before it begins. */
const DayRange = z.object({ from: calendarDay(), to: calendarDay() }).meta({ id: "AskDayRange" });

/** `context.dateRange` of a question. */
export const AskDateRange = z
  .union([NamedRange, DayRange], {
    error: `Must be one of ${NAMED_RANGES.join(", ")}, or both {from, to} as YYYY-MM-DD`,
  })
  .meta({ id: "AskDateRange", example: "last_30_days" });

/** Some characters are not seen, and leave a question as blank as spaces do. */
const isVisible = (text: string): boolean => /[^\s\p{C}\p{Z}\u115f\u1160\u2800\u3164\uffa0]/u.test(text);

export const AskBody = z
  .object({
    question: z
      .string()
      .trim()
      .min(1)
      .max(1000)
      .refine(isVisible, "Blank")
      .meta({ example: "Mening xarajatlarim qanday?" }),
    context: z
      .object({ dateRange: AskDateRange.nullish(), mentorId: MentorId.nullish() })
      .meta({ id: "AskContext" })
      .nullish(),
  })
  .meta({
    id: "InsightAsk",
    example: { question: "Mening xarajatlarim qanday?", context: { dateRange: "last_30_days" } },
  });

const AskIntent = z.enum(ASK_INTENTS).meta({ id: "AskIntent", example: "spending" });

/** `from` is the day of the first row where all time was asked for. */
const AnsweredDays = z
  .object({ from: day().meta({ example: "2026-11-18" }), to: day().meta({ example: "2026-12-17" }) })
  .meta({ id: "AnsweredDays" });

export const AskReply = z
  .object({
    id: uuid(),
    answer: z.string().meta({ example: "Oxirgi 30 kunda 1 850 000 UZS sarfladingiz." }),
    source: InsightSource,
    intent: AskIntent,
    dateRange: AnsweredDays,
    facts: z
      .record(z.string(), z.unknown())
      .meta({ example: { currency: "UZS", income: 0, expense: 1850000, net: -1850000 } }),
    usage: RequestCost,
    quota: QuotaView,
  })
  .meta({ id: "InsightAnswer" });
