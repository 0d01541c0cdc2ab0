import { describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime, passTime } from "../../support/clock.ts";
import { hubOf } from "../../support/hub.ts";
import { calls, refusal } from "./support.ts";

const patch = (actor: Actor, body: object) => actor.patch("/v1/users/me", body);

describe("PATCH /users/me", () => {
  it("changes the fields it names, and no other", async () => {
    freezeTime("2026-11-24T10:00:00Z");
    const actor = await newActor();
    passTime(1000);
    const profile = {
      fullName: "Alisher Valiyev",
      username: `u${crypto.randomUUID().slice(0, 8)}`,
      phoneNumber: "+998901234567",
      bio: "Dasturchi",
      birthday: "1995-02-28",
      profileImage: "https://example.com/me.jpg",
      visibility: "friends",
    };
    const reply = await patch(actor, profile);
    expect(reply.status).toBe(200);
    expect(reply.data).toEqual({ ...actor.user, ...profile, updatedAt: "2026-11-24T10:00:01.000Z" });
    // The hub hands out names and numbers, so that no vendor of AI gets to see them.
    expect(calls(reply)).toBe('d1;desc="1", hub;desc="2"');
    expect(calls(await patch(actor, { bio: profile.bio }))).toBe('d1;desc="1", hub;desc="1"');
    const read = await actor.get("/v1/users/me");
    expect(read.data).toEqual(reply.data);
    expect(calls(read)).toBe('d1;desc="1", hub;desc="1"');
    const cleared = {
      username: null,
      phoneNumber: null,
      bio: null,
      birthday: null,
      profileImage: null,
      visibility: null,
    };
    expect((await patch(actor, cleared)).data).toMatchObject({ ...cleared, fullName: "Alisher Valiyev" });
  });

  it("ignores what is the server's, the e-mail address included", async () => {
    const actor = await newActor();
    const body = {
      id: crypto.randomUUID(),
      email: "x@example.com",
      role: "admin",
      isEmailVerified: true,
      passwordHash: "x",
    };
    const { updatedAt, ...rest } = (await patch(actor, body)).data;
    expect(rest).toEqual({ ...actor.user, updatedAt: undefined });
  });

  it.each([
    [{ fullName: null }, "fullName"],
    [{ fullName: "" }, "fullName"],
    [{ username: "ab" }, "username"],
    [{ username: "слово" }, "username"],
    [{ phoneNumber: "12" }, "phoneNumber"],
    [{ birthday: "2025-02-30" }, "birthday"],
    [{ profileImage: "javascript:alert(1)" }, "profileImage"],
    [{ region: null }, "region"],
    [{ primaryCurrency: "uzs" }, "primaryCurrency"],
    [{ timezone: "Nowhere" }, "timezone"],
    [{ visibility: "all" }, "visibility"],
    [{ preferences: null }, "preferences"],
    [{ preferences: [] }, "preferences"],
    [{ preferences: { showLevel: "yes" } }, "preferences.showLevel"],
    [{ preferences: { notifications: { reminders: 1 } } }, "preferences.notifications.reminders"],
    [
      { preferences: { notifications: { tasks: { reminderMinutesBefore: 10_081 } } } },
      "preferences.notifications.tasks.reminderMinutesBefore",
    ],
    [{ preferences: { own: "x".repeat(20_000) } }, "preferences"],
  ])("refuses %j", async (body, field) => {
    expect(refusal(await patch(await newActor(), body))).toEqual({
      status: 400,
      code: "VALIDATION_ERROR",
      fields: [field],
    });
  });

  it("gives a username to one of five who ask at once, and leaves the owner theirs", async () => {
    const username = `u${crypto.randomUUID().slice(0, 8)}`;
    const actors = await Promise.all(Array.from({ length: 5 }, () => newActor()));
    const replies = await Promise.all(actors.map((actor) => patch(actor, { username })));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([200, 409, 409, 409, 409]);
    const loser = replies.find(({ status }) => status === 409);
    expect(loser && refusal(loser)).toEqual({ status: 409, code: "RESOURCE_ALREADY_EXISTS", fields: ["username"] });
    const owner = actors[replies.findIndex(({ status }) => status === 200)];
    expect(owner && (await patch(owner, { username: username.toUpperCase() })).data.username).toBe(username);
  });
});

describe("the time zone", () => {
  it("follows the region until it is set, and again once it is cleared", async () => {
    const actor = await newActor();
    const zoneAfter = async (body: object) => (await patch(actor, body)).data.timezone;
    expect(await zoneAfter({ region: "turkey" })).toBe("Europe/Istanbul");
    expect(await zoneAfter({ timezone: "Europe/Berlin" })).toBe("Europe/Berlin");
    expect(await zoneAfter({ region: "uae" })).toBe("Europe/Berlin");
    expect(await zoneAfter({ timezone: null })).toBe("Asia/Dubai");
  });
});

describe("what admission tells of a user", () => {
  async function principal(actor: Actor) {
    const { api, owner } = hubOf(actor);
    const { data: sessions } = await actor.get("/v1/sessions");
    const reply = await api.admit(owner, { sessionId: sessions[0].id, database: null, bucket: null, now: Date.now() });
    return reply.ok && reply.value.principal;
  }

  it("is up to date as soon as the profile has changed", async () => {
    const actor = await newActor();
    const before = {
      userId: actor.user.id,
      ...actor.home,
      role: "user",
      timezone: "Asia/Tashkent",
      profile: {
        primaryCurrency: "UZS",
        settings: { changes: {}, hasPin: false, updatedAt: null },
        owner: {
          region: "uzbekistan",
          createdAt: Date.parse(actor.user.createdAt),
          hasTwoFactor: false,
          preferredReminderMinutes: null,
        },
        wantsReminders: true,
        privateTexts: [actor.user.fullName, actor.user.email],
        subscriptions: [],
      },
    };
    expect(await principal(actor)).toEqual(before);
    const reply = await patch(actor, { timezone: "Pacific/Auckland" });
    expect(calls(reply)).toBe('d1;desc="1", hub;desc="2"');
    expect(await principal(actor)).toEqual({ ...before, timezone: "Pacific/Auckland" });
    await patch(actor, { region: "turkey", timezone: null, primaryCurrency: "TRY" });
    await patch(actor, { preferences: { notifications: { tasks: { reminderMinutesBefore: 5 } } } });
    const owner = { ...before.profile.owner, region: "turkey", preferredReminderMinutes: 5 };
    const profile = { ...before.profile, primaryCurrency: "TRY", owner };
    const after = { ...before, timezone: "Europe/Istanbul", profile };
    expect(await principal(actor)).toEqual(after);
    await patch(actor, { preferences: { notifications: { reminders: false } } });
    expect(await principal(actor)).toEqual({ ...after, profile: { ...profile, wantsReminders: false } });
    await patch(actor, { fullName: "Alisher Valiyev" });
    const names = ["Alisher Valiyev", actor.user.email];
    expect(await principal(actor)).toMatchObject({ profile: { privateTexts: names } });
  });
});

describe("preferences", () => {
  it("are merged, and null removes a field", async () => {
    const actor = await newActor();
    const merge = async (preferences: object) => (await patch(actor, { preferences })).data.preferences;
    expect(await merge({ language: "ru", notifications: { push: true, email: true } })).toEqual({
      language: "ru",
      notifications: { push: true, email: true },
    });
    expect(await merge({ own: { list: [1, 2] }, notifications: { email: null, reminders: false } })).toEqual({
      language: "ru",
      notifications: { push: true, reminders: false },
      own: { list: [1, 2] },
    });
    expect(await merge({ language: null, own: { list: [3] } })).toEqual({
      notifications: { push: true, reminders: false },
      own: { list: [3] },
    });
  });

  it("lose no concurrent change", async () => {
    const actor = await newActor();
    const keys = Array.from({ length: 10 }, (_, i) => `key${i}`);
    await Promise.all(keys.map((key) => patch(actor, { preferences: { [key]: true } })));
    const { preferences } = (await actor.get("/v1/users/me")).data;
    expect(Object.keys(preferences).toSorted()).toEqual(keys);
  });

  it("do not grow without end", async () => {
    const actor = await newActor();
    const grow = (key: string) => patch(actor, { preferences: { [key]: "x".repeat(15_000) } });
    expect((await grow("a")).status).toBe(200);
    expect((await grow("b")).status).toBe(200);
    expect(refusal(await grow("c"))).toEqual({ status: 400, code: "VALIDATION_ERROR", fields: ["preferences"] });
  });
});
