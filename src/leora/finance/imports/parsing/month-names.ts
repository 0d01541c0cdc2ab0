import { fold } from "../../../../kernel/text.ts";

/** How the names of the months begin in English, Russian and Uzbek, from January on; no language's differ only later. */
const BEGINNINGS: readonly (readonly string[])[] = [
  ["jan", "янв", "yan"],
  ["feb", "фев", "fev"],
  ["mar", "мар"],
  ["apr", "апр"],
  ["may", "май", "мая"],
  ["jun", "июн", "iyun"],
  ["jul", "июл", "iyul"],
  ["aug", "авг", "avg"],
  ["sep", "сен"],
  ["oct", "окт", "okt"],
  ["nov", "ноя", "noy"],
  ["dec", "дек", "dek"],
];

/** The number of a month, of two digits, by its name or its abbreviation; undefined for any other word. */
export function monthNamed(name: string): string | undefined {
  const folded = fold(name);
  const index = BEGINNINGS.findIndex((beginnings) => beginnings.some((beginning) => folded.startsWith(beginning)));
  return index < 0 ? undefined : String(index + 1).padStart(2, "0");
}
