import { DAY_MS } from "../../../kernel/time.ts";

/** How long an access token is valid. */
export const ACCESS_TTL_SECONDS = 3600;

/** How long a session lives after each use, in milliseconds: 30 days, or 7. */
export const lifetimeMs = (rememberMe: boolean): number => (rememberMe ? 30 : 7) * DAY_MS;
