/** The kinds of activities. `deal` is also what CRM itself writes: a customer created, a deal completed. */
export const TYPES = ["call", "email", "meeting", "deal"] as const;
