import { z } from "zod";
import { unsafeCast } from "./cast.ts";
import { AppError } from "./errors.ts";
import { isCurrency } from "./money.ts";
import { fromIso, isDay, isTimeZone } from "./time.ts";

// Building blocks of contracts. Examples appear in the OpenAPI document.

export const uuid = () =>
  z
    .guid()
    .transform((id) => id.toLowerCase())
    .meta({ example: "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a", format: "uuid" });

/** The path parameter of an endpoint that is about one row. */
export const ById = z.object({ id: uuid() });

/** Text that must not be blank; white space around it is dropped. */
export const label = (max: number, example: string) => z.string().trim().min(1).max(max).meta({ example });

/** Text that may be empty. */
export const note = (max: number, example: string) => z.string().max(max).meta({ example });

export const day = () =>
  z.string().refine(isDay, "Expected a day, YYYY-MM-DD").meta({ example: "2026-12-25", format: "date" });

/** In lower case. */
export const email = () =>
  z.string().trim().toLowerCase().max(254).pipe(z.email()).meta({ example: "user@example.com" });

export const clockTime = () =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Expected a time, HH:mm")
    .meta({ example: "09:00" });

export const currency = () => z.string().refine(isCurrency, "Expected an ISO 4217 code").meta({ example: "UZS" });

export const timezone = () =>
  z.string().refine(isTimeZone, "Expected an IANA time zone").meta({ example: "Asia/Tashkent" });

/** A decimal amount of the wire. How many decimals it may have depends on its currency: see `toMinor`. */
export const amount = (example = 150000) => z.number().meta({ example });

/** A moment that a client names, in ISO 8601 with Z or an offset: UTC milliseconds. */
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

/** A moment as our replies name it. */
export const instant = () => z.iso.datetime().meta({ example: "2026-12-17T10:30:00.000Z" });

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** A patch without the fields it leaves out. */
export const definedFields = <Fields extends object>(fields: Fields): Defined<Fields> =>
  unsafeCast(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)));

/** Why input breaks a contract; `at` leads from the request's root to the input (`data.`). */
export const refusalOf = ({ issues }: z.ZodError, at = ""): AppError =>
  new AppError("invalid_input", {
    details: issues.map(({ path, message }) => ({ field: `${at}${path.join(".")}`, message })),
  });
