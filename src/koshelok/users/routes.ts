import { passwordEndpoints } from "./password/routes.ts";
import { photoEndpoints } from "./photo/routes.ts";
import { sessionEndpoints } from "./sessions/routes.ts";
import { signupEndpoints } from "./signup/routes.ts";

/** Who somebody is and how they sign in: the spec's Users app. */
export const userEndpoints = [...signupEndpoints, ...sessionEndpoints, ...passwordEndpoints, ...photoEndpoints];
