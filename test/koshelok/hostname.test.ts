import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { handle } from "../../src/api.ts";
import { newUser } from "./support.ts";

const HOST = "https://wallet.example";
const bindings = { ...env, HOSTS: '{"wallet.example":"koshelok"}' };

it("has its paths without a prefix on its own hostname", async () => {
  const ask = (path: string, init?: RequestInit) =>
    handle(new Request(HOST + path, init), bindings, createExecutionContext());
  const { accessToken } = await newUser();
  const form = new FormData();
  form.append("photo", new File(["RIFF....WEBP"], "me.webp"));
  const headers = { Authorization: `Bearer ${accessToken}` };
  const uploaded = await ask("/users/image/", { method: "PATCH", body: form, headers });
  const { photo } = await uploaded.json<{ photo: string }>();
  expect(photo).toMatch(/^https:\/\/wallet\.example\/media\/photos\/[0-9a-f]{32}\.webp$/);
  expect((await ask(new URL(photo).pathname)).status).toBe(200);
  const servers = async (url: string) => {
    const reply = await handle(new Request(url), bindings, createExecutionContext());
    return (await reply.json<{ servers: object[] }>()).servers;
  };
  expect(await servers(`${HOST}/api/schema/`)).toEqual([{ url: "/" }]);
  expect(await servers("http://localhost/koshelok/api/schema/")).toEqual([{ url: "/koshelok" }]);
  expect(await servers(`${HOST}/api/schema/`)).toEqual([{ url: "/" }]);
  expect((await ask("/api/schema/redoc/")).status).toBe(200);
  expect((await ask("/koshelok/finance/dashboard/", { headers })).status).toBe(404);
});
