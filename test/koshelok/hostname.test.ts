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
  const servers = async (url: string): Promise<object[]> => {
    const reply = await handle(new Request(url), bindings, createExecutionContext());
    return (await reply.json<{ servers: object[] }>()).servers;
  };
  const PRODUCTION = { url: "https://koshelok.leora.app", description: "Production" };
  const STAGING = { url: "https://staging-koshelok.leora.app", description: "Staging" };
  const LOCAL = { url: "http://localhost:8787/koshelok", description: "Local development" };
  const here = (url: string) => ({ url, description: "This server" });
  expect(await servers(`${HOST}/api/schema/`)).toEqual([here(HOST), PRODUCTION, STAGING, LOCAL]);
  expect(await servers("http://localhost/koshelok/api/schema/")).toEqual([
    here("http://localhost/koshelok"),
    PRODUCTION,
    STAGING,
    LOCAL,
  ]);
  expect(await servers("http://localhost:8787/koshelok/api/schema/")).toEqual([LOCAL, PRODUCTION, STAGING]);
  for (let host = 0; host < 20; host += 1) {
    const url = `http://host-${host}/koshelok`;
    expect((await servers(`${url}/api/schema/`))[0]).toEqual(here(url));
  }
  expect(await servers(`${HOST}/api/schema/`)).toEqual([here(HOST), PRODUCTION, STAGING, LOCAL]);
  expect((await ask("/api/schema/redoc/")).status).toBe(200);
  expect((await ask("/koshelok/finance/dashboard/", { headers })).status).toBe(404);
});
