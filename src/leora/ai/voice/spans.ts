import { type Day, dayOf, MINUTE_MS, timeOf, type UserMoment } from "../../../kernel/time.ts";
import { AHEAD, LATER } from "../../words/days.ts";
import { Lexicon } from "../../words/lexicon.ts";
import { numberAt } from "../../words/numbers.ts";
import type { Token } from "../../words/tokens.ts";

// The moment that a sentence names by how far it is away: `через 2 часа`, `in half an hour`, `30 daqiqadan keyin`.

export interface SpokenMoment {
  readonly day: Day;
  /** `HH:mm`. */
  readonly time: string;
  readonly start: number;
  readonly end: number;
}

/** Minutes of each. */
const UNITS = new Lexicon<number>([
  [60, "soat, час=, часа=, часов=, часик=, hour"],
  [1, "daqiqa, minut, минут=, минуту=, минуты=, мин=, minute, min="],
]);
const WHOLE = new Lexicon<number>([
  [15, "четверть часа, quarter of an hour, chorak soat"],
  [30, "полчаса=, half an hour, half hour, yarim soat"],
]);
/** After a unit they are half of it more: `через час с половиной`, `in an hour and a half`. */
const HALF_MORE = new Lexicon<true>([[true, "с половиной, and a half, yarim, yarimdan"]]);
const PAIR = new Lexicon<true>([[true, "пару=, a couple of, couple of"]]);
const JOINT = new Lexicon<true>([[true, "и=, and=, va="]]);
const ONE = new Lexicon<true>([[true, "a=, an="]]);

/** What is further away is named by its day. */
const MINUTES_MAX = 48 * 60;

/** The first such moment of a sentence. */
export function momentIn(
  tokens: readonly Token[],
  { now, timezone }: Pick<UserMoment, "now" | "timezone">,
): SpokenMoment | undefined {
  for (let start = 0; start < tokens.length; start += 1) {
    const isAhead = AHEAD.at(tokens, start) !== undefined;
    const span = spanAt(tokens, start + (isAhead ? 1 : 0), isAhead);
    if (!span || !(isAhead || LATER.at(tokens, span.end))) continue;
    const at = now + span.minutes * MINUTE_MS;
    return { day: dayOf(at, timezone), time: timeOf(at, timezone), start, end: span.end + (isAhead ? 0 : 1) };
  }
  return undefined;
}

interface Span {
  readonly minutes: number;
  readonly end: number;
}

/** A span of one part, or of two: `2 soat 30 daqiqa`, `2 hours and 15 minutes`. */
function spanAt(tokens: readonly Token[], start: number, mayBeOne: boolean): Span | undefined {
  const first = partAt(tokens, start, mayBeOne);
  if (!first) return undefined;
  const second = partAt(tokens, first.end + (JOINT.at(tokens, first.end)?.count ?? 0), false);
  const minutes = first.minutes + (second?.minutes ?? 0);
  return minutes > 0 && minutes <= MINUTES_MAX ? { minutes, end: second?.end ?? first.end } : undefined;
}

/** @param mayBeOne true where a unit alone is one of it: `через час` */
function partAt(tokens: readonly Token[], start: number, mayBeOne: boolean): Span | undefined {
  const whole = WHOLE.at(tokens, start);
  if (whole) return { minutes: whole.value, end: start + whole.count };
  const pair = PAIR.at(tokens, start);
  const number = pair ? undefined : numberAt(tokens, start);
  if (!number && !pair && !mayBeOne) return undefined;
  const unitAt = number?.end ?? start + (pair?.count ?? ONE.at(tokens, start)?.count ?? 0);
  const unit = UNITS.at(tokens, unitAt);
  if (!unit || number?.value.gt(MINUTES_MAX)) return undefined;
  const count = pair ? 2 : Number(number?.value ?? 1);
  const end = unitAt + unit.count;
  const half = HALF_MORE.at(tokens, end);
  return { minutes: Math.round((count + (half ? 0.5 : 0)) * unit.value), end: end + (half?.count ?? 0) };
}
