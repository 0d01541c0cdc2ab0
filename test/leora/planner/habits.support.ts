import { expect } from "vitest";
import type { Actor, Reply } from "../../support/actor.ts";

/** Creates a daily habit unless told otherwise, and returns it. */
export async function newHabit(actor: Actor, fields: object = {}) {
  const reply = await actor.post("/v1/habits", { title: "Yugurish", habitType: "health", ...fields });
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}

/** Switches off the digests of all habits together: the alarms that are left are for one habit each. */
export async function withoutDigests(actor: Actor): Promise<void> {
  const habits = { morningReminder: false, eveningReminder: false };
  const reply = await actor.patch("/v1/settings/notifications", { habits });
  expect(reply.status, reply.text).toBe(200);
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

/** The streaks and the completion rate. */
export async function ratesOf(
  actor: Actor,
  habit: { id: string },
): Promise<[current: number, best: number, rate: number]> {
  const { streakCurrent, streakBest, completionRate30d } = await habitOf(actor, habit);
  return [streakCurrent, streakBest, completionRate30d];
}

export const statsOf = async (actor: Actor, { id }: { id: string }) => (await actor.get(`/v1/habits/${id}/stats`)).data;

/** The days of a range as `day-of-month status`, with `due` when they are scheduled. */
export async function daysOf(actor: Actor, { id }: { id: string }, from: string, to: string): Promise<string[]> {
  const { data } = await actor.get(`/v1/habits/${id}/history?from=${from}&to=${to}`);
  return data.days.map(
    ({ date, status, scheduled }: { date: string; status: string; scheduled: boolean }) =>
      `${date.slice(8)} ${status}${scheduled ? " due" : ""}`,
  );
}

/** The completions of a habit as `day status source`, the earliest first. */
export async function recordsOf(actor: Actor, { id }: { id: string }): Promise<string[]> {
  const { data } = await actor.get(`/v1/habit-completions?habitId=${id}&sortBy=dateKey&sortOrder=asc&limit=100`);
  return data.map(({ dateKey, status, sourceType }: Record<string, string>) => `${dateKey} ${status} ${sourceType}`);
}

/** Status, code and the field of the first detail of a refusal. */
export const refusal = ({ status, error }: Reply) => [status, error?.code, error?.details?.[0]?.field];
