import type { ErrorWords } from "../../kernel/http/wire.ts";
import type { Registry } from "../registry.ts";

/** What sync needs of the product whose rows it carries: its entities, and its words for what is refused. */
export interface SyncProduct {
  readonly registry: Registry;
  readonly words: ErrorWords;
}
