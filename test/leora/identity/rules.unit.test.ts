import { describe, expect, it } from "vitest";
import type { DeployedEnvironment } from "../../../src/kernel/env.ts";
import type { ClientInfo } from "../../../src/kernel/request.ts";
import { deviceTypeOf, osVersionOf } from "../../../src/leora/identity/devices/rules.ts";
import { languageOf, preferredReminderMinutes, roleOf } from "../../../src/leora/identity/users/rules.ts";

const client = (platform: string | null, userAgent: string | null = null): ClientInfo => ({
  baseUrl: "",
  ip: "",
  deviceId: null,
  deviceName: null,
  platform,
  appVersion: null,
  userAgent,
  acceptLanguage: null,
  prefersMinimal: false,
});

describe("the device behind a request", () => {
  it.each([
    [client("ios"), "ios", null],
    [client("iOS 18.1"), "ios", "18.1"],
    [client("iPadOS", "CPU OS 17_2_1 like Mac OS X"), "ios", "17.2.1"],
    [client("ANDROID", "okhttp (Linux; Android 15; Pixel 9)"), "android", "15"],
    [client("web"), "web", null],
    [client("windows"), "web", null],
    [client(null, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)"), "web", "18.1"],
    [client(null), "web", null],
  ])("%#", (info, type, version) => {
    expect([deviceTypeOf(info), osVersionOf(info)]).toEqual([type, version]);
  });
});

describe("minutes before a reminder, as preferences say", () => {
  it.each([
    [null, null],
    [{}, null],
    [{ notifications: null }, null],
    [{ notifications: { reminders: true } }, null],
    [{ notifications: { tasks: { reminderMinutesBefore: 0 } } }, 0],
    [{ notifications: { tasks: { reminderMinutesBefore: 10_080 } } }, 10_080],
    [{ notifications: { tasks: { reminderMinutesBefore: 10_081 } } }, null],
    [{ notifications: { tasks: { reminderMinutesBefore: -1 } } }, null],
    [{ notifications: { tasks: { reminderMinutesBefore: 1.5 } } }, null],
  ])("%j: %s", (preferences, minutes) => {
    expect(preferredReminderMinutes(preferences)).toBe(minutes);
  });
});

describe("the role", () => {
  const boss = { email: "boss@example.com", isEmailVerified: false };
  const roleIn = (ENVIRONMENT: "development" | DeployedEnvironment, user: typeof boss) =>
    roleOf(user, { ENVIRONMENT }, { ADMIN_EMAILS: ["boss@example.com"] });

  it("is admin for the addresses that are named", () => {
    expect(roleIn("development", boss)).toBe("admin");
    expect(roleIn("development", { ...boss, email: "staff@example.com" })).toBe("user");
  });

  it.each(["production", "staging"] as const)("waits in %s until the address is verified", (environment) => {
    expect(roleIn(environment, boss)).toBe("user");
    expect(roleIn(environment, { ...boss, isEmailVerified: true })).toBe("admin");
  });
});

describe("the language of mail", () => {
  it.each([
    ["ru", "ru"],
    ["en", "en"],
    ["uz", "uz"],
    ["de", "uz"],
    [undefined, "uz"],
    [null, "uz"],
    [1, "uz"],
  ])("%s: %s", (preferred, language) => {
    expect(languageOf(preferred)).toBe(language);
  });
});
