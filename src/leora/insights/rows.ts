import { v5 } from "uuid";
import type { Finding, FoundAction, INSIGHT_STATUSES } from "./finding.ts";

// What is stored of an insight beside its finding, and what may become of it.

/** An action with the words and the screen that the app shows for it. */
export interface StoredAction extends FoundAction {
  readonly label: string;
  /** The app's screen. */
  readonly action: string;
}

export type InsightStatus = (typeof INSIGHT_STATUSES)[number];

/** The ids of insights are made in this namespace, by RFC 9562. */
const INSIGHT_NAMESPACE = "0b1d1a6e-4f0e-4d43-9c8e-7a1e5b5d1f60";

/** The one insight of a user about a rule, a target and a period: whoever runs the rules finds the same row. */
export const insightId = (userId: string, { rule, target, period }: Finding): string =>
  v5(JSON.stringify([userId, rule, target, period]), INSIGHT_NAMESPACE);

const RANKS: Readonly<Record<InsightStatus, number>> = { new: 0, viewed: 1, completed: 2, dismissed: 2 };

/** True for what nothing follows: the user has decided. */
export const isDecided = (status: InsightStatus): boolean => RANKS[status] === 2;

/** True when a status comes after another one: it only goes forward. */
export const isForward = (from: InsightStatus, to: InsightStatus): boolean => RANKS[to] > RANKS[from];

/** Of two statuses only different decisions contradict each other. */
export const isContradiction = (one: InsightStatus, other: InsightStatus): boolean =>
  one !== other && isDecided(one) && isDecided(other);
