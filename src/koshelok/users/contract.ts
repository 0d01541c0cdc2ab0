import { z } from "zod";
import { AUTH_STATUSES, addressOf, POLICY } from "./rules.ts";

/** An e-mail address or a phone number, in canonical form and with its type. */
export const address = () =>
  z
    .string()
    .trim()
    .max(254)
    .transform((text, issue) => {
      const found = addressOf(text);
      if (found) return found;
      issue.addIssue({ code: "custom", message: "Enter a valid email address or phone number." });
      return z.NEVER;
    })
    .meta({ example: "example@gmail.com" });

/** A code as text; a number is taken too, because Django REST Framework's CharField does so. */
export const code = () =>
  z
    .preprocess(
      (value) => (typeof value === "number" ? String(value) : value),
      z
        .string()
        .trim()
        .regex(new RegExp(`^\\d{${POLICY.digits}}$`), `Enter ${POLICY.digits} digits.`),
    )
    .meta({ example: "1234" });

export const Message = z.object({ message: z.string().meta({ example: "Kod yuborildi" }) }).meta({ id: "Message" });

/** The two tokens that replies which open or refresh a session have. */
export const tokens = {
  access: z.string(),
  refresh: z.string(),
};

export const AuthStatus = z.enum(AUTH_STATUSES).meta({ id: "AuthStatus" });

/** The message for two password fields that differ. */
export const DIFFERENT = "The two password fields didn't match.";
