import type { KernelErrorCode } from "../kernel/errors.ts";

/** What can go wrong in a product with synced entities: the kernel's codes, and the engine's own. */
export type EngineErrorCode =
  | KernelErrorCode
  /** The sync cursor is older than the history that the server keeps. */
  | "cursor_expired";

/** The messages of the engine's errors that are thrown without one. */
export const ENGINE_MESSAGES: Readonly<Record<Exclude<EngineErrorCode, KernelErrorCode>, string>> = {
  cursor_expired: "This cursor is too old; start over",
};
