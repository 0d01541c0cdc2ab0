import { z } from "zod";
import { label } from "../kernel/contract.ts";
import { type PageMeta, PageQuery } from "../kernel/db/page.ts";

// What the contracts of CRM's resources share.

/** The reply of an endpoint that has no row to show. */
export const Message = z.strictObject({ message: z.string().meta({ example: "Successfully logged out" }) });

/** The path parameter of an endpoint about one row. Ids are positive integers; any other text is a 404. */
export const ById = z.object({
  id: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .transform(Number)
    .meta({ type: "integer", example: 1 }),
});

/** The id of a row in a body or a reply. */
export const rowId = () => z.int().positive().meta({ example: 1 });

/** A name of 1 to 255 characters. */
export const name = (example: string) => label(255, example);

/** Text that a body may leave out or set to null: both mean empty text. */
export const optionalText = (max: number, example: string) =>
  z
    .string()
    .trim()
    .max(max)
    .nullish()
    .transform((text) => text ?? "")
    .meta({ example });

/** The query parameters of every list: 10 rows per page by default, as the spec says, and not the kernel's 20. */
export const ListQuery = PageQuery.extend({ limit: PageQuery.shape.limit.unwrap().default(10) });

/** The numbers of one page of a list, as CRM's spec names them. */
export const Pagination = z
  .object({
    currentPage: z.int().meta({ example: 1 }),
    totalPages: z.int().nullable().meta({ example: 1 }),
    totalItems: z.int().nullable().meta({ example: 1 }),
    itemsPerPage: z.int().meta({ example: 10 }),
    hasMore: z.boolean().optional().meta({ example: true }),
  })
  .meta({ id: "Pagination" });

/** The numbers of one page of a list as CRM's spec names them; `hasMore` is told where they do not tell it. */
export const paginationOf = ({ page, limit, total, totalPages, hasMore }: PageMeta): z.output<typeof Pagination> => ({
  currentPage: page,
  totalPages,
  totalItems: total,
  itemsPerPage: limit,
  ...(total === null && { hasMore }),
});
