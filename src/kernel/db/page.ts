import { z } from "zod";

/** A condition with positional parameters. */
export interface Condition {
  sql: string;
  params: readonly unknown[];
}

/** What every list takes: which page, how long, which way round. */
export const PageQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  sortOrder: z.enum(["asc", "desc"]).default("desc"),
});

/** The numbers of one page of a list. */
export interface PageMeta {
  page: number;
  limit: number;
  total: number;
  totalPages: number;
  hasMore: boolean;
}

/** The page's numbers, of `total` rows that fulfil the filters. */
export const pageMeta = ({ page, limit }: { page: number; limit: number }, total: number): PageMeta => ({
  page,
  limit,
  total,
  totalPages: Math.ceil(total / limit),
  hasMore: page * limit < total,
});
