import { type MentorId, mentorOf } from "../../../ai/mentors.ts";
import type { AppLanguage, InLanguages } from "../../../languages.ts";
import { aurelius } from "./aurelius.ts";
import { buffett } from "./buffett.ts";
import { confucius } from "./confucius.ts";
import { epictetus } from "./epictetus.ts";
import { franklin } from "./franklin.ts";
import { laozi } from "./laozi.ts";
import { musk } from "./musk.ts";
import { navoi } from "./navoi.ts";
import { rumi } from "./rumi.ts";
import { saadi } from "./saadi.ts";
import type { Place, Saying } from "./saying.ts";
import { seneca } from "./seneca.ts";
import { smith } from "./smith.ts";

// What the mentors have to say, each saying by its place in its mentor's list.

const SAYINGS: Readonly<Record<MentorId, readonly Saying[]>> = {
  buffett,
  musk,
  aurelius,
  franklin,
  smith,
  saadi,
  seneca,
  confucius,
  navoi,
  epictetus,
  rumi,
  laozi,
};
const BY_MENTOR: ReadonlyMap<string, readonly Saying[]> = new Map(Object.entries(SAYINGS));

export interface Quote {
  readonly text: string;
  readonly author: string;
  /** Work and place, such as `Meditations, 5.20`; null for principles in our words. */
  readonly source: string | null;
  /** The mentor's own words, or our translation of them; false: a principle in our words, never to be put in quotation marks. */
  readonly isVerbatim: boolean;
}

/** How many sayings a mentor has; 0 for an unknown one. */
export const quoteCount = (mentorId: string): number => BY_MENTOR.get(mentorId)?.length ?? 0;

/** A saying of a mentor in one language. @throws RangeError for an unknown mentor, or an index outside 0…`quoteCount` − 1 */
export function quoteOf(mentorId: string, index: number, language: AppLanguage): Quote {
  const mentor = mentorOf(mentorId);
  const saying = BY_MENTOR.get(mentorId)?.[index];
  if (!mentor || !saying) throw new RangeError(`No saying ${index} of mentor ${mentorId}`);
  const { texts, source } = saying;
  return {
    text: texts[language],
    author: mentor.names[language],
    source: source && sourceText(source.work, source.place, language),
    isVerbatim: source !== null,
  };
}

function sourceText(work: InLanguages, place: Place, language: AppLanguage): string {
  if (place === null) return work[language];
  const comma = language === "ar" ? "،" : ",";
  return `${work[language]}${comma} ${typeof place === "string" ? place : place[language]}`;
}
