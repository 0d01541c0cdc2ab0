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

/** The path parameter of an endpoint that is about one row. */
export const ById = z.object({ id: uuid() });

/** Text of 1 to `max` characters, not counting white space around it, which is dropped. */
export const label = (max: number, example: string) => z.string().trim().min(1).max(max).meta({ example });

/** Text of at most `max` characters, kept as it is; it may be empty. */
export const note = (max: number, example: string) => z.string().max(max).meta({ example });

/** A calendar day, `YYYY-MM-DD`. */
export const day = () =>
  z.string().refine(isDay, "Expected a day, YYYY-MM-DD").meta({ example: "2026-12-25", format: "date" });

/** An e-mail address, in lower case whatever case it was sent in. */
export const email = () =>
  z.string().trim().toLowerCase().max(254).pipe(z.email()).meta({ example: "user@example.com" });

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
