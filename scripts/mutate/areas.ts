import { globSync } from "node:fs";
import { SKIPPED_FILES } from "./unobservable.ts";

/** A part of the program, and the tests that would notice a bug in it. */
interface Area {
  sources: readonly string[];
  /** What of `sources` belongs to another area. */
  except?: RegExp;
  tests: readonly string[];
}

const MONEY = ["test/leora/effects.cases.test.ts", "test/leora/effects.property.test.ts"];

export const AREAS = {
  engine: {
    sources: [
      "src/engine/**/*.ts",
      "src/kernel/db/page.ts",
      "src/kernel/db/versioned.ts",
      "src/kernel/db/condition.ts",
    ],
    except: /^src\/engine\/sync\//,
    tests: [
      "test/engine/**/*.test.ts",
      "test/kernel/db/*.test.ts",
      "test/kernel/http/transport.test.ts",
      "test/leora/planner/{tasks,bulk}*.test.ts",
      "test/leora/finance/{bulk,accounts,transactions}*.test.ts",
      "test/leora/{one-batch,isolation}.test.ts",
      "test/leora/maintenance/*.test.ts",
      "test/crm/{customers,deals}.test.ts",
      ...MONEY,
    ],
  },
  sync: {
    sources: ["src/engine/sync/**/*.ts"],
    tests: ["test/engine/**/*.test.ts", "test/hub/{events,sockets}.test.ts", "test/leora/**/*{-sync,.sync}.test.ts"],
  },
  hub: {
    sources: ["src/hub/**/*.ts"],
    tests: ["test/hub/*.test.ts", "test/kernel/auth/sessions.test.ts", "test/kernel/http/transport.test.ts"],
  },
  finance: {
    sources: ["src/leora/finance/**/*.ts", "src/kernel/money.ts"],
    except: /^src\/leora\/finance\/imports\//,
    tests: [
      "test/leora/finance/**/*.test.ts",
      "test/kernel/money.unit.test.ts",
      "test/leora/planner/{goals,habits}.*finance*.test.ts",
      "test/leora/planner/goals.sources.test.ts",
      ...MONEY,
    ],
  },
  planner: {
    sources: ["src/leora/planner/**/*.ts"],
    tests: ["test/leora/planner/**/*.test.ts", "test/leora/effects.cases.test.ts", "test/hub/reminders.test.ts"],
  },
  recurring: {
    sources: ["src/leora/recurring/**/*.ts"],
    tests: ["test/leora/recurring/**/*.test.ts"],
  },
  imports: {
    sources: ["src/leora/finance/imports/**/*.ts"],
    tests: ["test/leora/finance/**/*import*.test.ts", "test/leora/finance/imports/**/*.test.ts"],
  },
  identity: {
    sources: ["src/leora/identity/**/*.ts", "src/kernel/auth/**/*.ts"],
    tests: ["test/leora/identity/**/*.test.ts", "test/kernel/auth/*.test.ts", "test/hub/admission*.test.ts"],
  },
  billing: {
    sources: ["src/leora/billing/**/*.ts"],
    tests: ["test/leora/billing/**/*.test.ts", "test/leora/plans/*.test.ts"],
  },
  insights: {
    sources: ["src/leora/insights/**/*.ts", "src/leora/ai/**/*.ts", "src/kernel/quota.ts"],
    except: /\/texts\//,
    tests: ["test/leora/insights/**/*.test.ts", "test/leora/ai/**/*.test.ts", "test/hub/quotas.test.ts"],
  },
  settings: {
    sources: ["src/leora/settings/**/*.ts", "src/leora/categories/custom.ts", "src/leora/plan-limits.ts"],
    tests: ["test/leora/settings/*.test.ts", "test/leora/plans/*.test.ts", "test/leora/categories/*.test.ts"],
  },
} satisfies Record<string, Area>;

export type AreaName = keyof typeof AREAS;
export const AREA_NAMES = Object.keys(AREAS) as AreaName[];

const files = (patterns: readonly string[], root: string): string[] =>
  [...new Set(globSync([...patterns], { cwd: root }))].toSorted();

/** The area's source files that are mutated, by their paths from the project's root. */
export function sourcesOf(name: AreaName, root: string): string[] {
  const { sources, except }: Area = AREAS[name];
  const skipped = (file: string) => except?.test(file) || SKIPPED_FILES.some(([pattern]) => pattern.test(file));
  return files(sources, root).filter((file) => !skipped(file));
}

/** The area's test files in stages, the cheapest first: in Node.js, sharing one installation, with one each. */
export function stagesOf(name: AreaName, root: string): string[][] {
  const all = files(AREAS[name].tests, root);
  const kindOf = (file: string) =>
    /\.unit\.test\.ts$/.test(file) ? 0 : /\.(fresh|limits)\.test\.ts$/.test(file) ? 2 : 1;
  return [0, 1, 2].map((kind) => all.filter((file) => kindOf(file) === kind)).filter((stage) => stage.length > 0);
}
