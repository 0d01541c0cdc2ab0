import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AREA_NAMES, type AreaName, sourcesOf } from "./areas.ts";
import { type Edit, editsOf } from "./operators.ts";
import { type Node, Source, walk } from "./syntax.ts";
import { isUnobservable } from "./unobservable.ts";

/** One small bug that can be planted. */
export interface Mutant {
  /** Ten hexadecimal digits; the same as long as the file up to here, and the change, stay the same. */
  id: string;
  area: AreaName;
  kind: string;
  file: string;
  /** Line and column, from 1. */
  place: string;
  /** The line before and after, for reports. */
  before: string;
  after: string;
  /** The whole file with the bug. */
  text: string;
}

/** Every mutant of an area, in the order of files and places. */
export function mutantsOf(area: AreaName, root: string): Mutant[] {
  return sourcesOf(area, root).flatMap((file) => mutantsIn(area, file, readFileSync(join(root, file), "utf8")));
}

/** Every mutant of one source text. */
export function mutantsIn(area: AreaName, file: string, text: string): Mutant[] {
  const source = new Source(file, text);
  const edits: Edit[] = [];
  walk(source.tree, [], (node, ancestors) => {
    if (isUnobservable(source, node)) return false;
    edits.push(...editsOf(source, node, parentOf(ancestors), ancestors.some(isFunction)));
    return true;
  });
  return edits.map((edit) => mutantOf(area, source, edit));
}

const parentOf = (ancestors: readonly Node[]) => ancestors.at(-1);
const isFunction = ({ type }: Node): boolean => /Function|Method|Constructor/.test(type);

function mutantOf(area: AreaName, source: Source, { kind, from, to, by }: Edit): Mutant {
  const text = source.replaced(from, to, by);
  const place = source.placeOf(from);
  const line = Number(place.split(":")[0]) - 1;
  const id = hash(`${source.file} ${place} ${kind} ${source.slice(from, to)} ${by}`).slice(0, 10);
  const lineOf = (whole: string) => whole.split("\n")[line]?.trim() ?? "";
  return { id, area, kind, file: source.file, place, before: lineOf(source.text), after: lineOf(text), text };
}

const hash = (text: string): string => createHash("sha256").update(text).digest("hex");

interface Choice {
  areas: readonly AreaName[];
  count: number;
  seed: string;
  /** Ids of mutants that nobody could tell from the program. */
  except: ReadonlySet<string>;
}

/**
 * As many mutants as asked for, the same for the same seed and the same sources: as many of each area, and within an area
 * as many of each kind, so that numbers, of which there are most, do not crowd out dropped guards.
 */
export function chosen({ areas, count, seed, except }: Choice, root: string): Mutant[] {
  const queues = areas.map((area) => byKind(mutantsOf(area, root), seed));
  return turns(queues)
    .filter(({ id, file, text }) => !except.has(id) && parses(file, text))
    .take(count)
    .toArray();
}

/** `a ?? b && c` is a program, `a ?? b || c` is none. */
function parses(file: string, text: string): boolean {
  try {
    return new Source(file, text).tree.type === "Module";
  } catch {
    return false;
  }
}

function byKind(mutants: readonly Mutant[], seed: string): Mutant[] {
  const shuffled = mutants
    .map((mutant) => ({ mutant, rank: hash(`${seed} ${mutant.id}`) }))
    .toSorted((a, b) => (a.rank < b.rank ? -1 : 1))
    .map(({ mutant }) => mutant);
  return Array.from(turns([...Map.groupBy(shuffled, ({ kind }) => kind).values()]));
}

/** One item of each queue in turn, until all are empty. */
function* turns(queues: readonly (readonly Mutant[])[]): Generator<Mutant> {
  const longest = Math.max(0, ...queues.map(({ length }) => length));
  for (let i = 0; i < longest; i += 1) {
    for (const queue of queues) {
      const mutant = queue[i];
      if (mutant) yield mutant;
    }
  }
}

/** The mutant with an id, wherever it is. */
export const mutantBy = (id: string, root: string): Mutant | undefined =>
  AREA_NAMES.flatMap((area) => mutantsOf(area, root)).find((mutant) => mutant.id === id);
