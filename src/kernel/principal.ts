import type { Home } from "./home.ts";

/**
 * What every request has of its signed-in user. The user's hub keeps it and returns it at admission, so that no
 * request reads it from the database. `Profile` holds what one product needs beyond that, such as the currency of
 * Leora's totals; the kernel passes it on without looking into it.
 */
export interface Principal<Profile extends object = object> extends Home {
  userId: string;
  /** One of the product's own roles. Endpoints that only some roles may call name those (`RoleRequirement`). */
  role: string;
  /** IANA name of the time zone in which days, streaks and reminders are computed. */
  timezone: string;
  /** Limits the session to endpoints that name this scope; absent: every endpoint that the role may call. */
  scope?: string;
  profile: Profile;
}

/** Which of a product's roles may call an endpoint. */
export interface RoleRequirement {
  readonly names: readonly string[];
  /** The message of the error `forbidden` for signed-in users with another role. */
  readonly refusal: string;
}
