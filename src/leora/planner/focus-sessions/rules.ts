import { invalid, invalidState } from "../../../kernel/errors.ts";

export const FOCUS_STATUSES = ["in_progress", "completed", "canceled", "paused"] as const;
export type FocusStatus = (typeof FOCUS_STATUSES)[number];

const MINUTE_MS = 60_000;

/** The clock is running, or waits for its user. */
export const isRunning = (status: FocusStatus): boolean => status === "in_progress" || status === "paused";

/** What a session's clock shows. Times are UTC milliseconds; `pausedMs` sums the pauses that are over. */
export interface Timing {
  status: FocusStatus;
  startedAt: number;
  endedAt: number | null;
  /** Since when it is paused. */
  pausedAt: number | null;
  pausedMs: number;
  actualMinutes: number;
}

type Stated = { [Name in keyof Timing]?: Timing[Name] | null | undefined };

/**
 * The clock after a change. What the client states of an offline session counts as stated, the rest follows from `now`
 * (UTC ms); a device's clock that runs ahead is taken as now. A finished session has no open pause, and one that becomes
 * completed without `actualMinutes` took what passed minus its pauses, to the nearest minute.
 * @param before null for a new session
 * @throws invalid_state when a finished session would run again; invalid_input when it ends before it starts
 */
export function timingAfter(before: Timing | null, stated: Stated, now: number): Timing {
  const status = stated.status ?? before?.status ?? "in_progress";
  if (before && !isRunning(before.status) && isRunning(status))
    throw invalidState("This session is finished", "status");

  const startedAt = Math.min(stated.startedAt ?? before?.startedAt ?? now, now);
  const endedAt = isRunning(status) ? null : Math.min(stated.endedAt ?? before?.endedAt ?? now, now);
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

/** What a session adds to its task, its goal and the statistics. */
export const countedMinutes = (session: { status: FocusStatus; showStatus: string; actualMinutes: number }): number =>
  session.showStatus === "active" && session.status === "completed" ? session.actualMinutes : 0;
