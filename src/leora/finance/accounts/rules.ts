export const ACCOUNT_TYPES = ["cash", "card", "savings", "investment", "credit", "debt", "other"] as const;
