import { addDays, type Day, isDay, weekStart } from "../../kernel/time.ts";
import { Lexicon } from "./lexicon.ts";
import { numberAt } from "./numbers.ts";
import { isSign, type Token } from "./tokens.ts";

// The day that a sentence names: `kecha`, `в пятницу`, `15-mart`, `March 15`, `через 3 дня`.

export interface SpokenDay {
  readonly day: Day;
  readonly start: number;
  readonly end: number;
}

/** Which way a day without a year or a week lies: what was spent lies behind, what is to be done ahead. */
export type Direction = "past" | "future";

const RELATIVE = new Lexicon<number>([
  [
    0,
    "bugun, bugungi, сегодня=, сегодняшн*, today, tonight=, this morning, this afternoon, this evening, bugün*, bu akşam, اليوم=",
  ],
  [
    -1,
    "kecha=, kechagi=, kechadan=, вчера=, вчерашн*, yesterday, yesterday morning, yesterday afternoon, yesterday evening, last night, dün=, dünkü=, امس=",
  ],
  [
    -2,
    "avvalgi kuni, o'tgan kuni, позавчера=, the day before yesterday, day before yesterday, evvelsi gün, önceki gün, اول امس",
  ],
  [
    1,
    "ertaga=, ertangi=, ertagi=, ertagacha=, завтра=, завтрашн*, tomorrow, tomorrow morning, tomorrow afternoon, tomorrow evening, tomorrow night, yarın=, yarınki=, غدا=, غد=, بكرة=",
  ],
  [2, "indin=, indinga=, ertadan keyin, послезавтра=, the day after tomorrow, day after tomorrow, öbür gün, بعد غد"],
  [7, "bir haftadan keyin, haftadan keyin, через неделю, in a week, a week from now"],
]);

/** Weeks and months are no days: money that went in one of them is dated today, and its name does not repeat them. */
const PERIODS = new Lexicon<true>([
  [
    true,
    `bu hafta, shu hafta, o'tgan hafta, bu oy, shu oy, o'tgan oy, на этой неделе, на прошлой неделе, в этом месяце, в прошлом месяце,
    this week, last week, this month, last month`,
  ],
]);

/** Monday is 0. */
const WEEKDAYS = new Lexicon<number>([
  [0, "dushanba kuni, dushanba, понедельник*, monday, pazartesi*, يوم الاثنين"],
  [1, "seshanba kuni, seshanba, вторник*, tuesday, salı=, salı günü, يوم الثلاثاء"],
  [2, "chorshanba kuni, chorshanba, среду=, среда=, среды=, среде=, wednesday, çarşamba*, يوم الاربعاء"],
  [3, "payshanba kuni, payshanba, четверг*, thursday, perşembe*, يوم الخميس"],
  [4, "juma kuni, juma, пятниц*, friday, cuma=, cuma günü, يوم الجمعة"],
  [5, "shanba kuni, shanba, суббот*, saturday, cumartesi*, يوم السبت"],
  // The Turkish and the Arabic word alone are a market, and one.
  [6, "yakshanba kuni, yakshanba, воскресен*, sunday, pazar günü, يوم الاحد"],
]);
const BEFORE_WEEKDAY = new Lexicon<Direction | "either">([
  ["past", "o'tgan, прошл*, last=, geçen="],
  ["future", "kelasi, keyingi, следующ*, ближайш*, next=, coming=, gelecek="],
  ["either", "shu, bu=, эту=, этот=, это=, this=, в=, во=, on=, к=, by="],
]);

const MONTHS = new Lexicon<number>([
  [1, "yanvar, январь=, января=, январе=, january, jan=, ocak*, يناير=, كانون الثاني"],
  [2, "fevral, февраль=, февраля=, феврале=, february, feb=, şubat*, فبراير=, شباط="],
  [3, "mart, март=, марта=, марте=, march, mar=, mart'ta=, marttaki=, مارس=, اذار="],
  [4, "aprel, апрель=, апреля=, апреле=, april, apr=, nisan*, ابريل=, نيسان="],
  [5, "may, май=, мая=, мае=, mayıs*, مايو=, ايار="],
  [6, "iyun, июнь=, июня=, июне=, june, jun=, haziran*, يونيو=, حزيران="],
  [7, "iyul, июль=, июля=, июле=, july, jul=, temmuz*, يوليو=, تموز="],
  [8, "avgust, август=, августа=, августе=, august, aug=, ağustos*, اغسطس=, اب="],
  [9, "sentabr, sentyabr, сентябрь=, сентября=, сентябре=, september, sep=, sept=, eylül*, سبتمبر=, ايلول="],
  [
    10,
    "oktabr, oktyabr, октябрь=, октября=, октябре=, october, oct=, ekim=, ekimde=, ekimdeki=, ekimden=, ekime=, اكتوبر=, تشرين الاول",
  ],
  [
    11,
    "noyabr, ноябрь=, ноября=, ноябре=, november, nov=, kasım=, kasımda=, kasımdaki=, kasımdan=, kasıma=, نوفمبر=, تشرين الثاني",
  ],
  [12, "dekabr, декабрь=, декабря=, декабре=, december, dec=, aralık*, ديسمبر=, كانون الاول"],
]);
const ORDINAL_ENDINGS = new Lexicon<true>([[true, "st=, nd=, rd=, th=, of=, го=, inchi=, nchi=, chi=, е="]]);
const YEAR_WORDS = new Lexicon<true>([[true, "yil*, год=, года=, году=, г=, year="]]);

const UNITS = new Lexicon<number>([
  [1, "kun, день=, дня=, дней=, day, days="],
  [7, "hafta, неделя=, недели=, недель=, неделю=, week"],
]);
const AGO = new Lexicon<true>([[true, "oldin=, avval=, burun=, назад=, ago="]]);
/** After a number of units that lie ahead: `3 kundan keyin`. */
export const LATER = new Lexicon<true>([[true, "keyin=, so'ng="]]);
/** Before it: `через 3 дня`. */
export const AHEAD = new Lexicon<true>([[true, "через=, in="]]);

/** More days are no day that somebody names so. */
const COUNT_MAX = 1000;

/** The first day that a sentence names. */
export function dayIn(tokens: readonly Token[], today: Day, direction: Direction): SpokenDay | undefined {
  for (let index = 0; index < tokens.length; index += 1) {
    const found = dayAt(tokens, index, today, direction);
    if (found) return found;
  }
  return undefined;
}

/** The day that the words from a token on name. */
export const dayAt = (
  tokens: readonly Token[],
  index: number,
  today: Day,
  direction: Direction,
): SpokenDay | undefined =>
  relativeAt(tokens, index, today) ??
  weekdayAt(tokens, index, today, direction) ??
  numericAt(tokens, index) ??
  dayOfMonthAt(tokens, index, today, direction) ??
  countedAt(tokens, index, today);

/** The month, 1 to 12, that a token names, and after how many tokens the sentence goes on. */
export function monthAt(tokens: readonly Token[], index: number): { month: number; end: number } | undefined {
  const match = MONTHS.at(tokens, index);
  return match && { month: match.value, end: index + match.count };
}

/** The tokens that name weeks and months. */
export const periodTokens = (tokens: readonly Token[]): number[] =>
  PERIODS.all(tokens).flatMap(({ index, count }) => Array.from({ length: count }, (_, offset) => index + offset));

function relativeAt(tokens: readonly Token[], start: number, today: Day): SpokenDay | undefined {
  const match = RELATIVE.at(tokens, start);
  return match && { day: addDays(today, match.value), start, end: start + match.count };
}

/** A weekday is never today: people say today then. */
function weekdayAt(tokens: readonly Token[], start: number, today: Day, direction: Direction): SpokenDay | undefined {
  const before = BEFORE_WEEKDAY.at(tokens, start);
  const index = start + (before?.count ?? 0);
  const match = WEEKDAYS.at(tokens, index);
  if (!match) return undefined;
  const way = before === undefined || before.value === "either" ? direction : before.value;
  const ofThisWeek = addDays(weekStart(today), match.value);
  const isReached = way === "past" ? ofThisWeek >= today : ofThisWeek <= today;
  const day = isReached ? addDays(ofThisWeek, way === "past" ? -7 : 7) : ofThisWeek;
  return { day, start, end: index + match.count };
}

const digits = (token: Token | undefined, pattern: RegExp): string | undefined => {
  const text = token?.kind === "number" ? (token.forms[0] ?? "") : "";
  return pattern.test(text) ? text : undefined;
};

/** `2026-03-15`, `15.03.2026`, `15/03/2026`: with a year, because `15.03` may be an amount. */
function numericAt(tokens: readonly Token[], start: number): SpokenDay | undefined {
  const [first, sign, second, secondSign, third] = tokens.slice(start, start + 5);
  if (!isSign(sign, "-./") || sign?.text !== secondSign?.text) return undefined;
  const middle = digits(second, /^\d{1,2}$/);
  if (middle === undefined) return undefined;
  const [year, day] = digits(first, /^\d{4}$/)
    ? [digits(first, /^\d{4}$/), digits(third, /^\d{1,2}$/)]
    : [digits(third, /^\d{4}$/), digits(first, /^\d{1,2}$/)];
  return year === undefined || day === undefined
    ? undefined
    : realDay(`${year}-${padded(middle)}-${padded(day)}`, start, start + 5);
}

const realDay = (day: Day, start: number, end: number): SpokenDay | undefined =>
  isDay(day) ? { day, start, end } : undefined;

const padded = (number: string | number): string => String(number).padStart(2, "0");

/** `15-mart`, `15 марта 2026`, `15th of March`, `March 15`. */
function dayOfMonthAt(
  tokens: readonly Token[],
  start: number,
  today: Day,
  direction: Direction,
): SpokenDay | undefined {
  const monthFirst = MONTHS.at(tokens, start);
  let [end, number, month] = [start, digits(tokens[start], /^\d{1,2}$/), monthFirst?.value];
  if (monthFirst) {
    end = start + monthFirst.count;
    if (isSign(tokens[end], "-–")) end += 1;
    number = digits(tokens[end], /^\d{1,2}$/);
    end = skip(tokens, end + 1);
  } else if (number !== undefined) {
    end = skip(tokens, start + 1);
    const match = MONTHS.at(tokens, end);
    month = match?.value;
    end += match?.count ?? 0;
  }
  if (number === undefined || month === undefined) return undefined;
  const comma = isSign(tokens[end], ",") ? 1 : 0;
  const year = digits(tokens[end + comma], /^(?:19|20)\d{2}$/);
  const monthAndDay = `${padded(month)}-${padded(number)}`;
  if (year === undefined) {
    const day = nearestYear(monthAndDay, today, direction);
    return day === undefined ? undefined : { day, start, end };
  }
  end += comma + 1;
  if (isSign(tokens[end], "-–") && YEAR_WORDS.at(tokens, end + 1)) end += 1;
  return realDay(`${year}-${monthAndDay}`, start, end + (YEAR_WORDS.at(tokens, end)?.count ?? 0));
}

/** Passes what stands between a day's number and its month: `-`, `th of`, `-го`. */
function skip(tokens: readonly Token[], start: number): number {
  let index = start;
  while (isSign(tokens[index], "-–") || ORDINAL_ENDINGS.at(tokens, index)) index += 1;
  return index;
}

/** The last such day up to today, or the next one from today on; 29 February within eight years. */
function nearestYear(monthAndDay: string, today: Day, direction: Direction): Day | undefined {
  const year = Number(today.slice(0, 4));
  const step = direction === "past" ? -1 : 1;
  for (let offset = 0; offset <= 8; offset += 1) {
    const day = `${year + step * offset}-${monthAndDay}`;
    if (isDay(day) && (direction === "past" ? day <= today : day >= today)) return day;
  }
  return undefined;
}

/** `3 kun oldin`, `3 дня назад`, `in 3 days`, `3 kundan keyin`. */
function countedAt(tokens: readonly Token[], start: number, today: Day): SpokenDay | undefined {
  const isAhead = AHEAD.at(tokens, start) !== undefined;
  const number = numberAt(tokens, start + (isAhead ? 1 : 0));
  if (!number || number.value.gt(COUNT_MAX) || !number.value.eq(number.value.round())) return undefined;
  const unit = UNITS.at(tokens, number.end);
  if (!unit) return undefined;
  const days = Number(number.value) * unit.value;
  const end = number.end + unit.count;
  if (isAhead) return { day: addDays(today, days), start, end };
  if (AGO.at(tokens, end)) return { day: addDays(today, -days), start, end: end + 1 };
  return LATER.at(tokens, end) ? { day: addDays(today, days), start, end: end + 1 } : undefined;
}
