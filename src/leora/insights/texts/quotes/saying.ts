import { type InLanguages, named } from "../../../languages.ts";

/** Something that a mentor said, or a principle of a living one, who has no source here. */
export interface Saying {
  readonly texts: InLanguages;
  readonly source: { readonly work: InLanguages; readonly place: Place } | null;
}

/** Book, chapter, letter or year, where a word of it has to be translated in all languages; null: none is counted. */
export type Place = string | InLanguages | null;

type Texts = Parameters<typeof named>;

/** For quotations from one work: makes one of them from its place and its texts. */
export const from =
  (work: InLanguages) =>
  (place: Place, ...texts: Texts): Saying => ({ texts: named(...texts), source: { work, place } });

/** A principle in our own words. */
export const principle = (...texts: Texts): Saying => ({ texts: named(...texts), source: null });
