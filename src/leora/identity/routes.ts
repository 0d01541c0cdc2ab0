import { authEndpoints } from "./auth/routes.ts";
import { codeEndpoints } from "./codes/routes.ts";
import { deviceEndpoints } from "./devices/routes.ts";
import { twoFactorEndpoints } from "./two-factor/routes.ts";
import { userEndpoints } from "./users/routes.ts";

/** Who somebody is and how they sign in: spec sections 2 and 18. */
export const identityEndpoints = [
  ...authEndpoints,
  ...codeEndpoints,
  ...twoFactorEndpoints,
  ...userEndpoints,
  ...deviceEndpoints,
];
