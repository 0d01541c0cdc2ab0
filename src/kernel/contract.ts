import { z } from "zod";
import { LIMITS } from "../limits.ts";
import { unsafeCast } from "./cast.ts";
import { AppError, type FieldProblem } from "./errors.ts";
import { isCurrency } from "./money.ts";
import { fromIso, isDay, isTimeZone } from "./time.ts";

// Building blocks of contracts. Their examples appear in the OpenAPI document.

/** A UUID of any version, in lower case whatever case it was sent in. */
export const uuid = () =>
  z
    .guid()
    .transform((id) => id.toLowerCase())
    .meta({ example: "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a", format: "uuid" });

/**
 * The id of a row of the kind that the OpenAPI document calls by this name. All examples of a document mean the same row of a
 * kind: what creates one with this id comes before what links to it or names it in a path.
 */
export const idOf = (name: string) => uuid().meta({ example: exampleIdOf(name), format: "uuid" });

/** A UUID that is made of the first letters of a name. */
export function exampleIdOf(name: string): string {
  const letters = [...name.slice(0, 6)].map((letter) => letter.charCodeAt(0).toString(16)).join("");
  return `0192f0c1-2b3c-7d4e-8f5a-${letters.padEnd(12, "0")}`;
}

/** The path parameter of an endpoint that is about one row. */
export const ById = z.object({ id: uuid() });

/** Text of 1 to `max` characters, not counting white space around it, which is dropped. */
export const label = (max: number, example: string) => z.string().trim().min(1).max(max).meta({ example });

/** Text of at most `max` characters, kept as it is; it may be empty. */
export const note = (max: number, example: string) => z.string().max(max).meta({ example });

/** A calendar day, `YYYY-MM-DD`. */
export const day = () =>
  z.string().refine(isDay, "Expected a day, YYYY-MM-DD").meta({ example: "2026-12-25", format: "date" });

/** A day that is reckoned with, of which the next and the month after exist as well: 1900 to 2999. */
export const calendarDay = () =>
  day().refine((text) => text >= "1900-01-01" && text <= "2999-12-31", "Expected 1900 to 2999");

/**
 * An e-mail address, in lower case whatever case it was sent in, with its domain as DNS has it: `info@пример.рф` and
 * `info@xn--e1afmkfd.xn--p1ai` are one address.
 */
export const email = () =>
  enteredName()
    .max(254)
    .pipe(z.email({ pattern: EMAIL }))
    .meta({ example: "user@example.com", format: "email" });

/** What somebody signs in by, in the form in which `email` and usernames are kept. It need not be an address. */
export const enteredName = () => z.string().trim().toLowerCase().overwrite(withAsciiDomain);

/** zod's own pattern, but for the last part of the domain, which may be punycode. */
const EMAIL =
  /^(?:[a-z0-9_'+-]+\.)*[a-z0-9_'+-]*[a-z0-9_+-]@(?:[a-z0-9][a-z0-9-]*\.)+(?:[a-z]{2,}|xn--[a-z0-9-]*[a-z0-9])$/;

/** The text with what follows its last `@` in punycode, if it is a domain with letters beyond ASCII. */
function withAsciiDomain(text: string): string {
  const at = text.lastIndexOf("@");
  const domain = text.slice(at + 1);
  // Only letters, marks, digits, dots and hyphens: the URL parser would drop what looks like a port or a path.
  if (at < 0 || !/[^\0-\x7f]/.test(domain) || !/^[\p{L}\p{M}\p{N}.-]+$/u.test(domain)) return text;
  return text.slice(0, at + 1) + (URL.parse(`http://${domain}`)?.hostname ?? domain);
}

/** A time of day, `HH:mm`. */
export const clockTime = () =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Expected a time, HH:mm")
    .meta({ example: "09:00" });

/** An ISO 4217 currency code in capitals. */
export const currency = () => z.string().refine(isCurrency, "Expected an ISO 4217 code").meta({ example: "UZS" });

/** The name of an IANA time zone. */
export const timezone = () =>
  z.string().refine(isTimeZone, "Expected an IANA time zone").meta({ example: "Asia/Tashkent" });

/** A decimal amount of money. How many decimals it may have depends on its currency: see `toMinor` in money.ts. */
export const amount = (example = 150000) => z.number().meta({ example });

/** A moment in a request, in ISO 8601 with Z or an offset, which becomes UTC milliseconds. */
export const moment = () =>
  z
    .string()
    .transform((text, issue) => {
      const ms = fromIso(text);
      if (ms !== undefined) return ms;
      issue.addIssue({ code: "custom", message: "Expected an ISO 8601 date and time" });
      return z.NEVER;
    })
    .meta({ example: "2026-12-17T10:00:00.000Z", format: "date-time" });

/** A moment in a reply, in ISO 8601 with Z. */
export const instant = () => z.iso.datetime().meta({ example: "2026-12-17T10:30:00.000Z" });

/** A query parameter that is `true` or `false`, and false by default. */
export const queryFlag = () =>
  z
    .enum(["true", "false"])
    .default("false")
    .transform((text) => text === "true");

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The fields of a patch that have a value, null included: undefined ones are those that the client left out. */
export const definedFields = <Fields extends object>(fields: Fields): Defined<Fields> =>
  unsafeCast(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));

/**
 * What is wrong with input that does not fulfil its schema, field by field; the first `LIMITS.http.problems` of it.
 * @param prefix the path from the request's root to the input, with a final dot: `data.`
 */
export const fieldProblems = ({ issues }: z.ZodError, prefix = ""): FieldProblem[] =>
  issues.slice(0, LIMITS.http.problems).map(({ path, message }) => ({ field: `${prefix}${path.join(".")}`, message }));

/** The error `invalid_input` with these problems. */
export const validationError = (error: z.ZodError, prefix = ""): AppError =>
  new AppError("invalid_input", { details: fieldProblems(error, prefix) });
