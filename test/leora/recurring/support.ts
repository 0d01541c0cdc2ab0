import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { parseEnv } from "../../../src/env.ts";
import type { CronReport } from "../../../src/kernel/cron.ts";
import { runCron } from "../../../src/leora/cron.ts";
import type { Actor } from "../../support/actor.ts";

/** Runs Leora's scheduled work at the frozen moment. */
export const cron = (): Promise<CronReport> => runCron(parseEnv(env), Date.now());

export { later } from "../../support/later.ts";

/** Creates a recurrence (of tasks, unless the body says otherwise) and returns it. */
export async function recur(actor: Actor, body: object) {
  const reply = await actor.post("/v1/recurring", { entity: "tasks", template: { title: "Suv ichish" }, ...body });
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}

export const read = async (actor: Actor, id: string) => (await actor.get(`/v1/recurring/${id}`)).data;

/** The due dates of all tasks with a title, in order. */
export async function taskDays(actor: Actor, title = "Suv ichish"): Promise<string[]> {
  const days: string[] = [];
  for (let page = 1; ; page += 1) {
    const query = `sortBy=dueDate&sortOrder=asc&limit=100&page=${page}`;
    const { data, meta } = await actor.get(`/v1/tasks?${query}`);
    days.push(
      ...data
        .filter((task: { title: string }) => task.title === title)
        .map((task: { dueDate: string }) => task.dueDate),
    );
    if (!meta?.hasMore) return days;
  }
}

/** Each date of the preview with its status: `2026-01-31 upcoming`. */
export async function preview(actor: Actor, id: string, from: string, to: string): Promise<string[]> {
  const reply = await actor.get(`/v1/recurring/${id}/occurrences?from=${from}&to=${to}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.data.map(({ date, status }: { date: string; status: string }) => `${date} ${status}`);
}
