import { z } from "zod";
import { day, instant, note } from "../../../kernel/contract.ts";
import { amount, Kind, pk, total } from "../contract.ts";
import { pageQuery } from "../pages.ts";

// What comes in and goes out for transactions. Amounts are decimals of so'm.

const fields = {
  category: pk(),
  amount: amount(),
  comment: note(1000, "Nonushta"),
  date: day().meta({ example: "2025-09-21" }),
};

/**
 * The body of POST and PUT. As in Django REST Framework, PUT requires the same fields as POST, and fields with a
 * default (`comment`, `date`) keep their values when PUT leaves them out.
 */
export const Transaction = z
  .object({
    ...fields,
    comment: fields.comment.optional(),
    date: fields.date.optional(),
  })
  .meta({ id: "TransactionCreate" });
export const TransactionPatch = z.object(fields).partial().meta({ id: "TransactionPatch" });

export const TransactionView = z
  .object({
    id: z.int().meta({ example: 1 }),
    category: z.int().meta({ example: 1 }),
    category_name: z.string().meta({ example: "Ovqatlanish" }),
    type: Kind,
    amount: total(50000),
    comment: z.string().meta({ example: "Nonushta" }),
    date: day().meta({ example: "2025-09-21" }),
    created_at: instant(),
  })
  .meta({ id: "Transaction" });

export const TransactionQuery = z.object({
  category: z.coerce.number().int().optional(),
  type: Kind.optional(),
  date: day().optional(),
  start_date: day().optional(),
  end_date: day().optional(),
  ...pageQuery,
});
