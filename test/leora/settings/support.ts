import { expect } from "vitest";
import type { Actor } from "../../support/actor.ts";

/** Changes settings, or those of the section that `path` names, and returns the whole document. */
export async function change(actor: Actor, body: object, path = "") {
  const reply = await actor.patch(`/v1/settings${path}`, body);
  expect(reply.status, reply.text).toBe(200);
  return reply.data;
}
