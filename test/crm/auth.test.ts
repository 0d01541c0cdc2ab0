import { describe, expect, it } from "vitest";
import { anonymous, newActor, PASSWORD } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { administrator, calls, newSeller, refusal, registration, uniqueEmail, visitor } from "./support.ts";

const UNAUTHORIZED = { status: 401, code: "UNAUTHORIZED" };
const DAY_MS = 86_400_000;

describe("signing in", () => {
  it("replies with the user and both tokens", async () => {
    const account = registration({ name: "Sardor", timezone: "Europe/Berlin", role: "admin" });
    await (await administrator()).post("/auth/register", account);
    const reply = await visitor().post("/auth/login", account);
    expect([reply.status, calls(reply)]).toEqual([200, 'd1;desc="2", hub;desc="0"']);
    expect(reply.body).toEqual({
      success: true,
      data: {
        user: {
          id: expect.any(Number),
          email: account.email,
          name: "Sardor",
          role: "admin",
          timezone: "Europe/Berlin",
        },
        token: expect.stringMatching(/^eyJ/),
        refreshToken: expect.any(String),
      },
    });
  });

  it("answers alike for an unknown address and a wrong password", async () => {
    const { user } = await newSeller();
    const [wrong, unknown] = await Promise.all([
      visitor().post("/auth/login", { email: user.email, password: "Wrong-Pass-1" }),
      visitor().post("/auth/login", { email: uniqueEmail(), password: PASSWORD }),
    ]);
    expect(refusal(wrong)).toEqual(UNAUTHORIZED);
    expect(unknown.body).toEqual(wrong.body);
  });

  it("gives a token for 24 hours", async () => {
    freezeTime("2026-03-01T10:00:00.000Z");
    const seller = await newSeller();
    passTime(DAY_MS - 1000);
    expect((await seller.get("/auth/me")).status).toBe(200);
    passTime(1000);
    expect(refusal(await seller.get("/auth/me"))).toEqual(UNAUTHORIZED);
  });
});

describe("a session", () => {
  it("ends with the logout, at once", async () => {
    const seller = await newSeller();
    await seller.get("/auth/me");
    const logout = await seller.post("/auth/logout");
    expect([logout.status, logout.body]).toEqual([200, { success: true, message: "Successfully logged out" }]);
    expect(refusal(await seller.get("/auth/me"))).toEqual(UNAUTHORIZED);
    expect(refusal(await visitor().post("/auth/refresh", { refreshToken: seller.refreshToken }))).toEqual(UNAUTHORIZED);
  });

  it("goes on with a new pair of tokens, and a stolen refresh token ends it", async () => {
    freezeTime("2026-03-01T10:00:00.000Z");
    const seller = await newSeller();
    const refreshed = await visitor().post("/auth/refresh", { refreshToken: seller.refreshToken });
    expect(refreshed.body).toEqual({
      success: true,
      data: { token: expect.stringMatching(/^eyJ/), refreshToken: expect.any(String) },
    });
    const retried = await visitor().post("/auth/refresh", { refreshToken: seller.refreshToken });
    expect(retried.data.refreshToken).toBe(refreshed.data.refreshToken);
    passTime(61_000);
    expect(refusal(await visitor().post("/auth/refresh", { refreshToken: seller.refreshToken }))).toEqual(UNAUTHORIZED);
    expect(refusal(await seller.get("/auth/me"))).toEqual(UNAUTHORIZED);
  });

  it("is over after 7 days without use", async () => {
    freezeTime("2026-03-01T10:00:00.000Z");
    const seller = await newSeller();
    passTime(7 * DAY_MS);
    expect(refusal(await visitor().post("/auth/refresh", { refreshToken: seller.refreshToken }))).toEqual(UNAUTHORIZED);
  });

  it("is of no use to another product", async () => {
    const [seller, planner] = await Promise.all([newSeller(), newActor()]);
    const leora = anonymous();
    leora.accessToken = seller.accessToken;
    expect((await leora.get("/v1/auth/me")).status).toBe(401);
    seller.accessToken = planner.accessToken;
    expect(refusal(await seller.get("/auth/me"))).toEqual(UNAUTHORIZED);
  });
});

describe("the profile", () => {
  it("changes name and time zone, what is left out stays", async () => {
    const seller = await newSeller();
    const zoned = await seller.put("/auth/me", { timezone: "America/New_York" });
    expect(zoned.data.user).toEqual({ ...seller.user, timezone: "America/New_York" });
    const named = await seller.put("/auth/me", { name: "Malika" });
    expect(named.data.user).toEqual({ ...seller.user, timezone: "America/New_York", name: "Malika" });
    expect(refusal(await seller.put("/auth/me", { timezone: "Mars" }))).toEqual({
      status: 400,
      code: "VALIDATION_ERROR",
      fields: ["timezone"],
    });
  });
});
