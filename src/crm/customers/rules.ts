export const STATUSES = ["active", "potential", "waiting"] as const;
export const SORTS = ["createdAt", "updatedAt", "name", "company"] as const;

export const createdNote = (name: string): string => `Customer created: ${name}`;
