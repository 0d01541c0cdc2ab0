import type { RoleRequirement } from "../../kernel/principal.ts";
import { DAY_MS } from "../../kernel/time.ts";

export const ROLES = ["user", "admin"] as const;

/** Only administrators may register others. */
export const ADMINISTRATORS: RoleRequirement = {
  names: ["admin"],
  refusal: "Only administrators may register users",
};

export const DEFAULT_TIMEZONE = "Asia/Tashkent";
/** How long an access token is valid. */
export const ACCESS_TTL_SECONDS = 24 * 60 * 60;
/** How long a session lives after each use. */
export const SESSION_LIFETIME_MS = 7 * DAY_MS;
