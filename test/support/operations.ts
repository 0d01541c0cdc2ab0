import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { handle } from "../../src/api.ts";
import type { Bindings } from "../../src/env.ts";
import { type Actor, type Reply, replyOf } from "./actor.ts";

/** Calls `/operations/leora…` as whoever runs the installation does; `bindings` may be others than the Worker has. */
export async function operate(
  method: "GET" | "POST",
  path: string,
  body?: object,
  { bindings = env, token = env.OPERATIONS_TOKEN }: { bindings?: Bindings; token?: string } = {},
): Promise<Reply> {
  const execution = createExecutionContext();
  const request = new Request(`http://localhost:8787/operations/leora${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  const reply = await replyOf(await handle(request, bindings, execution));
  await waitOnExecutionContext(execution);
  return reply;
}

/** One call for a move of the actor. */
export const callMove = (actor: Actor, database: string, bindings?: Bindings): Promise<Reply> =>
  operate("POST", "/moves", { user: actor.user.id, database }, bindings && { bindings });

/** Moves the actor, in as many calls as it takes, until only the old rows are left to delete. The actor keeps the old token. */
export async function moveTo(actor: Actor, database: string): Promise<Reply> {
  for (;;) {
    const reply = await callMove(actor, database);
    if (reply.status !== 200 || ["cleaning", "done", "reverted"].includes(reply.data.state)) return reply;
  }
}

/** Gives the actor new tokens for the refresh token, as a client does whose access token has expired. */
export async function refreshTokens(actor: Actor): Promise<void> {
  const reply = await actor.post("/v1/auth/refresh", { refreshToken: actor.refreshToken });
  if (reply.status !== 200) throw new Error(`Refresh failed: ${reply.status} ${reply.text}`);
  actor.adopt(reply);
}
