import { Lexicon } from "../../words/lexicon.ts";
import type { Token } from "../../words/tokens.ts";
import { currencyAfter } from "./amounts.ts";

// Loans, and money that only changes its place. They are neither income nor expense, and the contract has no draft for them: the
// draft of a transaction that such a sentence makes is a guess, which the app should ask about.

/** These words alone say it. */
const CLEAR = new Lexicon<true>([
  [
    true,
    `qarz, qarzdor*, nasiya, kredit, ssuda, qaytardim=, qaytardik=, долг=, долга=, долгу=, долги=, долгов=, долгом=, должны=, взаймы=,
    одолж*, одалж*, занял=, заняла=, заняли=, вернул=, вернула=, кредит=, кредита=, кредиту=, кредитом=, рассрочк*, ссуд*,
    debt, loan, lent=, lend=, loaned=, borrow*, owe=, owes=, owed=, paid back, pay back, paid me back, pay me back,
    naqdlashtir*, valyuta*, обналичил*, отложил*, валют*, withdrew=, deposited=, set aside, currency exchange`,
  ],
]);

/** Where the user's own money may be; what is put into savings is moved, whatever the verb. */
const PLACES = new Lexicon<"any" | "savings">([
  [
    "any",
    `karta, plastik, naqd, naqd pul, hamyon, hisob, bankomat, humo, uzcard, карта=, карты=, карту=, карте=, картой=, карточк*,
    наличные=, наличных=, наличку=, налички=, нал=, счет=, счета=, счете=, кошелек=, кошелька=, кошельке=, банкомат*,
    card=, cards=, cash=, wallet=, account=, atm=`,
  ],
  [
    "savings",
    `jamg'arma, omonat, depozit, копилк*, депозит=, депозита=, вклад=, вклада=, накопления=, накоплений=, сбережен*, savings=, deposit=`,
  ],
]);
/** What leads to a place in Russian and English; in Uzbek its case does. */
const INTO = new Lexicon<true>([[true, "на=, в=, во=, to=, into=, in=, onto="]]);
const OWN = new Lexicon<true>([[true, "my=, the=, свою=, свой=, мою=, мой="]]);

/** What moves money: into a place (`put`), at one (`at`), or from one currency into another (`change`). */
const MOVES = new Lexicon<"put" | "at" | "change">([
  [
    "put",
    `o'tkaz*, tashladim=, qo'ydim=, soldim=, solib qo'ydim=, перевел=, перевела=, перекинул*, переложил*, положил=, положила=, закинул*,
    transfer*, moved=, put=, sent=`,
  ],
  [
    "at",
    "yechdim=, yechib oldim=, to'ldirdim=, снял=, сняла=, сняли=, вывел=, вывела=, пополнил*, withdrawn=, took out, topped up",
  ],
  ["change", "almashtirdim=, ayirboshladim=, обменял*, exchanged="],
]);

/**
 * True when the sentence is of a loan, or of money that the user moves from one place of their own to another.
 * @param hasThing true when something is named that the money may be for
 */
export function isMovement(tokens: readonly Token[], hasThing: boolean): boolean {
  if (tokens.some((_, index) => CLEAR.at(tokens, index))) return true;
  const moves = new Set(MOVES.all(tokens).map(({ value }) => value));
  const places = PLACES.all(tokens);
  const goals = places.filter(({ index, count }) => isGoal(tokens, index, count));
  return (
    (moves.has("at") && places.length > 0) ||
    (goals.length > 0 && (moves.has("put") || places.length > 1)) ||
    goals.some(({ value }) => value === "savings") ||
    (moves.has("change") && !hasThing && tokens.some((_, index) => currencyAfter(tokens, index) !== undefined))
  );
}

/** True for a place that money goes to: `kartaga`, `на карту`, `to my savings`. */
function isGoal(tokens: readonly Token[], index: number, count: number): boolean {
  if (/(?:ga|kka|qa)$/.test(tokens[index + count - 1]?.forms.at(-1) ?? "")) return true;
  return INTO.at(tokens, OWN.at(tokens, index - 1) ? index - 2 : index - 1) !== undefined;
}
