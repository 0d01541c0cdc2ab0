// Uzbek in Cyrillic as Uzbek in Latin, so that lexicons have each Uzbek word once.

const LETTERS: Readonly<Record<string, string>> = {
  а: "a",
  б: "b",
  в: "v",
  г: "g",
  д: "d",
  ё: "yo",
  ж: "j",
  з: "z",
  и: "i",
  й: "y",
  к: "k",
  л: "l",
  м: "m",
  н: "n",
  о: "o",
  п: "p",
  р: "r",
  с: "s",
  т: "t",
  у: "u",
  ф: "f",
  х: "x",
  ц: "ts",
  ч: "ch",
  ш: "sh",
  щ: "sh",
  ъ: "'",
  ы: "i",
  ь: "",
  э: "e",
  ю: "yu",
  я: "ya",
  ў: "o'",
  қ: "q",
  ғ: "g'",
  ҳ: "h",
};
/** After these, and at the beginning, е is read as ye. */
const VOWELS = "аеёиоуэюяўъь";

/** A lower-case word in Uzbek Latin; letters that Uzbek Cyrillic lacks stay. */
export function inLatin(word: string): string {
  let latin = "";
  let before = "";
  for (const letter of word) {
    if (letter === "е") latin += before === "" || VOWELS.includes(before) ? "ye" : "e";
    else latin += LETTERS[letter] ?? letter;
    before = letter;
  }
  return latin;
}
