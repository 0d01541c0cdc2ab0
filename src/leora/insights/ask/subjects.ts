import { Lexicon } from "../../words/lexicon.ts";

// What a question is about, by its words.

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

/** Questions whose words name no subject: what is to be done is asked of tasks, and what can be bought of balances. */
type Subject = AskIntent | "to_do" | "affordable" | "repayable";

export const SUBJECTS = new Lexicon<Subject>([
  [
    "spending",
    `xarajat*, harajat*, chiqim*, sarf*, ishlat*, ketdi=, ketyapti=, ketadi=, ketgan=, oylik xarajat*, to'ladim, расход*, трат*, трачу=, потрат*, потрач*, ушло=, ушли=, уходит=, уходят=, тратил*, заплатил*, стоил*,
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
    "qarz*, nasiya*, kredit*, долг*, должен=, должна=, должны=, задолж*, кредит*, займ*, вернуть=, мне верн*, qancha olishim, qancha pul olishim, qancha berishim, qachon berishim, qancha pul berishim, qancha qaytar*, qachon qaytar*, debt*, owe*, owing=, loan*, pay back, borç*, kredi*, دين=, يدين*, ديون*, ديني=, قرض*, قروض*, مدين*",
  ],
  [
    "tasks",
    `vazifa*, topshiriq*, ishim=, ishlarim*, rejam*, rejalar*, muddati o'tgan, задач*, дела=, дел=, делам=, план=, планы=, просроч*, запланирован*, что у меня на сегодня, что у меня на завтра, что у меня сегодня, что у меня завтра,
    task, todo*, to do, overdue=, görev*, yapılacak*, مهام*, مهم=, مهمة=, مهمات*`,
  ],
  ["goals", "maqsad*, цель=, цели=, целей=, целям=, целях=, целью=, goal, target, hedef*, amaç*, هدف*, اهداف*"],
  [
    "habits",
    "odat*, привычк*, ketma ket, подряд=, streak, habit, in a row, alışkanlık*, üst üste, على التوالي, عادة=, عادات*, عاداتي=",
  ],
  ["overview", "как дела, как у меня дела, ahvol*, holat*, how am i doing, durum*, وضع*"],
  ["focus", "fokus*, diqqat*, pomodoro*, фокус*, помодоро*, концентрац*, сосредоточ*, focus*, odak*, تركيز*, بومودورو"],
  [
    "to_do",
    `nima qilishim, nimalar qilishim, nima qilaman=, nima ish*, nima qilay*, что мне делать, что делать, что мне нужно сделать, что мне надо сделать, что нужно сделать, что надо сделать, чем заняться,
    should i do, do i have to do, do i need to do, have i got, on my plate, what's on for, ne yapmam*, ne yapmalı*, ne yapacağ*, neler yapmam*, neler yapmalı*, ماذا علي, ماذا يجب, ماذا افعل`,
  ],
  [
    "affordable",
    `sotib ol*, ololaman*, pulim yet*, pul yet*, yetadimi=, yetarmi=, qurbim*, могу ли я купить, могу ли купить, могу я купить, могу купить, позволить себе, хватит ли, хватит=, afford, can i buy, could i buy, enough for,
    alabilir mi*, yeter mi*, param yet*, استطيع شراء, يمكنني شراء, استطيع ان اشتري, يكفي=`,
  ],
  ["repayable", "have to pay, need to pay, must i pay"],
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

/** What sounds like the name of a category and is none: the rate of a currency is no course. */
export const NO_CATEGORIES = new Lexicon<true>([
  [
    true,
    `dollar kurs, valyuta kurs, yevro kurs, evro kurs, rubl kurs, so'm kurs, kurs dollar, курс доллар*, курс евро, курс валют*, курс рубл*, курс сум*, курс тенге, курсы валют*,
    доллар* курс, döviz kur*, dolar kur*, euro kur*, avro kur*, kur=, kuru=, exchange rate`,
  ],
]);

/** Tasks that were to be done, and those that are not done in time. */
export const TASK_WORDS = new Lexicon<"done" | "overdue">([
  [
    "done",
    "bajardim*, bajarildi*, bajarganman*, qildim*, tugatdim*, выполнил*, выполнен*, сделал*, сделано=, завершил*, done=, did=, completed=, finish*, yaptım*, tamamla*, bitirdim*, انجزت*, اتممت*, اكملت*",
  ],
  [
    "overdue",
    "muddati o't*, muddati tug*, kechikkan*, kechikayotgan*, просроч*, опаздыва*, не успел*, overdue=, past due, late=, geciken*, gecikmiş*, متاخر*",
  ],
]);

/** @param namesExpense true when a category of expenses is named, and so for income */
export function subjectOf(subjects: ReadonlySet<Subject>, namesExpense: boolean, namesIncome: boolean): AskIntent {
  const narrow = NARROWEST_FIRST.find((subject) => subjects.has(subject));
  if (narrow) return narrow;
  const [spending, income] = [subjects.has("spending"), subjects.has("income")];
  if (spending && income) return "overview";
  if (spending) return "spending";
  if (income) return "income";
  if (subjects.has("to_do")) return "tasks";
  if (subjects.has("affordable")) return "balance";
  if (namesExpense) return "spending";
  if (subjects.has("repayable")) return "debts";
  return namesIncome ? "income" : "overview";
}
