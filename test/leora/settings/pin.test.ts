import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { newActor, PASSWORD } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { change } from "./support.ts";

describe("the PIN", () => {
  test("is set, proved, changed and removed, and never leaves", async () => {
    const actor = await newActor();
    const set = await actor.patch("/v1/settings/security", {
      pin: "1234",
      pinEnabled: true,
      pinHash: "x",
      hasPin: false,
    });
    expect([set.status, set.data.security.hasPin, set.data.security.pinEnabled]).toEqual([200, true, true]);
    expect(set.text).not.toMatch(/pinHash|1234|\$2b\$/);
    expect((await actor.post("/v1/settings/security/verify-pin", { pin: "1234" })).data).toEqual({ valid: true });
    expect((await actor.post("/v1/settings/security/verify-pin", { pin: "1235" })).error?.code).toBe(
      "AUTH_INVALID_CREDENTIALS",
    );
    const unproved = await actor.patch("/v1/settings", { security: { pin: "5678" } });
    expect([unproved.status, unproved.error?.details?.[0]?.field]).toEqual([400, "security.currentPin"]);
    expect((await actor.patch("/v1/settings/security", { pin: "5678", currentPin: "0000" })).status).toBe(401);
    await change(actor, { pin: "5678", currentPin: "1234" }, "/security");
    await change(actor, { pin: "567890", password: PASSWORD }, "/security");
    expect((await actor.post("/v1/settings/security/verify-pin", { pin: "567890" })).status).toBe(200);
    const removed = await change(actor, { pin: null, currentPin: "567890" }, "/security");
    expect([removed.security.hasPin, removed.security.pinEnabled]).toEqual([false, false]);
    expect((await actor.post("/v1/settings/security/verify-pin", { pin: "567890" })).error?.code).toBe("INVALID_STATE");
  });

  test("may be guessed five times in a quarter of an hour, in parallel as well", async () => {
    freezeTime("2026-06-01T10:00:00Z");
    const actor = await newActor();
    await change(actor, { pin: "1234" }, "/security");
    const wrong = () => actor.post("/v1/settings/security/verify-pin", { pin: "0000" });
    const replies = await Promise.all(Array.from({ length: 8 }, wrong));
    expect(replies.filter(({ status }) => status === 401)).toHaveLength(5);
    const waiting = replies.find(({ status }) => status === 429);
    expect([waiting?.error?.code, waiting?.headers.get("retry-after")]).toEqual(["RATE_LIMIT_EXCEEDED", "900"]);
    expect((await actor.patch("/v1/settings/security", { pin: "1111", password: PASSWORD })).status).toBe(429);
    passTime(15 * 60_000);
    expect((await actor.post("/v1/settings/security/verify-pin", { pin: "1234" })).status).toBe(200);
  });

  test("may be wrong five times from the first wrong one on, whenever it was right before", async () => {
    freezeTime("2026-06-01T10:00:00Z");
    const actor = await newActor();
    await change(actor, { pin: "1234" }, "/security");
    const verify = async (pin: string) => (await actor.post("/v1/settings/security/verify-pin", { pin })).status;
    expect(await verify("1234")).toBe(200);
    passTime(10 * 60_000);
    for (let count = 1; count <= 5; count += 1) expect(await verify("0000")).toBe(401);
    passTime(15 * 60_000 - 1);
    expect(await verify("1234")).toBe(429);
    passTime(1);
    expect(await verify("1234")).toBe(200);
  });

  test("that waits costs no tries of the password", async () => {
    freezeTime("2026-06-01T10:00:00Z");
    const actor = await newActor();
    await change(actor, { pin: "1234" }, "/security");
    const statuses: number[] = [];
    for (let count = 1; count <= 5; count += 1) {
      statuses.push((await actor.post("/v1/settings/security/verify-pin", { pin: "0000" })).status);
    }
    for (let count = 1; count <= 20; count += 1) {
      statuses.push((await actor.patch("/v1/settings/security", { pin: "1111", password: PASSWORD })).status);
    }
    expect(statuses).toEqual([...Array(5).fill(401), ...Array(20).fill(429)]);
    // The same password, asked for elsewhere.
    expect((await actor.post("/v1/auth/2fa/setup", { password: PASSWORD })).status).toBe(200);
  });

  test("is set by one of two who set the first one at once", async () => {
    const actor = await newActor();
    const pins = ["1111", "2222"];
    const replies = await Promise.all(
      pins.map((pin) => actor.patch("/v1/settings/security", { pin, pinEnabled: true })),
    );
    const [winner] = pins.filter((_, index) => replies[index]?.status === 200);
    const [late] = replies.filter(({ status }) => status !== 200);
    // Whether it met the other one at its commit, or saw the new PIN before.
    expect(["409 SYNC_CONFLICT", "400 VALIDATION_ERROR"]).toContain(`${late?.status} ${late?.error?.code}`);
    expect((await actor.post("/v1/settings/security/verify-pin", { pin: winner })).status).toBe(200);
  });

  test("and what it is stored as are in no event, and in no row but its own", async () => {
    const actor = await newActor();
    const socket = await actor.connect();
    await socket.next("hello");
    await change(actor, { pin: "4321", pinEnabled: true }, "/security");
    const { data } = await socket.next("settings:updated");
    expect(data.settings.security).toMatchObject({ hasPin: true, pinEnabled: true });
    expect(JSON.stringify(data)).not.toMatch(/"pin"|pinHash|4321|\$2b\$/);
    const row = await env.LEORA_DB.prepare("SELECT * FROM userSettings WHERE userId = ?").bind(actor.user.id).first();
    expect(row).toMatchObject({
      changes: '{"security":{"pinEnabled":true}}',
      pinHash: expect.stringMatching(/^\$2b\$/),
    });
  });

  test("is kept, and asked for, when the section goes back to its defaults", async () => {
    const actor = await newActor();
    await change(actor, { pin: "1234", pinEnabled: true, askOnLaunch: false }, "/security");
    const back = await change(actor, { security: null });
    expect(back.security).toMatchObject({ hasPin: true, pinEnabled: true, askOnLaunch: true });
    expect((await actor.patch("/v1/settings/security", { pin: null })).error?.details?.[0]?.field).toBe("currentPin");
  });

  test("is no way to guess the password", async () => {
    const actor = await newActor();
    await change(actor, { pin: "1234" }, "/security");
    const statuses: number[] = [];
    for (let index = 0; index < 10; index += 1) {
      const guessed = await actor.patch("/v1/settings/security", { pin: "1234", password: `Wrong-${index}` });
      statuses.push(guessed.status);
      if (index % 2 === 1) await actor.patch("/v1/settings/security", { pin: "1234", currentPin: "1234" });
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(5);
  });
});
