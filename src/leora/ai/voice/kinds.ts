import type { CategoryMention } from "../../words/category-words.ts";
import { Lexicon } from "../../words/lexicon.ts";
import { isSign, type Token } from "../../words/tokens.ts";
import { isFillerAt } from "./titles.ts";

// What a sentence wants: to record money, to note a task, or to ask.

/** What the words of a sentence show of its kind. */
export interface Signals {
  /** `eslat`, `напомни`, `remind me to`, `vazifa`: a task, whatever else is said. */
  readonly hasTaskWord: boolean;
  /** `kerak`, `надо`, `need to`: something is to be done. */
  readonly hasDuty: boolean;
  readonly isQuestion: boolean;
  /** `sarfladim`, `потратил`, `spent`. */
  readonly hasSpent: boolean;
  /** `tushdi`, `получил`, `received`, `взял кредит`. */
  readonly hasReceived: boolean;
  /** `oldim`: took, bought or received. */
  readonly hasTaken: boolean;
  /** `berdi`: somebody gave, or did it for somebody. */
  readonly hasGiven: boolean;
  /** `menga berishdi`: it was given to the user. */
  readonly isGivenToMe: boolean;
  /** Tokens that say nothing beyond that something is to be done: they are no part of a task's title. */
  readonly taskTokens: ReadonlySet<number>;
  /** Tokens of verbs of money, and of what is said to the app: they are no part of a transaction's name. */
  readonly moneyTokens: ReadonlySet<number>;
  /** Tokens of `came` and the like: they are no part of the name of what came in. */
  readonly comingTokens: ReadonlySet<number>;
}

type Signal =
  | "task"
  | "duty"
  | "question"
  | "spent"
  | "received"
  | "borrowed"
  | "taken"
  | "given"
  | "coming"
  | "command";

const SIGNALS = new Lexicon<Signal>([
  [
    "task",
    `eslat*, eslatib qo'y*, eslatib yubor*, eslatib tur*, esga sol*, esimga sol*, unutma*, vazifa, yangi vazifa, vazifa qo'sh*, напомни*, напомин*, не забыть, не забудь, задача=, задачу=, задачи=, задачка=, новая задача,
    добавь задачу, поставь напоминание, запланируй=, remind me to, remind me that, remind me about, remind me, remind=, set a reminder to, set a reminder for, set a reminder, reminder to,
    reminder=, don't forget to, don't forget, schedule a=, schedule=, task=, new task, add a task, add task, todo=, to do=`,
  ],
  [
    "duty",
    "kerak=, lozim=, shart=, zarur=, надо=, нужно=, необходимо=, должен=, должна=, i need to, need to, i have to, have to, got to, gotta=, must=, should=",
  ],
  [
    "question",
    "qancha, qanchaga, necha, nechta, nechchi, nechi, nima, nega, qaysi, qachon, qayerga, сколько=, как много, how much, how many, كم=",
  ],
  [
    "spent",
    `sarfla*, ishlatdim, ishlatildi, harajat, xarajat, chiqim, to'la*, berdim=, berib=, ketdi=, ketgan=, qaytardim=, tashladim=, quydim=, o'tkazdim=, yubordim=, yechdim=, almashtirdim=, ayirboshladim=, sovg'a qildim, sovg'a qildik, sotib oldim, sotib oldik, sotib olish, xarid qil*, потратил*, потрачено=, трата=, пополнил*, перевел=, перевела=, положил=, положила=, снял=, сняла=, обменял*, одолжил=, одолжила=, вернул=, вернула=, купил*, заплатил*, оплатил*, оплата=,
    отдал*, списал*, расход=, расходы=, ушло=, ушли=, стоил*, обошлось=, обошелся=, обошлась=, spent, spend, bought, buy=, lent=, withdrew=, transferred=, exchanged=, paid back, paid, pay=, cost=, costs=, expense*, purchase*`,
  ],
  [
    "received",
    `tushdi=, tushgan=, keldi=, kirim, daromad, ishlab topdim, topdim=, qaytardi=, qaytarishdi=, qaytarib berdi, qaytdi=, oldik=, sotdim=, sovg'a qilishdi, sovg'a qildi=, sovg'a qilib berishdi, получил*, пришла=, пришло=, пришел=, пришли=, заработал*, поступил*,
    начислил*, вернули=, подарили=, доход=, доходы=, прибыль=, продал*, занял=, заняла=, дал мне, дала мне, дали мне, мне дал=, мне дала=, мне дали=,
    перевел* мне, мне перевел*, скинул* мне, мне скинул*, мне подарил*, подарил* мне, received, receive=, got paid, got=, earned, earn=, income, sold=, paid me back, paid me, gifted me, gave me, sent me, won=,
    borrowed=`,
  ],
  ["borrowed", "взял кредит, взяла кредит, взял в долг, взяла в долг, took a loan"],
  ["taken", "oldim=, olib="],
  ["given", "berdi=, berishdi=, o'tkazib berdi=, o'tkazib berishdi=, tashlab berdi=, tashlab berishdi="],
  ["coming", "came=, came in, arrived=, is="],
  ["command", "yozib qo'y*, deb yoz*, qo'shib qo'y*"],
]);

/** Questions that are shown by the first words alone: `какие расходы`, but not `купил какой-то чай`. */
const OPENING_QUESTIONS = new Lexicon<true>([
  [
    true,
    `qanday, qanaqa, qayer*, ko'rsat*, ayt=, aytib ber*, bormi=, как=, какой=, какая=, какие=, каков*, какое=, где=, когда=, почему=, зачем=, что=, кто=, покажи*, скажи*, расскажи*,
    есть ли, хватит ли, what*, which=, when=, where=, why=, who=, how=, show me, show=, tell me, do i, did i, can i, am i, is my, are my, هل=, ما=, ماذا=`,
  ],
]);
/** What is said to the app before the money: `запиши расход`, `add 15 dollars`. Later in a sentence these words mean other things. */
const OPENING_COMMANDS = new Lexicon<true>([
  [true, "yoz=, kirit=, qo'sh=, запиши=, запишите=, добавь=, добавьте=, внеси=, add=, log=, record="],
]);
/** What is asked of without a verb: `mening xarajatlarim`, `мои долги`, `остаток по бюджету`. */
const OWN = new Lexicon<true>([
  [true, "mening=, bizning=, мой=, моя=, мои=, мое=, my=, our=, balans*, qoldiq, hisobim, баланс=, остаток=, balance="],
]);

/** True for a sentence that begins with what the user has. It is a question unless it says more, such as an amount. */
export const beginsWithOwn = (tokens: readonly Token[]): boolean => OWN.at(tokens, 0) !== undefined;

/** Particles that make a question of a sentence in Uzbek: `yetadimi`. */
const UZBEK_QUESTION = /(?:di|dim|ding|gan|man|miz|san|siz|ti|bor|yo'q|yoq)mi$/u;
const OPENING_TOKENS = 2;
const TO_ME = new Lexicon<true>([[true, "menga=, bizga="]]);

export function signalsOf(tokens: readonly Token[]): Signals {
  const [taskTokens, moneyTokens, comingTokens] = [new Set<number>(), new Set<number>(), new Set<number>()];
  const seen = new Set<Signal>();
  const given: number[] = [];
  for (const { value, index, count } of SIGNALS.all(tokens)) {
    seen.add(value);
    if (value === "given") given.push(index);
    const kept = value === "task" || value === "duty" ? taskTokens : value === "coming" ? comingTokens : moneyTokens;
    // The credit itself stays in the name.
    const end = value === "borrowed" ? index + 1 : index + count;
    for (let token = index; token < end; token += 1) kept.add(token);
  }
  if (OPENING_COMMANDS.at(tokens, 0)) moneyTokens.add(0);
  const opening = tokens.slice(0, OPENING_TOKENS);
  const isQuestion =
    seen.has("question") ||
    tokens.some((token) => isSign(token, "?؟")) ||
    opening.some((_, index) => OPENING_QUESTIONS.at(tokens, index)) ||
    tokens.some(({ forms }) => UZBEK_QUESTION.test(forms.at(-1) ?? ""));
  return {
    hasTaskWord: seen.has("task"),
    hasDuty: seen.has("duty"),
    isQuestion,
    hasSpent: seen.has("spent"),
    hasReceived: seen.has("received") || seen.has("borrowed"),
    hasTaken: seen.has("taken"),
    hasGiven: seen.has("given"),
    isGivenToMe:
      given.some((index) => !isConverb(tokens[index - 1])) && tokens.some((_, index) => TO_ME.at(tokens, index)),
    taskTokens,
    moneyTokens,
    comingTokens,
  };
}

/** `tuzatib berdi`: somebody did it, and gave nothing. */
const isConverb = (token: Token | undefined): boolean => (token?.forms.at(-1) ?? "").endsWith("ib");

/**
 * Whether money came in. A verb says so; without one, or with two, what the money is called: a salary comes in, bread is
 * bought. `oldim` is said of both.
 * @param isCost true when the amount is what something cost: `20 dollarga oldim`, `velosiped oldim`
 */
export function isIncome(
  { hasSpent, hasReceived, hasTaken, hasGiven, isGivenToMe }: Signals,
  earned: CategoryMention | undefined,
  bought: CategoryMention | undefined,
  isCost: boolean,
): boolean {
  if (hasSpent !== hasReceived) return hasReceived;
  if (isCost) return false;
  if (isGivenToMe) return true;
  if (earned && bought) return hasTaken ? earned.index !== bought.index : !hasSpent && earned.index < bought.index;
  return earned !== undefined || ((hasTaken || hasGiven) && !bought);
}

/** What one takes and does not buy. */
const NOT_BOUGHT = new Lexicon<true>([[true, "qarz, kredit, nasiya, ssuda, pul"]]);

/** True when words are left for something that was bought, although no category knows it. `Alisherdan qarz oldim` names no such thing. */
export const namesThing = (tokens: readonly Token[], isTaken: (index: number) => boolean): boolean =>
  tokens.some(
    ({ kind, forms }, index) =>
      kind === "word" &&
      !isTaken(index) &&
      !isFillerAt(tokens, index) &&
      !NOT_BOUGHT.at(tokens, index) &&
      !forms.at(-1)?.endsWith("dan") &&
      tokens[index + 1]?.forms.at(-1) !== "uchun",
  );
