import { expect } from "vitest";
import type { Actor, Reply } from "../../support/actor.ts";

/** Creates a goal of amounts, unless `fields` say otherwise, and returns it. */
export async function newGoal(actor: Actor, fields: object = {}) {
  const reply = await actor.post("/v1/goals", {
    title: "Jamg'arma",
    goalType: "financial",
    metricType: "amount",
    direction: "increase",
    ...fields,
  });
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}

export const goalOf = async (actor: Actor, id: string) => (await actor.get(`/v1/goals/${id}`)).data;

/** Notes progress; returns the check-in with its goal. */
export async function checkIn(actor: Actor, goalId: string, value: number, fields: object = {}) {
  const reply = await actor.post(`/v1/goals/${goalId}/check-in`, { value, ...fields });
  expect(reply.status, reply.text).toBe(201);
  return reply.data;
}

/** All active check-ins of a goal, oldest first. */
export async function checkInsOf(actor: Actor, goalId: string) {
  const reply = await actor.get(`/v1/goals/${goalId}/check-ins?limit=100&sortOrder=asc`);
  expect(reply.meta?.hasMore).toBe(false);
  return reply.data;
}

/** Status, code and the field of the first detail of a refusal. */
export const refusal = ({ status, error }: Reply) => [status, error?.code, error?.details?.[0]?.field];
