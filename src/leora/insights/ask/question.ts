import type { AppLanguage } from "../../languages.ts";
import { categoryIn, type NamedCategory } from "../../words/category-words.ts";
import { Lexicon } from "../../words/lexicon.ts";
import { tokensOf } from "../../words/tokens.ts";
import { languageIn } from "./languages.ts";
import type { NamedRange } from "./ranges.ts";

// What a question is about: its subject, the category that it names, the days that it names, and its language.

export const ASK_INTENTS = [
  "spending",
  "income",
  "savings",
  "balance",
  "budgets",
  "debts",
  "tasks",
  "goals",
  "habits",
  "focus",
  "overview",
] as const;
export type AskIntent = (typeof ASK_INTENTS)[number];

export interface Question {
  readonly intent: AskIntent;
  readonly language: AppLanguage;
  /** The category that spending or income is asked of; null: all of it. */
  readonly category: NamedCategory | null;
  /** The days that the question itself names; null: it names none. */
  readonly range: NamedRange | null;
}

const SUBJECTS = new Lexicon<AskIntent>([
  [
    "spending",
    `xarajat*, harajat*, chiqim*, sarf*, ishlat*, ketdi=, ketyapti=, ketadi=, ketgan=, oylik xarajat*, to'ladim, расход*, трат*, потрат*, потрач*, ушло=, ушли=, уходит=, уходят=, тратил*, заплатил*, стоил*,
    money go=, money goes=, money went=, spend*, spent, expens*, cost=, costs=, paid=, harca*, gider*, masraf*, ödedim, انفق*, صرف*, مصروف*, مصاريف*, نفق*, دفعت`,
  ],
  [
    "income",
    `daromad*, kirim*, topdim=, ishlab top*, tushdi=, tushgan=, tushum*, maosh*, oylik daromad*, oylik kirim*, доход*, заработ*, получил*, поступ*, зарплат*, выручк*, income*, earn*, salary*, revenue*, received=,
    gelir*, kazan*, maaş*, دخل*, كسبت*, ايراد*, راتب*, ربحت*`,
  ],
  [
    "savings",
    `teja*, jamg'ar*, jamg'arma*, yig'dim=, orttir*, сэконом*, эконом*, накоп*, сбереж*, отложил*, откладыва*, save=, saved=, saving*, tasarruf*, birik*, ادخر*, مدخر*, ادخار*, وفرت*, توفير*`,
  ],
  [
    "balance",
    `balans*, hisobim*, hisoblarim*, hisobda*, qoldiq*, qolgan pul*, pulim=, pullarim*, pul bor, pul qoldi, kartamda*, hamyon*, баланс*, остат*, счет*, на карте, денег у меня, у меня денег, сколько денег, денег осталось, осталось денег,
    balance*, accounts=, account=, money do i have, cash do i have, money i have, money left, net worth, bakiye*, hesab*, hesap*, param var, param kaldı, رصيد*, ارصد*, حساب*, المال`,
  ],
  ["budgets", "budjet*, byudjet*, limit*, бюджет*, лимит*, budget*, bütçe*, ميزاني*, موازن*"],
  [
    "debts",
    "qarz*, nasiya*, kredit*, долг*, должен=, должна=, должны=, задолж*, кредит*, займ*, debt*, owe*, owing=, loan*, borç*, kredi*, دين=, ديون*, ديني=, قرض*, قروض*, مدين*",
  ],
  [
    "tasks",
    `vazifa*, topshiriq*, ishim=, ishlarim*, rejam*, rejalar*, muddati o'tgan, задач*, дела=, дел=, делам=, план=, планы=, просроч*, что у меня на сегодня, should i do today,
    task, todo*, to do, overdue=, görev*, yapılacak*, مهام*, مهم=, مهمة=, مهمات*`,
  ],
  ["goals", "maqsad*, цель=, цели=, целей=, целям=, целях=, целью=, goal, target, hedef*, amaç*, هدف*, اهداف*"],
  ["habits", "odat*, привычк*, streak, habit, alışkanlık*, عادة=, عادات*, عاداتي="],
  ["overview", "как дела, как у меня дела, ahvol*, holat*, how am i doing, durum*, وضع*"],
  ["focus", "fokus*, diqqat*, pomodoro*, фокус*, помодоро*, концентрац*, сосредоточ*, focus*, odak*, تركيز*, بومودورو"],
]);

/** Of several subjects the narrower one is meant: how much of the budget was spent is a question about budgets. */
const NARROWEST_FIRST: readonly AskIntent[] = [
  "habits",
  "goals",
  "debts",
  "budgets",
  "tasks",
  "focus",
  "savings",
  "balance",
];

const RANGES = new Lexicon<NamedRange>([
  ["today", "bugun, bugungi, сегодня=, сегодняшн*, today, bugün*, اليوم="],
  ["yesterday", "kecha=, kechagi=, вчера=, вчерашн*, yesterday, dün=, dünkü=, امس="],
  [
    "this_week",
    "bu hafta, shu hafta, joriy hafta, на этой неделе, эта неделя, эту неделю, этой недели, this week, هذا الاسبوع, هذا اسبوع",
  ],
  [
    "last_week",
    "o'tgan hafta, прошлой неделе, прошлая неделя, прошлую неделю, прошлой недели, last week, previous week, geçen hafta, الاسبوع الماضي, اسبوع ماضي",
  ],
  [
    "this_month",
    "bu oy, shu oy, joriy oy, этом месяце, этот месяц, этого месяца, текущем месяце, this month, bu ay, هذا الشهر, هذا شهر",
  ],
  [
    "last_month",
    "o'tgan oy, прошлом месяце, прошлый месяц, прошлого месяца, last month, previous month, geçen ay, الشهر الماضي, شهر ماضي",
  ],
  ["this_year", "bu yil, shu yil, joriy yil, этом году, этот год, этого года, this year, bu yıl, هذه السنة, هذا العام"],
  ["all_time", "jami vaqt, butun davr, hamma vaqt, за все время, всего времени, all time, ever=, tüm zaman*, كل الوقت"],
  [
    "last_7_days",
    "oxirgi 7 kun, so'nggi 7 kun, последние 7 дней, за 7 дней, за неделю, last 7 days, past week, son 7 gün, اخر 7 ايام",
  ],
  [
    "last_30_days",
    "oxirgi 30 kun, so'nggi 30 kun, последние 30 дней, за 30 дней, за месяц, last 30 days, past month, son 30 gün, اخر 30 يوم*",
  ],
  [
    "last_90_days",
    "oxirgi 90 kun, so'nggi 90 kun, последние 90 дней, за 90 дней, last 90 days, son 90 gün, اخر 90 يوم*",
  ],
]);

/** @param fallback the language when the question shows none */
export function readQuestion(question: string, fallback: AppLanguage): Question {
  const tokens = tokensOf(question);
  const subjects = SUBJECTS.all(tokens);
  const ranges = RANGES.all(tokens);
  // Words of the subject are no category: `oylik daromad` is a monthly income, and `oylik` alone a salary.
  const taken = new Set([...subjects, ...ranges].flatMap(({ index, count }) => rangeOf(index, index + count)));
  const left = tokens.filter((_, index) => !taken.has(index));
  const [bought, earned] = [categoryIn(left, "expense") ?? null, categoryIn(tokens, "income") ?? null];
  const intent = subjectOf(new Set(subjects.map(({ value }) => value)), bought !== null, earned !== null);
  const isPhrase = subjects.some(({ value, count }) => value === "income" && count > 1);
  const category = intent === "spending" ? bought : intent === "income" && !isPhrase ? earned : null;
  return {
    intent,
    language: languageIn(question, tokens) ?? fallback,
    category: category && { categoryId: category.categoryId, subcategoryId: category.subcategoryId },
    range: ranges[0]?.value ?? null,
  };
}

const rangeOf = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, offset) => from + offset);

function subjectOf(subjects: ReadonlySet<AskIntent>, namesExpense: boolean, namesIncome: boolean): AskIntent {
  const narrow = NARROWEST_FIRST.find((subject) => subjects.has(subject));
  if (narrow) return narrow;
  const [spending, income] = [subjects.has("spending"), subjects.has("income")];
  if (spending && income) return "overview";
  if (spending) return "spending";
  if (income) return "income";
  return namesExpense ? "spending" : namesIncome ? "income" : "overview";
}
