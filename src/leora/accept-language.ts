import type { AppLanguage } from "./languages.ts";

/** The languages of replies: whoever takes any of them gets the first one. */
const LANGUAGES: readonly AppLanguage[] = ["uz", "ru", "en", "tr", "ar"];

/** The language of replies to a client that asks for none of these. */
const DEFAULT_LANGUAGE: AppLanguage = "uz";

/** One element of `Accept-Language`: a language, with a region or without, or `*`, and its quality. */
const PREFERENCE = /^(\*|[a-z]{1,8})(?:-[a-z0-9]{1,8})*\s*(?:;\s*q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?$/i;

/**
 * The language among `LANGUAGES` that an `Accept-Language` header prefers (RFC 9110, 12.5.4): the one of higher quality,
 * else the earlier one. Regions make no difference, `*` stands for every language that is not named, quality 0 refuses
 * one; elements that cannot be read are ignored. Hono's `languageDetector` knows no `*`, and gives whoever refuses all
 * others a refused language.
 */
export function negotiateLanguage(header: string | null): AppLanguage {
  const preferences = (header ?? "").split(",").flatMap((element) => {
    const [, language, quality = "1"] = PREFERENCE.exec(element.trim()) ?? [];
    return language ? [{ language: language.toLowerCase(), quality: Number(quality) }] : [];
  });
  const placeOf = (language: string) => preferences.findIndex((preference) => preference.language === language);
  const [best] = LANGUAGES.map((language) => {
    const place = placeOf(language) < 0 ? placeOf("*") : placeOf(language);
    return { language, place, quality: preferences[place]?.quality ?? 0 };
  })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality || a.place - b.place);
  return best?.language ?? DEFAULT_LANGUAGE;
}
