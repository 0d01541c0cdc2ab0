export const TYPES = ["call", "email", "meeting", "deal"] as const;
