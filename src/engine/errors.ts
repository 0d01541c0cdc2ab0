import type { KernelErrorCode } from "../kernel/errors.ts";

/** What can go wrong in a product with synced entities: the kernel's codes, and the engine's own. */
export type EngineErrorCode =
  | KernelErrorCode
  /** The sync cursor is older than what the server still remembers. */
  | "cursor_expired";

/** What an error of the engine says when whoever threw it said nothing. */
export const ENGINE_MESSAGES: Readonly<Record<Exclude<EngineErrorCode, KernelErrorCode>, string>> = {
  cursor_expired: "This cursor is too old; start over",
};
