import { describe, expect, it } from "vitest";
import { type Actor, anonymous, newActor, signInAgain } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { calls, INVALID_TOKEN, login, refresh, refusal, registration } from "./support.ts";

const NOT_FOUND = { status: 404, code: "RESOURCE_NOT_FOUND" };
const IPHONE = {
  "X-Device-ID": "3F2504E0-4F89-11D3",
  "X-Device-Name": "iPhone 15",
  "X-Platform": "ios",
  "X-App-Version": "1.4.0",
  "User-Agent": "Leora/1.4.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)",
};

async function register(headers: Record<string, string>): Promise<Actor> {
  const actor = anonymous();
  return actor.adopt(await actor.post("/v1/auth/register", registration(), headers));
}

const meStatus = async (actor: Actor) => refusal(await actor.get("/v1/auth/me"));

describe("GET /devices", () => {
  it("shows the device that signed in, by its headers", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const actor = await register(IPHONE);
    const reply = await actor.get("/v1/devices");
    expect(reply.data).toEqual([
      {
        id: expect.any(String),
        userId: actor.user.id,
        deviceId: "3F2504E0-4F89-11D3",
        deviceName: "iPhone 15",
        deviceType: "ios",
        osVersion: "18.1",
        appVersion: "1.4.0",
        pushToken: null,
        lastActiveAt: "2026-11-24T10:00:00.000Z",
        lastIp: actor.ip,
        location: null,
        isTrusted: false,
        createdAt: "2026-11-24T10:00:00.000Z",
        updatedAt: "2026-11-24T10:00:00.000Z",
      },
    ]);
    expect(reply.meta).toEqual({ page: 1, limit: 20, total: 1, totalPages: 1, hasMore: false });
    expect(calls(reply)).toBe('d1;desc="1", hub;desc="1"');
  });

  it("knows a device again, and keeps what it does not say this time", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const actor = await register(IPHONE);
    passTime(60_000);
    const again = await signInAgain(actor, { "X-Device-ID": "3F2504E0-4F89-11D3", "X-Platform": "ios" });
    const { data } = await again.get("/v1/devices");
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({
      deviceName: "iPhone 15",
      appVersion: "1.4.0",
      lastActiveAt: "2026-11-24T10:01:00.000Z",
      createdAt: "2026-11-24T10:00:00.000Z",
      lastIp: again.ip,
    });
    expect((await again.get("/v1/sessions")).data.map(({ deviceId }: { deviceId: string }) => deviceId)).toEqual([
      data[0].id,
      data[0].id,
    ]);
  });

  it("sees a device when it refreshes", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const actor = await register(IPHONE);
    passTime(3_600_000);
    const phone = anonymous();
    const reply = await phone.post(
      "/v1/auth/refresh",
      { refreshToken: actor.refreshToken },
      { "X-App-Version": "1.5.0" },
    );
    const { data } = await phone.adopt(reply).get("/v1/devices");
    expect(data[0]).toMatchObject({
      lastActiveAt: "2026-11-24T11:00:00.000Z",
      lastIp: phone.ip,
      appVersion: "1.5.0",
    });
  });

  it("takes a caller without headers for the web, each sign-in a device of its own", async () => {
    const actor = await newActor();
    const other = await signInAgain(actor);
    const { data: devices } = await other.get("/v1/devices");
    const { data: sessions } = await other.get("/v1/sessions");
    expect(devices).toHaveLength(2);
    expect(devices.map(({ deviceType }: { deviceType: string }) => deviceType)).toEqual(["web", "web"]);
    expect(devices.map(({ deviceId }: { deviceId: string }) => deviceId).toSorted()).toEqual(
      sessions.map(({ id }: { id: string }) => id).toSorted(),
    );
  });

  it("pages and sorts", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const actor = await register({ "X-Device-ID": "a" });
    for (const id of ["b", "c"]) {
      passTime(1000);
      await login(actor.user.email, undefined, { "X-Device-ID": id });
    }
    const ids = async (query: string) =>
      (await actor.get(`/v1/devices?${query}`)).data.map(({ deviceId }: { deviceId: string }) => deviceId);
    expect(await ids("")).toEqual(["c", "b", "a"]);
    expect(await ids("sortBy=updatedAt&sortOrder=asc")).toEqual(["a", "b", "c"]);
    expect(await ids("limit=2&page=2")).toEqual(["a"]);
    expect((await actor.get("/v1/devices?limit=2")).meta).toEqual({
      page: 1,
      limit: 2,
      total: 3,
      totalPages: 2,
      hasMore: true,
    });
    expect(refusal(await actor.get("/v1/devices?limit=0"))).toMatchObject({ status: 400, fields: ["limit"] });
    expect((await actor.get("/v1/sessions?sortBy=updatedAt&limit=1")).meta?.total).toBe(3);
  });
});

describe("POST /devices/{id}/trust", () => {
  it("trusts a device of one's own", async () => {
    const [actor, stranger] = [await newActor(), await newActor()];
    const [device] = (await actor.get("/v1/devices")).data;
    const reply = await actor.post(`/v1/devices/${device.id}/trust`);
    expect(reply.status).toBe(200);
    expect(reply.data.isTrusted).toBe(true);
    expect(calls(reply)).toBe('d1;desc="1", hub;desc="1"');
    for (const path of [device.id, crypto.randomUUID(), "nonsense"]) {
      expect(refusal(await stranger.post(`/v1/devices/${path}/trust`))).toEqual(NOT_FOUND);
    }
  });
});

describe("DELETE /devices/{id}", () => {
  it("forgets the device and ends its sessions at once", async () => {
    const [actor, stranger] = [await register(IPHONE), await newActor()];
    const [laptop, sameLaptop] = [
      await signInAgain(actor, { "X-Device-ID": "laptop" }),
      await signInAgain(actor, { "X-Device-ID": "laptop" }),
    ];
    const { data } = await actor.get("/v1/devices?sortBy=createdAt");
    const { id } = data.find(({ deviceId }: { deviceId: string }) => deviceId === "laptop");
    expect(refusal(await stranger.delete(`/v1/devices/${id}`))).toEqual(NOT_FOUND);
    expect((await laptop.get("/v1/auth/me")).status).toBe(200);

    const reply = await actor.delete(`/v1/devices/${id}`);
    expect([reply.status, reply.data]).toEqual([200, { id }]);
    expect(calls(reply)).toBe('d1;desc="1", hub;desc="2"');
    for (const gone of [laptop, sameLaptop]) {
      expect(await meStatus(gone)).toEqual(INVALID_TOKEN);
      expect(refusal(await refresh(gone.refreshToken))).toEqual(INVALID_TOKEN);
    }
    expect((await actor.get("/v1/devices")).data).toHaveLength(1);
    expect(refusal(await actor.delete(`/v1/devices/${id}`))).toEqual(NOT_FOUND);
  });
});

describe("sessions", () => {
  it("are listed while they are live, and say which one asks", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const phone = await newActor();
    const laptop = await signInAgain(phone);
    const gone = await signInAgain(phone);
    await gone.post("/v1/auth/logout");
    const reply = await phone.get("/v1/sessions");
    expect(reply.data).toHaveLength(2);
    expect(reply.data.filter(({ isCurrent }: { isCurrent: boolean }) => isCurrent)).toEqual([
      {
        id: expect.any(String),
        userId: phone.user.id,
        deviceId: expect.any(String),
        isActive: true,
        isCurrent: true,
        expiresAt: "2026-12-01T10:00:00.000Z",
        lastUsedAt: "2026-11-24T10:00:00.000Z",
        createdAt: "2026-11-24T10:00:00.000Z",
        revokedAt: null,
      },
    ]);
    expect(calls(reply)).toBe('d1;desc="1", hub;desc="1"');
    expect((await laptop.get("/v1/sessions")).data).toHaveLength(2);
  });

  it("are listed to the last millisecond of their life, and not after it", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const phone = await newActor({ rememberMe: true });
    await signInAgain(phone);
    passTime(7 * 86_400_000 - 1);
    phone.adopt(await refresh(phone.refreshToken));
    expect((await phone.get("/v1/sessions")).meta?.total).toBe(2);
    passTime(1);
    const { data, meta } = await phone.get("/v1/sessions");
    expect([data.length, meta?.total]).toEqual([1, 1]);
    // What has expired cannot be ended, and is not counted among those that are.
    expect((await phone.delete("/v1/sessions/all")).data).toEqual({ revokedCount: 0 });
  });

  it("end one by one, at once", async () => {
    const [phone, stranger] = [await newActor(), await newActor()];
    const laptop = await signInAgain(phone);
    const { data } = await laptop.get("/v1/sessions");
    const { id } = data.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent);
    expect(refusal(await stranger.delete(`/v1/sessions/${id}`))).toEqual(NOT_FOUND);
    expect((await laptop.get("/v1/auth/me")).status).toBe(200);
    const reply = await phone.delete(`/v1/sessions/${id}`);
    expect([reply.status, reply.data]).toEqual([200, { id }]);
    expect(calls(reply)).toBe('d1;desc="1", hub;desc="2"');
    expect(await meStatus(laptop)).toEqual(INVALID_TOKEN);
    expect(refusal(await phone.delete(`/v1/sessions/${id}`))).toEqual(NOT_FOUND);
    expect((await phone.get("/v1/auth/me")).status).toBe(200);
  });

  it("end all at once, but for the one that asks", async () => {
    const phone = await newActor();
    const others = [await signInAgain(phone), await signInAgain(phone)];
    const reply = await phone.delete("/v1/sessions/all");
    expect([reply.status, reply.data]).toEqual([200, { revokedCount: 2 }]);
    expect(calls(reply)).toBe('d1;desc="1", hub;desc="2"');
    for (const other of others) expect(await meStatus(other)).toEqual(INVALID_TOKEN);
    expect((await phone.get("/v1/sessions")).data).toHaveLength(1);
    expect((await phone.delete("/v1/sessions/all")).data).toEqual({ revokedCount: 0 });
  });
});
