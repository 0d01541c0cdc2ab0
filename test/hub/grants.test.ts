import { listDurableObjectIds } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { parseEnv } from "../../src/env.ts";
import { signAccessToken } from "../../src/kernel/auth/token.ts";
import { anonymous } from "../support/actor.ts";

test("a token without a session opens no socket, runs no command, calls nothing, and wakes no hub", async () => {
  const hubs = async () => (await listDurableObjectIds(env.USER_HUB)).length;
  const subject = { userId: crypto.randomUUID(), sessionId: "mark", grant: "reset" };
  const stranger = anonymous();
  stranger.accessToken = await signAccessToken(parseEnv(env), "leora", subject, Date.now(), 60);
  const before = await hubs();
  const replies = [
    await stranger.get(`/ws?token=${stranger.accessToken}`, { Upgrade: "websocket" }),
    await stranger.post("/v1/sync/push", { changes: [] }),
    await stranger.post("/v1/realtime/ticket"),
    await stranger.get("/v1/tasks"),
  ];
  const refused = { status: 403, code: "AUTH_UNAUTHORIZED" };
  expect(replies.map(({ status, error }) => ({ status, code: error?.code }))).toEqual(replies.map(() => refused));
  expect(await hubs()).toBe(before);
});
