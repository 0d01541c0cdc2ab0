/**
 * What admission tells of a signed-in user, so that no request asks the database for it.
 * `Profile` is what one product's verbs need beyond that, such as the currency that Leora sums up in: its shape is the
 * product's own, and the kernel only carries it.
 */
export interface Principal<Profile extends object = object> {
  userId: string;
  /** One of the product's own roles; endpoints that only some roles may call name them. */
  role: string;
  /** IANA name: days, streaks and reminders go by it. */
  timezone: string;
  /** The session may only call endpoints that name this scope; absent: any that the role may call. */
  scope?: string;
  profile: Profile;
}

/** Which of a product's roles may call an endpoint. Roles are the product's own words, and so is the refusal. */
export interface RoleRequirement {
  readonly names: readonly string[];
  /** What a signed-in user with another role is told, with the error `forbidden`. */
  readonly refusal: string;
}
