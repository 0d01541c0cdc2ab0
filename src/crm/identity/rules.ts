import { DAY_MS } from "../../kernel/time.ts";

export const ROLES = ["user", "admin"] as const;
export const DEFAULT_TIMEZONE = "Asia/Tashkent";
export const ACCESS_TTL_SECONDS = 24 * 60 * 60;
/** How long a session lives without being used. */
export const SESSION_LIFETIME_MS = 7 * DAY_MS;
