import { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import { toMinor } from "../../kernel/money.ts";
import { CATEGORY_TYPES, CURRENCY } from "./rules.ts";

// What the contracts of the Finance app share.

/** Digits of an id: more might not be a safe integer. */
const DIGITS_MAX = 15;

export const Kind = z.enum(CATEGORY_TYPES).meta({ id: "CategoryType" });

/** Takes numbers also from text, as Django REST Framework (DRF) does. */
const numberFromText = (value: unknown) =>
  typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;

/** A primary key: the id of another row in a body. */
export const pk = () => z.preprocess(numberFromText, z.int()).meta({ type: "integer", example: 1 });

/** A positive decimal amount, which becomes minor units. */
export const amount = () =>
  z
    .preprocess(numberFromText, z.number())
    .transform((decimal, issue) => {
      const minor = minorOrProblem(decimal);
      if (typeof minor === "number" && minor > 0) return minor;
      const message = typeof minor === "string" ? minor : "Ensure this value is greater than 0.";
      issue.addIssue({ code: "custom", message });
      return z.NEVER;
    })
    .meta({ type: "number", example: 50000 });

/** Minor units, or what is wrong with the amount. */
function minorOrProblem(decimal: number): number | string {
  try {
    return toMinor(decimal, CURRENCY, "amount");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.details?.[0]?.message ?? error.message;
  }
}

/** A decimal sum in a reply. */
export const total = (example: number) => z.number().meta({ example });

/** The path parameter of an endpoint about one row; text that is not a number is a 404. */
export const ById = z.object({
  id: z
    .string()
    .regex(new RegExp(`^\\d{1,${DIGITS_MAX}}$`))
    .transform(Number)
    .meta({ type: "integer", example: 1 }),
});

/** The reply without a body. */
export const Nothing = z.undefined();
