import type { z } from "zod";
import type { PageMeta } from "../db/list.ts";
import type { AppError, ErrorCode } from "../errors.ts";

/** How a product speaks: its envelope, and its words for errors. One per product. */
export interface Wire {
  /** Status and wire code of every error. */
  readonly errors: Readonly<Record<ErrorCode, { status: number; code: string }>>;
  success(data: unknown, meta: PageMeta | null): unknown;
  failure(error: AppError): unknown;
  /** The product's words for what is wrong with a value; undefined: zod's own. */
  readonly issueMessage?: z.core.$ZodErrorMap;
  /** The same two shapes for the OpenAPI document. */
  successSchema(data: z.ZodType, paged: boolean): z.ZodType;
  readonly failureSchema: z.ZodType;
}
