import { createExecutionContext } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { handle } from "../../../src/api.ts";
import { newUser } from "../../koshelok/support.ts";
import { newActor } from "../../support/actor.ts";

/** What differs from one request to the next. */
const VARYING = ["x-request-id", "x-ratelimit-remaining", "x-ratelimit-reset"];

/** Not through the runtime, which drops the body of a reply to HEAD by itself. */
async function ask(method: "GET" | "HEAD", path: string, headers: HeadersInit) {
  const request = new Request(`http://localhost:8787${path}`, { method, headers });
  const reply = await handle(request, env, createExecutionContext());
  const kept = [...reply.headers].filter(([name]) => !VARYING.includes(name));
  return { status: reply.status, headers: Object.fromEntries(kept), text: await reply.text() };
}

async function expectAlike(path: string, headers: HeadersInit, status: number) {
  const [get, head] = [await ask("GET", path, headers), await ask("HEAD", path, headers)];
  expect([path, get.status, get.text === ""]).toEqual([path, status, status === 304]);
  expect([path, head]).toEqual([path, { ...get, text: "" }]);
}

describe("HEAD answers as GET does, without the body", () => {
  it.each([
    "/healthz",
    "/docs/",
    "/docs/products.json",
    "/v1/openapi.json",
    "/crm/api/v1/openapi.json",
    "/koshelok/api/schema/",
    "/koshelok/api/schema/redoc/",
    "/dev/mailbox?to=nobody@example.com",
  ])("%s", (path) => expectAlike(path, {}, 200));

  it("deep health", () => expectAlike("/healthz?deep=1", { Authorization: `Bearer ${env.OPERATIONS_TOKEN}` }, 200));

  it("a list, a row, a refusal and a path that is not there", async () => {
    const actor = await newActor();
    const task = await actor.post("/v1/tasks", { title: "a" });
    const headers = { Authorization: `Bearer ${actor.accessToken}` };
    await expectAlike("/v1/tasks", headers, 200);
    await expectAlike(`/v1/tasks/${task.data.id}`, headers, 200);
    await expectAlike("/v1/tasks", {}, 401);
    await expectAlike("/v1/nowhere", headers, 404);
    await expectAlike("/crm/api/v1/customers", {}, 401);
  });

  it("a document that the client has", async () => {
    const { headers } = await ask("GET", "/v1/openapi.json", {});
    await expectAlike("/v1/openapi.json", { "If-None-Match": headers.etag ?? "" }, 304);
  });

  it("a photo", async () => {
    const { accessToken } = await newUser();
    const body = new FormData();
    body.append("photo", new File(["RIFF....WEBP"], "me.webp"));
    const request = new Request("http://localhost:8787/koshelok/users/image/", {
      method: "PATCH",
      headers: { Authorization: `Bearer ${accessToken}` },
      body,
    });
    const { photo } = await (await exports.default.fetch(request)).json<{ photo: string }>();
    await expectAlike(new URL(photo).pathname, {}, 200);
  });

  it("but opens no socket", async () => {
    const actor = await newActor();
    const request = new Request(`http://localhost:8787/ws?token=${actor.accessToken}`, {
      method: "HEAD",
      headers: { Upgrade: "websocket" },
    });
    const reply = await handle(request, env, createExecutionContext());
    expect([reply.status, reply.webSocket]).toEqual([426, null]);
  });
});
