import { DAY_MS } from "../../../kernel/time.ts";

export const ACCESS_TTL_SECONDS = 3600;

/** How long a session lives without being used. */
export const lifetimeMs = (rememberMe: boolean): number => (rememberMe ? 30 : 7) * DAY_MS;
