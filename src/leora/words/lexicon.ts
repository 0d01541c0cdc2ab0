import { fold } from "../../kernel/text.ts";
import { isSign, type Token, withoutApostrophes } from "./tokens.ts";

// Finds words in whatever form a sentence has them. An entry is one of
// - `продукт*`: everything that begins so;
// - `ovqat`: the word itself, or with an ending of Uzbek, or with the `s` of an English plural;
// - `on=`: the word itself alone.
// Several words make a phrase: `ish haqi`. Looking a word up takes as many steps as it has letters, whatever it is.

/** Endings of number, possession and case in Uzbek, and of the English plural. */
const ENDINGS: ReadonlySet<string> = new Set([
  ..."ga ka qa da ta dan tan ni ning gacha dagi gi cha".split(" "),
  ..."lar larga larda lardan larni larning lari larim larimga larimni lariga larini laridan".split(" "),
  ..."im imga imda imdan imni ingiz ing i iga ida idan ini ining si siga sida sidan sini sining m mga mni mdan".split(
    " ",
  ),
  ..."s es ie".split(" "),
  "",
]);

type Rest = "any" | "ending" | "none";

interface Stem {
  readonly text: string;
  readonly rest: Rest;
}

interface Entry<Value> {
  readonly stems: readonly Stem[];
  /** Letters of all stems: of several entries that fit, the longest is meant. */
  readonly letters: number;
  readonly value: Value;
}

export interface Match<Value> {
  readonly value: Value;
  /** How many tokens it takes. */
  readonly count: number;
  readonly letters: number;
  /** The part of the first token's form that is the stem. */
  readonly stem: string;
}

/** Words by what they mean. */
export class Lexicon<Value> {
  private readonly byFirstStem = new Map<string, Entry<Value>[]>();
  private longest = 0;

  /** @param groups lists of entries, separated by commas, each with what its entries mean */
  constructor(groups: Iterable<readonly [value: Value, entries: string]>) {
    for (const [value, entries] of groups) {
      for (const entry of entries.split(",")) if (entry.trim() !== "") this.add(value, entry);
    }
  }

  private add(value: Value, entry: string): void {
    const stems = entry.trim().split(/\s+/).map(stemOf);
    const [first] = stems;
    if (!first || first.text === "") return;
    const letters = stems.reduce((sum, { text }) => sum + text.length, 0);
    const known = this.byFirstStem.get(first.text) ?? [];
    known.push({ stems, letters, value });
    this.byFirstStem.set(first.text, known);
    this.longest = Math.max(this.longest, first.text.length);
  }

  /** What the token at `index` means, alone or with those after it: the longest entry that fits. */
  at(tokens: readonly Token[], index: number): Match<Value> | undefined {
    let best: Match<Value> | undefined;
    for (const form of tokens[index]?.forms ?? []) {
      const end = Math.min(form.length, this.longest);
      for (let length = end; length > 0; length -= 1) {
        const stem = form.slice(0, length);
        for (const entry of this.byFirstStem.get(stem) ?? []) {
          if (entry.letters <= (best?.letters ?? 0)) continue;
          const count = tokensOfPhrase(entry.stems, tokens, index);
          if (count > 0) best = { value: entry.value, count, letters: entry.letters, stem };
        }
      }
    }
    return best;
  }

  /** Everything that it knows in a sentence, in order; what is part of a phrase is not found again. */
  all(tokens: readonly Token[]): (Match<Value> & { index: number })[] {
    const found: (Match<Value> & { index: number })[] = [];
    for (let index = 0; index < tokens.length; index += 1) {
      const match = this.at(tokens, index);
      if (!match) continue;
      found.push({ ...match, index });
      index += match.count - 1;
    }
    return found;
  }
}

/** How many tokens the phrase takes from `index` on, hyphens between its words included; 0 when it does not stand there. */
function tokensOfPhrase(stems: readonly Stem[], tokens: readonly Token[], index: number): number {
  let next = index;
  for (const [place, stem] of stems.entries()) {
    if (place > 0 && isSign(tokens[next], "-")) next += 1;
    if (!tokens[next]?.forms.some((form) => hasStem(form, stem))) return 0;
    next += 1;
  }
  return next - index;
}

/** Most entries: folding changes none of these letters, and takes most of the time of making a lexicon. */
const FOLDED = /^[a-z'а-я]+$/;

function stemOf(written: string): Stem {
  const rest = written.endsWith("*") ? "any" : written.endsWith("=") ? "none" : "ending";
  const text = rest === "ending" ? written : written.slice(0, -1);
  return { text: withoutApostrophes(FOLDED.test(text) ? text : fold(text)), rest };
}

const hasStem = (form: string, { text, rest }: Stem): boolean =>
  form.startsWith(text) &&
  (rest === "any" || (rest === "ending" ? ENDINGS.has(form.slice(text.length)) : form.length === text.length));
