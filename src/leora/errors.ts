import type { EngineErrorCode } from "../engine/errors.ts";

/** The codes of Leora's errors: those of any product with synced entities, and those of Leora's own domain. */
export type LeoraErrorCode =
  | EngineErrorCode
  /** No exchange rate is known for the pair and day. */
  | "fx_rate_unavailable"
  /** The user's plan does not include more of something. */
  | "plan_limit_reached"
  /** A metered verb, such as an insight, was used as often as the plan allows. */
  | "quota_exceeded"
  /** The password is right, and a code of two-factor sign-in is still to come. */
  | "two_factor_required"
  /** A code of two-factor sign-in is wrong, or was used before. */
  | "two_factor_invalid";
