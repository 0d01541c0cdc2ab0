import type { Finding } from "../finding.ts";
import type { Run } from "./reading.ts";
import type { NewLimits } from "./settings.ts";

/** How many insights automatic runs have made today. */
export interface MadeToday {
  readonly critical: number;
  readonly others: number;
}

/**
 * Chooses of the findings without a row those that a run makes insights of. A day has one automatic run: what it has made counts for
 * the limit of a run as well, so that a message that the queue delivers twice makes no more than one that it delivers once.
 * @param findings the most important first
 */
export function newOnes<Found extends { readonly finding: Finding }>(
  findings: readonly Found[],
  { isAutomatic }: Pick<Run, "isAutomatic">,
  { perRun, automaticPerDay }: NewLimits,
  made: MadeToday = { critical: 0, others: 0 },
): ReadonlySet<Found> {
  const chosen = new Set<Found>();
  const max = isAutomatic ? perRun - made.critical - made.others : perRun;
  let room = isAutomatic ? automaticPerDay - made.others : Number.POSITIVE_INFINITY;
  for (const found of findings) {
    if (chosen.size >= max) break;
    const isCritical = found.finding.level === "critical";
    if (room <= 0 && !isCritical) continue;
    chosen.add(found);
    if (!isCritical) room -= 1;
  }
  return chosen;
}
