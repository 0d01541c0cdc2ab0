import { expect } from "vitest";
import type { Actor, Reply } from "../../support/actor.ts";

/** Creates a daily habit unless told otherwise, and returns it. */
export async function newHabit(actor: Actor, fields: object = {}) {
  const reply = await actor.post("/v1/habits", { title: "Yugurish", habitType: "health", ...fields });
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}

export const habitOf = async (actor: Actor, { id }: { id: string }) => (await actor.get(`/v1/habits/${id}`)).data;

/** Records a day, today unless told otherwise, and returns the completion with its habit. */
export async function completeHabit(actor: Actor, { id }: { id: string }, body: object = {}) {
  const reply = await actor.post(`/v1/habits/${id}/complete`, body);
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}

export const streaksOf = async (actor: Actor, habit: { id: string }): Promise<[current: number, best: number]> => {
  const { streakCurrent, streakBest } = await habitOf(actor, habit);
  return [streakCurrent, streakBest];
};

/** The completions of a habit as `day status source`, the earliest first. */
export async function recordsOf(actor: Actor, { id }: { id: string }): Promise<string[]> {
  const { data } = await actor.get(`/v1/habit-completions?habitId=${id}&sortBy=dateKey&sortOrder=asc&limit=100`);
  return data.map(({ dateKey, status, sourceType }: Record<string, string>) => `${dateKey} ${status} ${sourceType}`);
}

/** Status, code and the field of the first detail of a refusal. */
export const refusal = ({ status, error }: Reply) => [status, error?.code, error?.details?.[0]?.field];
