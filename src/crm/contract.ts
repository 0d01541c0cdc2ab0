import { z } from "zod";
import { label } from "../kernel/contract.ts";
import { PageQuery } from "../kernel/db/page.ts";

/** What a verb without a row replies. */
export const Message = z.strictObject({ message: z.string().meta({ example: "Successfully logged out" }) });

/** Ids are positive integers; text that is none leads nowhere. */
export const ById = z.object({
  id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number),
});

export const rowId = () => z.int().positive().meta({ example: 1 });

export const name = (example: string) => label(255, example);

/** Text that a body may leave out or clear with null: it is empty then. */
export const optionalText = (max: number, example: string) =>
  z
    .string()
    .trim()
    .max(max)
    .nullish()
    .transform((text) => text ?? "")
    .meta({ example });

export const ListQuery = PageQuery.extend({ limit: PageQuery.shape.limit.unwrap().default(10) });

export const Pagination = z
  .object({
    currentPage: z.int().meta({ example: 1 }),
    totalPages: z.int().meta({ example: 1 }),
    totalItems: z.int().meta({ example: 1 }),
    itemsPerPage: z.int().meta({ example: 10 }),
  })
  .meta({ id: "Pagination" });
