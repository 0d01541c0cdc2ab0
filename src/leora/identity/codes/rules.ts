import type { OtpPolicy } from "../../../kernel/auth/otp.ts";
import { MINUTE_MS } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";
import type { Language } from "../users/rules.ts";

/** What a code is for. */
export type Purpose = "verify-email" | "reset-password";

export const POLICY: OtpPolicy = {
  digits: 6,
  ttlMs: 10 * MINUTE_MS,
  attempts: LIMITS.accounts.codeAttempts,
  perHour: LIMITS.accounts.codesPerHour,
};

interface Mail {
  subject: string;
  text: string;
}

const MAILS: Readonly<Record<Language, Readonly<Record<Purpose, (code: string) => Mail>>>> = {
  uz: {
    "verify-email": (code) => ({
      subject: "Leora: pochtangizni tasdiqlang",
      text: `Leoraga xush kelibsiz! Tasdiqlash kodingiz: ${code}\nKod 10 daqiqa amal qiladi.`,
    }),
    "reset-password": (code) => ({
      subject: "Leora: parolni tiklash",
      text: `Parolni tiklash kodingiz: ${code}\nKod 10 daqiqa amal qiladi. So‘rov sizdan bo‘lmasa, bu xatga e’tibor bermang: parolingiz o‘zgarmaydi.`,
    }),
  },
  ru: {
    "verify-email": (code) => ({
      subject: "Leora: подтвердите почту",
      text: `Добро пожаловать в Leora! Ваш код подтверждения: ${code}\nКод действует 10 минут.`,
    }),
    "reset-password": (code) => ({
      subject: "Leora: сброс пароля",
      text: `Ваш код для сброса пароля: ${code}\nКод действует 10 минут. Если вы его не запрашивали, ничего не делайте: пароль не изменится.`,
    }),
  },
  en: {
    "verify-email": (code) => ({
      subject: "Leora: confirm your e-mail",
      text: `Welcome to Leora! Your confirmation code: ${code}\nIt is valid for 10 minutes.`,
    }),
    "reset-password": (code) => ({
      subject: "Leora: reset your password",
      text: `Your code to reset the password: ${code}\nIt is valid for 10 minutes. If you did not ask for it, do nothing: your password stays.`,
    }),
  },
};

/** The message that carries a code, in the user's language. */
export const codeMail = (purpose: Purpose, language: Language, code: string): Mail => MAILS[language][purpose](code);
