/** The languages of the app: its settings, insights and answers have texts in all of them (spec 13.1). */
export const APP_LANGUAGES = ["en", "ru", "uz", "ar", "tr"] as const;
export type AppLanguage = (typeof APP_LANGUAGES)[number];
