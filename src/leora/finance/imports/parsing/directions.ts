import { fold } from "../../../../kernel/text.ts";

/** Which way money moved: `debit` left the account, `credit` came in. */
export type Direction = "debit" | "credit";

/** Words of a column that says the direction, in English, Russian and Uzbek. */
const WORDS: Readonly<Record<Direction, readonly string[]>> = {
  debit: [
    "debit",
    "dr",
    "db",
    "dt",
    "d",
    "withdrawal",
    "out",
    "outgoing",
    "outflow",
    "expense",
    "money out",
    "paid out",
    "дебет",
    "дт",
    "д",
    "расход",
    "списание",
    "снятие",
    "chiqim",
    "debet",
    "xarajat",
    "-",
    "−",
    "–",
  ],
  credit: [
    "credit",
    "cr",
    "ct",
    "kt",
    "c",
    "k",
    "deposit",
    "in",
    "incoming",
    "inflow",
    "income",
    "money in",
    "paid in",
    "кредит",
    "кт",
    "к",
    "приход",
    "доход",
    "зачисление",
    "поступление",
    "пополнение",
    "kirim",
    "kredit",
    "daromad",
    "+",
  ],
};

/** Beside an amount only accountants' abbreviations are read: `100.00 DR`. */
const MARKS: ReadonlyMap<string, Direction> = new Map([
  ["dr", "debit"],
  ["dt", "debit"],
  ["d", "debit"],
  ["дт", "debit"],
  ["cr", "credit"],
  ["ct", "credit"],
  ["kt", "credit"],
  ["c", "credit"],
  ["кт", "credit"],
]);

const BY_WORD: ReadonlyMap<string, Direction> = new Map(
  (["debit", "credit"] as const).flatMap((direction) => WORDS[direction].map((word) => [fold(word), direction])),
);

const withoutDots = (text: string): string => fold(text.trim()).replaceAll(".", "");

/** The direction that a cell of a direction column names; undefined for any other word. */
export const directionOf = (text: string): Direction | undefined => BY_WORD.get(withoutDots(text));

/** The direction that an abbreviation beside an amount names; undefined for any other text. */
export const directionMark = (text: string): Direction | undefined => MARKS.get(withoutDots(text));
