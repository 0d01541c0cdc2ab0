import { describe, expect, test } from "vitest";
import { morningOf } from "../../../src/leora/insights/jobs/mornings.ts";

const at = (instant: string) => Date.parse(instant);
const iso = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

describe("a user's morning", () => {
  test.each([
    // A Tuesday in Tashkent, at five to seven and at seven.
    ["Asia/Tashkent", "2026-06-02T01:55:00Z", "2026-06-01", [], "2026-06-01", "2026-06-02T02:00:00.000Z"],
    ["Asia/Tashkent", "2026-06-02T02:00:00Z", "2026-06-01", ["daily"], "2026-06-02", "2026-06-03T02:00:00.000Z"],
    // A run of the same day is not made twice.
    ["Asia/Tashkent", "2026-06-02T09:00:00Z", "2026-06-02", [], "2026-06-02", "2026-06-03T02:00:00.000Z"],
    // Mondays, and a first of the month; the first of June 2026 is both.
    [
      "Asia/Tashkent",
      "2026-06-08T02:00:00Z",
      "2026-06-07",
      ["daily", "weekly"],
      "2026-06-08",
      "2026-06-09T02:00:00.000Z",
    ],
    [
      "Asia/Tashkent",
      "2026-07-01T02:00:00Z",
      "2026-06-30",
      ["daily", "monthly"],
      "2026-07-01",
      "2026-07-02T02:00:00.000Z",
    ],
    [
      "Asia/Tashkent",
      "2026-06-01T02:00:00Z",
      null,
      ["daily", "weekly", "monthly"],
      "2026-06-01",
      "2026-06-02T02:00:00.000Z",
    ],
    // The clocks of New York go forward in the night to the 8th of March 2026.
    ["America/New_York", "2026-03-07T12:00:00Z", "2026-03-06", ["daily"], "2026-03-07", "2026-03-08T11:00:00.000Z"],
    // Whoever has travelled west stays with the day that was run.
    ["America/New_York", "2026-06-03T01:00:00Z", "2026-06-03", [], "2026-06-03", "2026-06-03T11:00:00.000Z"],
  ] as const)("%s at %s after %s: %j", (zone, now, ranOn, scopes, day, nextAt) => {
    const morning = morningOf(zone, true, ranOn, at(now));
    expect([morning.scopes, morning.ranOn, iso(morning.nextAt)]).toEqual([scopes, day, nextAt]);
  });

  test("does not come for users who are not active", () => {
    expect(morningOf("UTC", false, "2026-06-01", at("2026-06-03T08:00:00Z"))).toEqual({
      scopes: [],
      ranOn: "2026-06-01",
      nextAt: null,
    });
  });
});
