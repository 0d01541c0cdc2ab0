import { z } from "zod";
import { day } from "../../../kernel/contract.ts";
import { Kind, total } from "../contract.ts";
import { PERIODS } from "./rules.ts";

// What comes in and goes out for reports.

const CategoryTotal = z
  .object({ category_name: z.string().meta({ example: "Ovqatlanish" }), type: Kind, total: total(50000) })
  .meta({ id: "CategoryTotal" });

export const Dashboard = z
  .object({
    balance: total(200000),
    categories: z.array(CategoryTotal),
  })
  .meta({ id: "Dashboard" });

export const ByPeriod = z.object({ period: z.enum(PERIODS).meta({ example: "daily" }) });

const REQUIRED = "This field is required.";

/** Both days, or neither. */
export const SummaryQuery = z
  .object({ start_date: day().optional(), end_date: day().optional() })
  .refine(({ start_date, end_date }) => end_date === undefined || start_date !== undefined, {
    path: ["start_date"],
    message: REQUIRED,
  })
  .refine(({ start_date, end_date }) => start_date === undefined || end_date !== undefined, {
    path: ["end_date"],
    message: REQUIRED,
  })
  .refine(({ start_date = "", end_date }) => end_date === undefined || start_date <= end_date, {
    path: ["end_date"],
    message: "Must not be earlier than start_date.",
  });

export const Summary = z
  .object({
    start_date: day().meta({ example: "2025-09-21" }),
    end_date: day().meta({ example: "2025-09-21" }),
    income: total(250000),
    expense: total(50000),
    balance: total(200000),
  })
  .meta({ id: "Summary" });
