import type { Mutant } from "./mutants.ts";
import { type Outcome, TIMED_OUT } from "./runner.ts";

/** A mutant, and what became of it. */
export interface Result {
  mutant: Mutant;
  outcome: Outcome;
}

const isCaught = ({ outcome }: Result): boolean => outcome.caughtBy !== null;
const percent = (part: number, whole: number): string => (whole === 0 ? "–" : `${Math.round((part * 100) / whole)} %`);

/** One line, while the run goes on. */
export function lineOf({ mutant, outcome }: Result, number: number, total: number): string {
  const { id, kind, file, place } = mutant;
  const what = outcome.caughtBy === null ? "SURVIVED" : `caught by ${outcome.caughtBy}`;
  return `${number}/${total} ${id} ${kind} ${file}:${place}: ${what} (${(outcome.elapsedMs / 1000).toFixed(1)} s)`;
}

/** Survivors by name, with how to run each alone; then how many were caught, by area and in all. */
export function reportOf(results: readonly Result[]): string {
  const survivors = results.filter((result) => !isCaught(result));
  const named = survivors.map(({ mutant: { id, area, kind, file, place, before, after } }) =>
    [`${file}:${place} (${area}, ${kind})`, `  - ${before}`, `  + ${after}`, `  npm run mutate -- --only ${id}`].join(
      "\n",
    ),
  );
  const areas = [...Map.groupBy(results, ({ mutant }) => mutant.area)].map(([area, own]) => row(area, own));
  return [
    ...(named.length > 0 ? ["Survived:", ...named, ""] : []),
    ["area", "mutants", "caught", "of them by time", "survived", "caught"].join(" | "),
    ...areas,
    row("all", results),
  ].join("\n");
}

function row(name: string, results: readonly Result[]): string {
  const caught = results.filter(isCaught).length;
  const timedOut = results.filter(({ outcome }) => outcome.caughtBy === TIMED_OUT).length;
  return [name, results.length, caught, timedOut, results.length - caught, percent(caught, results.length)].join(" | ");
}
