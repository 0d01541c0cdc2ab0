// What a customer's columns may hold.

export const STATUSES = ["active", "potential", "waiting"] as const;
export const SORTS = ["createdAt", "updatedAt", "name", "company"] as const;

/** The text of the activity that every new customer gets. */
export const creationNote = (name: string): string => `Customer created: ${name}`;
