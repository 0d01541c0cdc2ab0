import { invalid, invalidState } from "../../../kernel/errors.ts";

export const FOCUS_STATUSES = ["in_progress", "completed", "canceled", "paused"] as const;
export type FocusStatus = (typeof FOCUS_STATUSES)[number];

const MINUTE_MS = 60_000;

/** Neither completed nor canceled: the session's clock runs, or is paused. */
export const isUnfinished = (status: FocusStatus): boolean => status === "in_progress" || status === "paused";

interface Session {
  status: FocusStatus;
  showStatus: string;
  actualMinutes: number;
}

/** SQL condition, the same as `isRunning`. */
export const IS_RUNNING = "showStatus = 'active' AND status IN ('in_progress', 'paused')";

/** True for a session that keeps its user from starting another one; a paused one does, too. */
export const isRunning = ({ status, showStatus }: Pick<Session, "status" | "showStatus">): boolean =>
  showStatus === "active" && isUnfinished(status);

/** SQL condition, the same as `countsAsWork`. */
export const COUNTS_AS_WORK = "showStatus = 'active' AND status <> 'canceled'";

/** True for a session in which its task was worked on, finished or not. */
export const countsAsWork = ({ status, showStatus }: Pick<Session, "status" | "showStatus">): boolean =>
  showStatus === "active" && status !== "canceled";

/** SQL condition: sessions whose minutes count, as `countedMinutes` says. */
export const COUNTS_MINUTES = "showStatus = 'active' AND status = 'completed'";

/** Minutes that a session adds to its task, its goal and the statistics: only a completed one adds any. */
export const countedMinutes = ({ status, showStatus, actualMinutes }: Session): number =>
  showStatus === "active" && status === "completed" ? actualMinutes : 0;

/** When a session ran. Times are UTC milliseconds; `pausedMs` is the sum of the pauses that are over. */
interface Timing {
  status: FocusStatus;
  startedAt: number;
  endedAt: number | null;
  /** Since when it is paused; null unless `status` is paused. */
  pausedAt: number | null;
  pausedMs: number;
  actualMinutes: number;
}

/** What a client states about when a session ran. */
export type StatedTiming = { [Name in keyof Timing]?: Timing[Name] | null | undefined };

/**
 * The timing of a session after a change. What the client states, about a session that it kept offline, is taken as stated;
 * the rest follows from `now` (UTC ms). A time that lies in the future, because the device's clock is ahead, counts as `now`.
 * A finished session is in no pause. One that becomes completed without `actualMinutes` gets the time from start to end
 * without its pauses, to the nearest minute.
 * @param before null for a new session
 * @throws invalid_state when a finished session would run again; invalid_input when it ends before it starts
 */
export function timingAfter(before: Timing | null, stated: StatedTiming, now: number): Timing {
  const status = stated.status ?? before?.status ?? "in_progress";
  if (before && !isUnfinished(before.status) && isUnfinished(status)) {
    throw invalidState("This session is finished", "status");
  }

  const startedAt = Math.min(stated.startedAt ?? before?.startedAt ?? now, now);
  const endedAt = isUnfinished(status) ? null : Math.min(stated.endedAt ?? before?.endedAt ?? now, now);
  if (endedAt !== null && endedAt < startedAt) throw invalid("endedAt", "Must not be before startedAt");

  const pauseStart = stated.pausedAt ?? before?.pausedAt ?? (status === "paused" ? now : null);
  const openPause = pauseStart === null ? null : within(pauseStart, startedAt, endedAt ?? now);
  const lastPause = status === "paused" || openPause === null ? 0 : (endedAt ?? now) - openPause;
  const pausedMs = stated.pausedMs ?? (before?.pausedMs ?? 0) + lastPause;

  const timing = { status, startedAt, endedAt, pausedAt: status === "paused" ? openPause : null, pausedMs };
  const becomesCompleted = status === "completed" && before?.status !== "completed";
  const minutes = becomesCompleted ? workedMinutes(timing) : (before?.actualMinutes ?? 0);
  return { ...timing, actualMinutes: stated.actualMinutes ?? minutes };
}

const within = (value: number, low: number, high: number): number => Math.max(low, Math.min(value, high));

const workedMinutes = ({ startedAt, endedAt, pausedMs }: Omit<Timing, "actualMinutes">): number =>
  Math.round(Math.max(0, (endedAt ?? startedAt) - startedAt - pausedMs) / MINUTE_MS);
