import { Lexicon } from "../../words/lexicon.ts";
import type { NamedRange } from "./ranges.ts";

// The words that questions name weeks, months and years with, in Uzbek, Russian, English, Turkish and Arabic.

export const RANGES = new Lexicon<NamedRange>([
  ["today", "bugun, bugungi, сегодня=, сегодняшн*, today, bugün*, اليوم="],
  ["yesterday", "kecha=, kechagi=, вчера=, вчерашн*, yesterday, dün=, dünkü=, امس="],
  [
    "this_week",
    `bu hafta, shu hafta, joriy hafta, на этой неделе, этой неделе, эта неделя, эту неделю, этой недели, текущ* недел*, this week, current week, bu haftaki, هذا الاسبوع,
    هذا اسبوع`,
  ],
  [
    "last_week",
    `o'tgan hafta, avvalgi hafta, oldingi hafta, прошлой неделе, прошлая неделя, прошлую неделю, прошлой недели, last week, previous week, geçen hafta, geçen haftaki, الاسبوع الماضي,
    اسبوع ماضي`,
  ],
  [
    "this_month",
    `bu oy, shu oy, joriy oy, oy boshidan, с начала месяца, start of the month, beginning of the month, month to date, ay başından, بداية الشهر, этом месяце, этот месяц, этого месяца, текущ* месяц*, this month, current month, bu ay, bu ayki, هذا الشهر, هذا شهر`,
  ],
  [
    "last_month",
    "o'tgan oy, avvalgi oy, oldingi oy, прошлом месяце, прошлый месяц, прошлого месяца, last month, previous month, geçen ay, geçen ayki, الشهر الماضي, شهر ماضي",
  ],
  [
    "this_year",
    "bu yil, shu yil, joriy yil, yil boshidan, с начала года, start of the year, beginning of the year, year to date, yıl başından, بداية السنة, بداية العام, этом году, этот год, этого года, текущ* год*, this year, current year, bu yıl, bu seneki, bu sene, هذه السنة, هذا العام",
  ],
  ["all_time", "jami vaqt, butun davr, hamma vaqt, за все время, всего времени, all time, ever=, tüm zaman*, كل الوقت"],
  [
    "last_7_days",
    "oxirgi hafta, so'nggi hafta, за неделю, последнюю неделю, последней неделе, past week, son hafta*, اخر اسبوع",
  ],
  [
    "last_30_days",
    "oxirgi oy, so'nggi oy, за месяц, последний месяц, последнем месяце, past month, son ay, son ayda, son ayki, اخر شهر",
  ],
]);

/** A week, month or year beside that of today: how many later. */
export const BESIDE = new Lexicon<{ readonly unit: PeriodUnit; readonly count: number }>([
  [
    { unit: "week", count: 1 },
    "keyingi hafta, kelasi hafta, kelgusi hafta, следующ* недел*, next week, gelecek hafta, haftaya=, الاسبوع القادم, اسبوع قادم, الاسبوع المقبل",
  ],
  [
    { unit: "month", count: 1 },
    "keyingi oy, kelasi oy, kelgusi oy, следующ* месяц*, next month, gelecek ay, الشهر القادم, شهر قادم, الشهر المقبل",
  ],
  [
    { unit: "year", count: 1 },
    "keyingi yil, kelasi yil, kelgusi yil, следующ* год*, next year, gelecek yıl, السنة القادمة, العام القادم",
  ],
  [
    { unit: "year", count: -1 },
    `o'tgan yil, bultur, прошлом году, прошлый год, прошлого года, last year, previous year, geçen yıl*, geçen sene*, السنة الماضية, العام الماضي,
    عام ماضي`,
  ],
]);

export type PeriodUnit = "day" | "week" | "month" | "year";

/** Units, and how many the word itself says: Arabic has one word for two days. */
export const UNITS = new Lexicon<{ readonly unit: PeriodUnit; readonly count: number }>([
  [{ unit: "day", count: 1 }, "kun, день=, дня=, дней=, дни=, day, gün=, günde=, günlük=, يوم=, يوما=, ايام="],
  [{ unit: "week", count: 1 }, "hafta, haftada=, недел*, week, اسبوع=, اسابيع="],
  [{ unit: "month", count: 1 }, "oy, месяц*, month, ay=, ayda=, aylık=, شهر=, اشهر=, شهور="],
  [
    { unit: "year", count: 1 },
    "yil*, год=, года=, году=, лет=, year, sene=, senede=, سنة=, سنوات=, سنين=, عام=, اعوام=",
  ],
  [{ unit: "day", count: 2 }, "يومين="],
  [{ unit: "week", count: 2 }, "اسبوعين="],
  [{ unit: "month", count: 2 }, "شهرين="],
  [{ unit: "year", count: 2 }, "سنتين=, عامين="],
]);

/** Numbers that the spoken numbers do not know, because their Turkish words mean other things in Uzbek. */
export const SMALL_NUMBERS = new Lexicon<number>([
  [2, "iki="],
  [3, "üç=, ثلاث=, ثلاثة="],
  [4, "dört=, اربع=, اربعة="],
  [5, "beş=, خمس=, خمسة="],
  [6, "altı=, ست=, ستة="],
  [7, "yedi=, سبع=, سبعة="],
  [8, "sekiz=, ثماني=, ثمانية="],
  [9, "dokuz=, تسع=, تسعة="],
  [10, "on=, عشر=, عشرة="],
]);

/** Before a number of units that end today: `oxirgi 3 oy`, `за 3 месяца`. */
export const LAST = new Lexicon<true>([
  [
    true,
    `oxirgi=, so'nggi=, o'tgan=, за=, последн*, прошл*, прошедш*, предыдущ*, last=, past=, previous=, for=, during=, within=, son=, geçen=, اخر=,
    خلال=, منذ=`,
  ],
]);
/** After them: `3 oy ichida`, `الأشهر الثلاثة الماضية`. */
export const WITHIN = new Lexicon<true>([
  [true, "ichida=, mobaynida=, davomida=, içinde=, boyunca=, ماضي=, ماضية=, اخيرة=, اخير="],
]);
export const AGO = new Lexicon<true>([
  [true, "oldin, avval=, avvalgi=, burun=, назад=, тому назад=, ago=, önce=, önceki="],
]);
export const AGO_BEFORE = new Lexicon<true>([[true, "قبل="]]);

/** From a day until today. */
export const SINCE = new Lexicon<true>([[true, "с=, со=, начиная с=, since=, from=, منذ="]]);
export const SINCE_AFTER = new Lexicon<true>([[true, "beri=, buyon=, boshlab="]]);
/** Between the first and the last day, or month. */
export const UNTIL = new Lexicon<true>([[true, "по=, до=, to=, until=, till=, through=, ile=, حتى=, الى="]]);
export const AND = new Lexicon<true>([[true, "va=, hamda=, и=, and=, ve=, و="]]);
export const BETWEEN = new Lexicon<true>([[true, "between=, между=, بين="]]);

/** Before a year in digits alone. */
export const BEFORE_YEAR = new Lexicon<true>([
  [true, "в=, за=, с=, год=, in=, for=, during=, since=, year=, في=, عام=, سنة=, لعام=, منذ="],
]);
export const YEAR = new Lexicon<true>([[true, "yil*, год=, года=, году=, годом=, г=, sene*"]]);
/** What counts money makes an amount of digits that might be a year: `за 2000 сум`. */
export const CURRENCY = new Lexicon<true>([
  [
    true,
    "so'm, sum=, uzs=, сум=, сумов=, сума=, dollar, доллар*, usd=, евро=, euro, evro, rubl, руб*, lira*, tl=, دولار*, سوم=, يورو=",
  ],
]);
/** What joins a month and its year. */
export const OF = new Lexicon<true>([[true, "of=, من="]]);
/** What may follow a month: `oktabr oyida`. */
export const MONTH_WORD = new Lexicon<true>([[true, "oy, месяц=, месяце=, месяца=, ay*"]]);
/** English `may` is a month only after these, or with a year. */
export const BEFORE_MAY = new Lexicon<true>([
  [true, "in=, of=, for=, since=, during=, last=, this=, to=, from=, by=, until=, till=, through=, and=, on="],
]);
