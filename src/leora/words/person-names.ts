import { formsOf, type Token, tokensOf } from "./tokens.ts";

// Finds people and firms that a sentence names, with the endings that names take: `Dilnozadan`, `Акмалу`, `Ahmet'e`, `لأحمد`.

const ENDINGS: ReadonlySet<string> = new Set([
  "",
  // Uzbek.
  ..."ga ka qa da dan tan ni ning gacha niki m im ning bilan lar larga lardan aka akaga akadan opa opaga opadan".split(
    " ",
  ),
  // Turkish; its letters without dots and tails, as words are compared.
  ..."e a ye ya i u yi yu de te den ten in un nin nun le la yle yla".split(" "),
  // English.
  "s",
  // Russian, as it is written in Cyrillic and as that is read in Latin.
  ..."а у ю ом ем е ы и ой ей я".split(" "),
  ..."yu om em ey oy ya".split(" "),
]);
/** The last vowel of a name gives way to these: `Дилноза`, `Дилнозе`. */
const CYRILLIC_ENDINGS: ReadonlySet<string> = new Set("а у ю е ы и ой ей ою ею я".split(" "));
const LAST_VOWEL = /[ая]$/u;
/** The Latin `a` as it stands at the end of a name that a question writes in Cyrillic. */
const LATIN_ENDINGS: ReadonlySet<string> = new Set("a u yu e i oy ey ya".split(" "));
const LAST_LATIN_VOWEL = /y?a$/;
const CYRILLIC = /\p{Script=Cyrillic}/u;
/** To, by and with are one letter in Arabic, written together with the name. */
const ARABIC_PREFIX = /^[لبو](?=[\p{Script=Arabic}]{3})/u;

const LETTERS_MIN = 3;
/** The longest of the endings. */
const ENDING_LETTERS = 6;
/** What people are called beside their names tells nobody apart, and `kim` is also the Uzbek who. */
const TITLES: ReadonlySet<string> = new Set(
  "aka opa uka singil amaki tog'a toga xola amma do'st dost qo'shni qoshni ака опа ука брат сестра дядя тетя друг сосед abi abla bey hanim mr mrs ms kim ким".split(
    " ",
  ),
);

/**
 * The names that a sentence has a word of. Of several, those that it has most words of: `Akmal Karimov` rather than `Akmal`.
 * Each word of the sentence and of the names is looked at once.
 */
export function namesIn(tokens: readonly Token[], names: Iterable<string>): Set<string> {
  const said = stemsOf(tokens);
  const counts = new Map([...new Set(names)].map((name) => [name, wordsSaid(name, said)]));
  const most = Math.max(0, ...counts.values());
  return new Set(most === 0 ? [] : [...counts].filter(([, count]) => count === most).map(([name]) => name));
}

function wordsSaid(name: string, said: Stems): number {
  const words = tokensOf(name).filter(({ kind, forms }) => kind === "word" && !TITLES.has(forms[0] ?? ""));
  return words.filter(({ text }) => formsOf(text).some((form) => form.length >= LETTERS_MIN && isSaid(form, said)))
    .length;
}

interface Stems {
  /** What is left of each word without an ending. */
  readonly whole: ReadonlySet<string>;
  /** What is left of words in Cyrillic without an ending that replaces the last vowel of a name. */
  readonly cut: ReadonlySet<string>;
}

function isSaid(form: string, { whole, cut }: Stems): boolean {
  if (whole.has(form)) return true;
  const stem = form.replace(CYRILLIC.test(form) ? LAST_VOWEL : LAST_LATIN_VOWEL, "");
  return stem !== form && stem.length >= LETTERS_MIN && cut.has(stem);
}

function stemsOf(tokens: readonly Token[]): Stems {
  const [whole, cut] = [new Set<string>(), new Set<string>()];
  for (const { kind, text, forms } of tokens) {
    if (kind !== "word") continue;
    const isCyrillic = CYRILLIC.test(text);
    for (const form of [...forms, ...forms.map((each) => each.replace(ARABIC_PREFIX, ""))]) {
      for (let length = Math.max(LETTERS_MIN, form.length - ENDING_LETTERS); length <= form.length; length += 1) {
        const [stem, ending] = [form.slice(0, length), form.slice(length)];
        if (ENDINGS.has(ending)) whole.add(stem);
        if (isCyrillic && (CYRILLIC_ENDINGS.has(ending) || LATIN_ENDINGS.has(ending))) cut.add(stem);
      }
    }
  }
  return { whole, cut };
}
