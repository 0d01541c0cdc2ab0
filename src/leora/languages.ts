import { z } from "zod";

/** The languages of the app: its settings, insights and answers have texts in all of them (spec 13.1). */
export const APP_LANGUAGES = ["en", "ru", "uz", "ar", "tr"] as const;
export type AppLanguage = (typeof APP_LANGUAGES)[number];
export const AppLanguage = z.enum(APP_LANGUAGES).meta({ id: "AppLanguage" });

/** A text in all of them. */
export type InLanguages = Readonly<Record<AppLanguage, string>>;

/** In the order in which our catalogues write them. */
export const named = (uz: string, ru: string, en: string, tr: string, ar: string): InLanguages => ({
  uz,
  ru,
  en,
  tr,
  ar,
});
