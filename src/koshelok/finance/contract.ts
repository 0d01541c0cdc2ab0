import { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import { toMinor } from "../../kernel/money.ts";
import { CATEGORY_TYPES, CURRENCY } from "./rules.ts";

const DIGITS_MAX = 15;

export const categoryType = () => z.enum(CATEGORY_TYPES).meta({ example: "expense" });

/** As DRF does, numbers are also taken from text. */
const numeric = (value: unknown) =>
  typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;

export const pk = () => z.preprocess(numeric, z.int()).meta({ type: "integer", example: 1 });

/** A positive amount of the wire as minor units. */
export const amount = () =>
  z
    .preprocess(numeric, z.number())
    .transform((decimal, issue) => {
      const minor = minorOf(decimal);
      if (typeof minor === "number" && minor > 0) return minor;
      const message = typeof minor === "string" ? minor : "Ensure this value is greater than 0.";
      issue.addIssue({ code: "custom", message });
      return z.NEVER;
    })
    .meta({ type: "number", example: 50000 });

function minorOf(decimal: number): number | string {
  try {
    return toMinor(decimal, CURRENCY, "amount");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.details?.[0]?.message ?? error.message;
  }
}

/** A sum of the wire. */
export const total = (example: number) => z.number().meta({ example });

/** An id in a path: whatever is no positive integer leads nowhere. */
export const ById = z.object({
  id: z
    .string()
    .regex(new RegExp(`^\\d{1,${DIGITS_MAX}}$`))
    .transform(Number)
    .meta({ type: "integer", example: 1 }),
});

export const Nothing = z.undefined();
