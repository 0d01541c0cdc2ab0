/** Spec 4.1: what kind of place money is kept in. */
export const ACCOUNT_TYPES = ["cash", "card", "savings", "investment", "credit", "debt", "other"] as const;
