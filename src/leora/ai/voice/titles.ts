import { fold } from "../../../kernel/text.ts";
import { Lexicon } from "../../words/lexicon.ts";
import { isAdjacent, type Token, withoutApostrophes } from "../../words/tokens.ts";

// The name of a transaction or the title of a task: what remains of a sentence when amounts, days, times and verbs are gone.

/** Words that hold a sentence together, and mean nothing at either end of a title. */
const FILLERS = new Lexicon<true>([
  [
    true,
    `uchun=, deb=, menga=, men=, iltimos=, va=, ham=, bilan=, haqida=, pul=, puli=, pulni=, bo'ldi=, qildim=, qiling=, qo'y=, qo'ying=, ber=, bering=, kuni=, ni=, ga=, da=, dan=,
    просто=, на=, за=, в=, во=, для=, по=, от=, с=, со=, к=, и=, мне=, меня=, я=, пожалуйста=, о=, об=, про=, что=, чтобы=, это=, у=, до=, деньги=,
    just=, was=, on=, for=, to=, at=, of=, in=, from=, the=, a=, an=, i=, my=, me=, and=, please=, by=, with=, that=, about=, some=, it=, hey=, they=, we=, he=, she=`,
  ],
]);

/** These lead to what follows them: `refund of 35 dollars from Amazon`. */
const PREPOSITIONS = new Lexicon<true>([[true, "на=, за=, в=, во=, по=, к=, до=, с=, on=, for=, at=, of=, in=, by="]]);

/** `qilishni eslat`: what one is reminded of stands in a case of its own. */
const UZBEK_OBJECT = /(?<=sh|lik|moq)ni$|(?<=ш|лик|моқ)ни$/iu;
/** `taksiga`, `tushlikka`, `sutni`, `таксига`: the case that stood beside the amount. */
const UZBEK_CASE = /(?:ga|(?<=k)ka|(?<=q)qa|da|dan|ni|га|(?<=к)ка|(?<=қ)қа|да|дан|ни)$/iu;
/** `telefonga`, `yo'lga`: some categories are recognized by the case as well. */
const STEM_CASE = /(?<=[a-z'‘’ʻ]{2})ga$/iu;
/** `куртку`, `одежду`, `стипендию`: the object of what was bought or received. */
const RUSSIAN_OBJECT = /у$|(?<=и)ю$/iu;

/**
 * The words of a sentence that nothing else took, without fillers at their ends, as they were written.
 * @param isTaken tokens that mean something else
 */
export function titleOf(tokens: readonly Token[], isTaken: (index: number) => boolean, lengthMax: number): string {
  const leadsToTaken = (index: number) => isTaken(index + 1) && PREPOSITIONS.at(tokens, index) !== undefined;
  const isLeft = (index: number) => !isTaken(index) && !leadsToTaken(index);
  // The letter in `room 12a` belongs to the number before it.
  const isLetterOfNumber = (index: number) =>
    tokens[index]?.text.length === 1 &&
    tokens[index - 1]?.kind === "number" &&
    isAdjacent(tokens[index - 1], tokens[index]) &&
    isLeft(index - 1);
  const isFiller = (index: number | undefined) =>
    index !== undefined && (tokens[index]?.kind === "sign" || (isFillerAt(tokens, index) && !isLetterOfNumber(index)));
  const left = [...tokens.keys()].filter(isLeft);
  while (isFiller(left[0])) left.shift();
  while (isFiller(left.at(-1))) left.pop();
  let title = "";
  let endBefore = -1;
  for (const token of left.flatMap((index) => tokens[index] ?? [])) {
    const isJoined = token.start === endBefore;
    // What stood between two words that remain was taken, so that one space is between them now.
    if (title !== "" && !isJoined && !/^[,.;:!?)]$/.test(token.text)) title += " ";
    title += token.text;
    endBefore = token.end;
  }
  const cut = Array.from(title).slice(0, lengthMax).join("").trim();
  // A second capital letter shows that the first one is small on purpose: iPhone.
  return /^\p{Ll}\p{Lu}/u.test(cut) ? cut : cut.charAt(0).toLocaleUpperCase("en") + cut.slice(1);
}

/** True for a word that holds a sentence together. */
export const isFillerAt = (tokens: readonly Token[], index: number): boolean => FILLERS.at(tokens, index)?.count === 1;

/** The title of a task without the case that `eslat` asks of its last word. */
export const withoutObjectCase = (title: string): string => title.replace(UZBEK_OBJECT, "");

/**
 * A name of one word without the case that it had beside an amount: `Ovqatga` becomes `Ovqat`, `Таксига` `Такси`, and `Куртку`
 * `Куртка`.
 * @param stem what a category was recognized by: what is a part of it is no case, so that `книга` stays
 */
export function withoutCase(name: string, stem: string): string {
  if (/\s/.test(name)) return name;
  const isKept = (bare: string) => withoutApostrophes(fold(bare)).length >= stem.length;
  const bare = name.replace(stem.endsWith("ga") ? STEM_CASE : UZBEK_CASE, "");
  if (bare !== name && (stem.endsWith("ga") || isKept(bare))) return bare;
  const nominative = name.replace(RUSSIAN_OBJECT, (ending) => (ending.toLowerCase() === "у" ? "а" : "я"));
  return /\p{Script=Cyrillic}/u.test(stem) && isKept(nominative) ? nominative : name;
}
