export const LANGUAGES = ["uz", "ru", "en", "tr", "ar"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What we speak when nobody asks for a language we know. */
const DEFAULT_LANGUAGE: Language = "uz";

/** One element of `Accept-Language`: a language with optional region, or `*`, and how much it is wanted. */
const WISH = /^(\*|[a-z]{1,8})(?:-[a-z0-9]{1,8})*\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/i;

/**
 * The language of ours that an `Accept-Language` header wants most (RFC 9110, 12.5.4): the higher quality, else the
 * earlier. Regions make no difference, `*` stands for all that is not named, quality 0 refuses; what cannot be read is
 * ignored.
 */
export function negotiateLanguage(header: string | null): Language {
  const wishes = (header ?? "").split(",").flatMap((text) => {
    const [, language, quality = "1"] = WISH.exec(text.trim()) ?? [];
    return language ? [{ language: language.toLowerCase(), quality: Number(quality) }] : [];
  });
  const wishOf = (language: string) => wishes.findIndex((wish) => wish.language === language);
  const [best] = LANGUAGES.map((language) => ({ language, at: wishOf(language) < 0 ? wishOf("*") : wishOf(language) }))
    .map(({ language, at }) => ({ language, at, quality: wishes[at]?.quality ?? 0 }))
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality || a.at - b.at);
  return best?.language ?? DEFAULT_LANGUAGE;
}
