import { AREA_NAMES, type AreaName, stagesOf } from "./mutate/areas.ts";
import equivalent from "./mutate/equivalent.json" with { type: "json" };
import { chosen, type Mutant, mutantBy } from "./mutate/mutants.ts";
import { lineOf, type Result, reportOf } from "./mutate/report.ts";
import { type Outcome, Runner } from "./mutate/runner.ts";
import { Worktree } from "./mutate/worktree.ts";
import { fail, readOptions } from "./run.ts";

// Plants small bugs one at a time, in copies of the project, and says which of them the tests do not notice:
// npm run mutate -- [area…] [--count 100] [--seed text] [--only id] [--workers 2] [--list]

const ROOT = process.cwd();
/** Room for the start of a Worker on a busy machine, beside twice what the tests take without a bug. */
const LIMIT_MS = 120_000;

const { values, positionals } = readOptions({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "100" },
    seed: { type: "string", default: "leora" },
    only: { type: "string" },
    workers: { type: "string", default: "2" },
    list: { type: "boolean", default: false },
  },
});

const isArea = (name: string): name is AreaName => AREA_NAMES.some((area) => area === name);
const unknown = positionals.find((name) => !isArea(name));
if (unknown) fail(`No area ${unknown}. There are: ${AREA_NAMES.join(", ")}`);

const mutants = values.only === undefined ? several() : [only(values.only)];
if (values.list) console.log(mutants.map(({ id, file, place, after }) => `${id} ${file}:${place} ${after}`).join("\n"));
else await plant(mutants);

function several(): Mutant[] {
  const areas = positionals.length > 0 ? positionals.filter(isArea) : AREA_NAMES;
  const known = new Set(equivalent.map(({ id }) => id));
  return chosen({ areas, count: Number(values.count), seed: values.seed, except: known }, ROOT);
}

function only(id: string): Mutant {
  return mutantBy(id, ROOT) ?? fail(`No mutant ${id}: its file has changed since`);
}

async function plant(planted: readonly Mutant[]): Promise<void> {
  const queue = [...planted];
  const results: Result[] = [];
  /** How an area's tests end without a bug, once some runner has run them. */
  const baselines = new Map<AreaName, Promise<Outcome>>();
  const broken = new Map<AreaName, string>();
  const start = performance.now();

  const baseline = (runner: Runner, area: AreaName): Promise<Outcome> =>
    runner.run({ change: null, stages: stagesOf(area, ROOT) }, 10 * LIMIT_MS);

  const work = async (runner: Runner) => {
    for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
      const { area, file, text } = mutant;
      const known = baselines.get(area) ?? baseline(runner, area);
      baselines.set(area, known);
      const { caughtBy, elapsedMs } = await known;
      if (caughtBy !== null) {
        broken.set(area, caughtBy);
        continue;
      }
      const limitMs = 2 * elapsedMs + LIMIT_MS;
      const outcome = await runner.run({ change: { file, text }, stages: stagesOf(area, ROOT) }, limitMs);
      const result = { mutant, outcome };
      results.push(result);
      console.log(lineOf(result, results.length, planted.length));
    }
  };

  const runners = Array.from({ length: Number(values.workers) }, () => new Runner(new Worktree(ROOT)));
  const end = () => {
    for (const runner of runners) runner.end();
  };
  process.once("SIGINT", () => {
    end();
    process.exit(130);
  });
  try {
    await Promise.all(runners.map(work));
  } finally {
    end();
  }
  for (const [area, failure] of broken)
    console.log(`Not judged: the tests of ${area} fail without any bug: ${failure}`);
  console.log(`\n${reportOf(results)}\n\nSeed ${values.seed}; ${Math.round((performance.now() - start) / 1000)} s`);
  if (broken.size > 0) process.exitCode = 1;
}
