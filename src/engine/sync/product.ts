import type { ErrorFormat } from "../../kernel/http/wire.ts";
import type { Registry } from "../registry.ts";

/** What sync needs of the product whose rows it carries: its entities, and how it formats the errors of refused changes. */
export interface SyncProduct {
  readonly registry: Registry;
  readonly errorFormat: ErrorFormat;
  /** A body of a push that a new user may send: the OpenAPI document shows it. */
  readonly pushExample: object;
}
