import { existsSync, readFileSync } from "node:fs";
import { parseYaml } from "@redocly/openapi-core";
import { expect, it } from "vitest";
import { unsafeCast } from "../../src/kernel/cast.ts";

interface Job {
  if?: string;
  needs?: string;
  environment?: { name: string };
  concurrency: { group: string; "cancel-in-progress": boolean | string };
  steps: { uses?: string; run?: string; env?: Record<string, string> }[];
}

interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

const { permissions, jobs } = unsafeCast<Workflow>(parseYaml(readFileSync(".github/workflows/ci.yml", "utf8")));
const runsOf = (job: string) => jobs[job]?.steps.flatMap(({ run }) => run ?? []) ?? [];

it("tests with what every machine runs, then deploys to staging, then to production", () => {
  expect(Object.entries(jobs).map(([name, { needs, environment }]) => [name, needs, environment?.name])).toEqual([
    ["test", undefined, undefined],
    ["staging", "test", "staging"],
    ["production", "staging", "production"],
  ]);
  expect(runsOf("test")).toEqual([".ci/run"]);
  expect(existsSync(".ci/run")).toBe(true);
  expect(runsOf("staging")).toContain("npm run deploy -- --env staging");
  expect(runsOf("production")).toContain("npm run deploy -- --env production");
  expect(jobs.staging?.if).toBe("github.event_name == 'push' && github.ref == 'refs/heads/main'");
});

it("may only read the repository, and gives secrets to nothing but deployments", () => {
  expect(permissions).toEqual({ contents: "read" });
  const withSecrets = Object.values(jobs).flatMap(({ steps }) =>
    steps.filter((step) => JSON.stringify(step).includes("secrets.")),
  );
  expect(withSecrets.map(({ run }) => run)).toEqual([
    "npm run deploy -- --env staging",
    "npm run deploy -- --env production",
  ]);
});

it("uses actions of a fixed version, and ends no deployment that has begun", () => {
  const actions = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ uses }) => uses ?? []));
  expect(actions.every((action) => /^actions\/[\w-]+@v\d+$/.test(action))).toBe(true);
  for (const job of ["staging", "production"]) {
    expect(jobs[job]?.concurrency).toEqual({ group: `deploy-${job}`, "cancel-in-progress": false });
  }
});
