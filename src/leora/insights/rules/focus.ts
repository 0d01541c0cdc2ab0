import { type Day, daysBetween } from "../../../kernel/time.ts";
import type { Period } from "../../finance/reports/periods.ts";
import type { Snapshot } from "../facts/snapshot.ts";
import type { Finding } from "../finding.ts";
import { weekBefore } from "../periods.ts";
import { findingOf } from "./finding-of.ts";

const RECORD_MINUTES = 60;
const RECORD_DAYS = 30;
const DROP_MINUTES = 60;

export function focus(snapshot: Snapshot): Finding[] {
  return [...record(snapshot), ...drop(snapshot)];
}

/** Today's minutes are an hour at least, and more than on any of the 30 days before. */
function record({ basis, day, focusMinutes }: Snapshot): Finding[] {
  const { today } = basis.at;
  const minutes = focusMinutes.get(today) ?? 0;
  if (day === null || minutes < RECORD_MINUTES) return [];
  const isBefore = (date: Day) => date < today && daysBetween(date, today) <= RECORD_DAYS;
  const previousBest = Math.max(0, ...[...focusMinutes].filter(([date]) => isBefore(date)).map(([, sum]) => sum));
  return minutes > previousBest ? [findingOf("focus_record", basis, { facts: { minutes, previousBest } })] : [];
}

/** Last week had less than half of what the week before had, which was an hour at least. */
function drop(snapshot: Snapshot): Finding[] {
  const week = snapshot.basis.periods.find(({ scope }) => scope === "weekly");
  if (!week) return [];
  const [minutes, previousMinutes] = [minutesIn(week, snapshot), minutesIn(weekBefore(week), snapshot)];
  if (previousMinutes < DROP_MINUTES || minutes * 2 >= previousMinutes) return [];
  return [
    findingOf("focus_drop", snapshot.basis, {
      facts: { minutes, previousMinutes },
      actions: [["start_focus", null]],
    }),
  ];
}

/** The minutes on the days of a period. */
export const minutesIn = ({ from, to }: Period, { focusMinutes }: Snapshot): number =>
  [...focusMinutes].reduce((sum, [date, minutes]) => (date >= from && date <= to ? sum + minutes : sum), 0);
