import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { type CronJob, onceARun, runJobs } from "../../src/kernel/cron.ts";
import { recordLog } from "../support/log.ts";

const NOW = Date.parse("2026-03-01T10:00:00Z");
const BACKLOG = { level: "warn", event: "cron backlog", product: "shop" };
let lines: Record<string, unknown>[];

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  lines = recordLog();
});

afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** A job with so many parts; each appends the job's name to `done`. */
const job = (name: string, parts: number, done: string[], onPart = () => {}): CronJob => ({
  name,
  run: async () => {
    done.push(name);
    onPart();
    return done.filter((other) => other === name).length < parts;
  },
});

it("repeats jobs in turn until nothing is due", async () => {
  const done: string[] = [];
  const once = onceARun("rates", async () => done.push("rates"));
  const report = await runJobs("shop", [job("codes", 3, done), once, job("keys", 2, done)], { d1: 0, hub: 0 }, NOW);
  expect(report).toEqual({ backlog: [], failed: [] });
  expect(done).toEqual(["codes", "rates", "keys", "codes", "keys", "codes"]);
  expect(lines).toEqual([]);
});

it("a job that fails is logged, and the others go on", async () => {
  const done: string[] = [];
  const failing = onceARun("rates", () => Promise.reject(new Error("bank is closed")));
  const report = await runJobs("shop", [failing, job("codes", 2, done)], { d1: 0, hub: 0 }, NOW);
  expect(report).toEqual({ backlog: [], failed: ["rates"] });
  expect(done).toEqual(["codes", "codes"]);
  expect(lines).toMatchObject([{ event: "scheduled job failed", product: "shop", job: "rates" }]);
});

it("stops when its time is over and names what is left", async () => {
  const done: string[] = [];
  const jobs = [job("codes", 9, done, () => vi.advanceTimersByTime(60_000)), job("keys", 2, done)];
  expect(await runJobs("shop", jobs, { d1: 0, hub: 0 }, NOW)).toEqual({ backlog: ["codes", "keys"], failed: [] });
  // After two parts of the first job 120 seconds are over.
  expect(done).toEqual(["codes", "keys", "codes"]);
  expect(lines).toMatchObject([{ ...BACKLOG, jobs: ["codes", "keys"] }]);
});

it("stops when its calls are used up", async () => {
  const done: string[] = [];
  const meter = { d1: 0, hub: 0 };
  const spend = (calls: number) => () => {
    meter.d1 += calls;
  };
  await runJobs("shop", [job("codes", 9, done, spend(599)), job("keys", 1, done, spend(1))], meter, NOW);
  expect(done).toEqual(["codes", "keys"]);
  expect(lines).toMatchObject([{ ...BACKLOG, jobs: ["codes"] }]);
});
