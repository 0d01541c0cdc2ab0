import type { PlanLimits } from "../engine/counted-feature.ts";
import { unsafeCast } from "../kernel/cast.ts";
import { AppError } from "../kernel/errors.ts";
import type { FeatureKey } from "./billing/catalogue.ts";
import type { LeoraErrorCode } from "./errors.ts";
import { planLimit } from "./profile.ts";

/** The error for whatever would raise a count that the user's plan limits (growth page, "Plans and limits"). */
export const planLimitReached = (featureKey: FeatureKey, limit: number, used: number): AppError<string> =>
  new AppError<LeoraErrorCode>("plan_limit_reached", {
    details: [
      {
        field: featureKey,
        message: limit === 0 ? "Your plan does not include this" : `Your plan includes ${limit}`,
        featureKey,
        limit,
        used,
      },
    ],
  });

/** Leora's plans, for the engine. Its counted features have the names of the catalogue. */
export const planLimits: PlanLimits = {
  limitOf: (user, feature, now) => planLimit(user, unsafeCast<FeatureKey>(feature), now),
  code: "plan_limit_reached" satisfies LeoraErrorCode,
  refusal: (feature, limit, used) => planLimitReached(unsafeCast<FeatureKey>(feature), limit, used),
};
