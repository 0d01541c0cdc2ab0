import { listDurableObjectIds } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { freezeTime, passTime } from "../support/clock.ts";
import { bearer, codeTo, newUser, uniqueEmail, visitor, wrongCode } from "./support.ts";

// Whoever asks for a token to reset a password gets one, so that it must cost nothing to make or to use.

const NEW = { password: "brand-new", confirm_password: "brand-new" };

const rowsOf = async (table: string, address: string): Promise<unknown> =>
  (await env.KOSHELOK_DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE address = ?`).bind(address).first())?.n;
const hubs = async (): Promise<number> => (await listDurableObjectIds(env.USER_HUB)).length;
const tokenFor = async (address: string): Promise<string> =>
  (await visitor().post("/users/forgot/", { phone_email: address })).body.access;

test("tokens to reset a password leave no row each, and wake no hub, whatever they are used for", async () => {
  const address = uniqueEmail();
  const before = await hubs();
  for (let count = 1; count <= 5; count += 1) {
    const stranger = bearer(await tokenFor(address));
    const reset = await stranger.put("/users/reset/", { code: "0000", ...NEW });
    expect([reset.status, reset.headers.get("server-timing")]).toEqual([400, 'd1;desc="2", hub;desc="0"']);
    for (const reply of [await stranger.get("/finance/dashboard/"), await stranger.put("/users/update/", {})]) {
      expect([reply.status, reply.body.detail]).toEqual([403, "You do not have permission to perform this action."]);
    }
    const forged = bearer(`${stranger.accessToken?.slice(0, -4)}AAAA`);
    expect((await forged.put("/users/reset/", { code: "0000", ...NEW })).status).toBe(401);
  }
  expect([await rowsOf("passwordResets", address), await rowsOf("otpCodes", address)]).toEqual([0, 1]);
  expect(await hubs()).toBe(before);
});

test("a token works with a code that was sent later, and for an hour", async () => {
  freezeTime("2050-11-24T10:00:00Z");
  const { user } = await newUser();
  const resetter = bearer(await tokenFor(user.address));
  passTime(10 * 60_000);
  const [late] = [await tokenFor(user.address)];
  const code = await codeTo(user.address, 3);
  expect((await resetter.put("/users/reset/", { code: wrongCode(code), ...NEW })).status).toBe(400);
  expect((await resetter.put("/users/reset/", { code, ...NEW })).status).toBe(200);

  // Both tokens were made before that code was used.
  await tokenFor(user.address);
  const next = await codeTo(user.address, 4);
  for (const token of [resetter.accessToken, late]) {
    expect((await bearer(String(token)).put("/users/reset/", { code: next, ...NEW })).status).toBe(400);
  }
  passTime(50 * 60_000);
  expect((await resetter.put("/users/reset/", { code: next, ...NEW })).status).toBe(401);
});
