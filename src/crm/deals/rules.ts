// What a deal's columns may hold, and when it counts as completed.

export const STATUSES = ["new", "in_progress", "completed", "cancelled"] as const;
export type DealStatus = (typeof STATUSES)[number];
export const SORTS = ["createdAt", "updatedAt", "value"] as const;

/** Deals are in so'm, with tiyin as minor units. */
export const CURRENCY = "UZS";

/** The text of the activity that says so. */
export const completionNote = (title: string): string => `Deal completed: ${title}`;

interface Completion {
  status: DealStatus;
  completedAt: number | null;
}

/**
 * When a deal was completed, in UTC milliseconds: the moment of its latest transition into `completed`; null in every
 * other status.
 * @param before the deal before this write; null when it is created
 * @param status its status after this write
 */
export function completedAtOf(before: Completion | null, status: DealStatus, now: number): number | null {
  if (status !== "completed") return null;
  return before?.status === "completed" ? before.completedAt : now;
}
