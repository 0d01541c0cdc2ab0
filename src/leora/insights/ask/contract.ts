import { z } from "zod";
import { day } from "../../../kernel/contract.ts";
import { NAMED_RANGES } from "./ranges.ts";

/** The days that reports know. */
const askedDay = () => day().refine((text) => text >= "1900-01-01" && text <= "2999-12-31", "Expected 1900 to 2999");

const NamedRange = z.enum(NAMED_RANGES).meta({ id: "AskNamedRange" });

/** `context.dateRange` of a question. */
export const AskDateRange = z
  .union([NamedRange, z.object({ from: askedDay(), to: askedDay() })])
  .meta({ id: "AskDateRange", example: "last_30_days" });
