import { LIMITS } from "../../limits.ts";
import type { Condition } from "../db/condition.ts";
import { type RawRow, type Statement, statement } from "../db/database.ts";
import type { Env } from "../env.ts";
import { AppError, invalid } from "../errors.ts";
import { log } from "../log.ts";
import { HOUR_MS } from "../time.ts";

// SMS cost money, and fraudsters share in what is paid for those to numbers of theirs. So they go to the countries of
// `SMS_COUNTRIES` alone, and a product sends a limited number in a clock hour, whoever asks for them. What was sent is
// counted in the product's table `tallies`, in the batch that stores what is sent.

const MAX = LIMITS.accounts.smsPerHour;

/** @throws invalid_input on `field` when no SMS go to the country of this phone number, which is in E.164 */
export function requireSmsCountry({ SMS_COUNTRIES }: Env, field: string, phone: string): void {
  // No calling code begins with another, so that the one that fits is the number's own.
  if (!SMS_COUNTRIES.some((code) => phone.startsWith(`+${code}`))) {
    throw invalid(field, "No codes are sent to phone numbers of this country.");
  }
}

/** The budget of the clock hour of `now`, which is UTC milliseconds. */
export function smsBudget(now: number) {
  const hour = Math.floor(now / HOUR_MS);
  const key = `sms ${hour}`;
  return {
    /** Holds while an SMS may be sent. */
    isLeft: statement(`coalesce((SELECT count FROM tallies WHERE key = ?), 0) < ${MAX}`, key),

    /** Takes one SMS from the budget when the condition holds, which must include `isLeft`. */
    take: (when: Condition): Statement =>
      statement(
        `INSERT INTO tallies (key, count, since, lastAt) SELECT ?, 1, ?, ? WHERE ${when.sql}
          ON CONFLICT (key) DO UPDATE SET count = count + 1, lastAt = excluded.lastAt
          RETURNING count`,
        key,
        now,
        now,
        ...when.params,
      ),

    /** From the answer to `take`: logs an error when this SMS was the last of the hour, and so once an hour. */
    noteLast([taken]: readonly RawRow[], product: string): void {
      if (taken?.count === MAX)
        log("error", "SMS budget used up", { product, limit: MAX, until: (hour + 1) * HOUR_MS });
    },

    /** The error for whoever is refused because the budget is used up: it says when the next hour begins. */
    usedUp: (): AppError =>
      new AppError("unavailable", {
        message: "No more messages can be sent at the moment",
        headers: { "Retry-After": String(Math.ceil(((hour + 1) * HOUR_MS - now) / 1000)) },
      }),
  };
}
