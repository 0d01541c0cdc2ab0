import { describe, expect, it } from "vitest";
import { lastTwelveMonths, percentOf, periodsOf } from "../../src/crm/analytics/rules.ts";

describe("the periods of a range", () => {
  it("are days", () => {
    expect(periodsOf("2024-02-28", "2024-03-01", "daily")).toEqual([
      { label: "2024-02-28", from: "2024-02-28", to: "2024-02-29" },
      { label: "2024-02-29", from: "2024-02-29", to: "2024-03-01" },
      { label: "2024-03-01", from: "2024-03-01", to: "2024-03-02" },
    ]);
  });

  it("are ISO weeks, which belong to the year of their Thursday", () => {
    expect(periodsOf("2020-12-30", "2021-01-05", "weekly")).toEqual([
      { label: "2020-W53", from: "2020-12-30", to: "2021-01-04" },
      { label: "2021-W01", from: "2021-01-04", to: "2021-01-06" },
    ]);
    expect(periodsOf("2024-12-30", "2024-12-30", "weekly")).toEqual([
      { label: "2025-W01", from: "2024-12-30", to: "2024-12-31" },
    ]);
  });

  it("are months and years, the first and the last cut to the range", () => {
    expect(periodsOf("2025-12-31", "2026-02-01", "monthly")).toEqual([
      { label: "2025-12", from: "2025-12-31", to: "2026-01-01" },
      { label: "2026-01", from: "2026-01-01", to: "2026-02-01" },
      { label: "2026-02", from: "2026-02-01", to: "2026-02-02" },
    ]);
    expect(periodsOf("2025-12-31", "2026-12-31", "yearly")).toEqual([
      { label: "2025", from: "2025-12-31", to: "2026-01-01" },
      { label: "2026", from: "2026-01-01", to: "2027-01-01" },
    ]);
  });

  it("are at most 3,700", () => {
    expect(periodsOf("2010-01-01", "2020-02-16", "daily")).toHaveLength(3_699);
    expect(periodsOf("2010-01-01", "2020-02-18", "daily")).toBe("too many");
  });
});

it("twelve months are this one and the eleven before, whole", () => {
  expect(lastTwelveMonths("2026-03-31")).toEqual({ start: "2025-04-01", end: "2026-03-31" });
  expect(lastTwelveMonths("2026-12-05")).toEqual({ start: "2026-01-01", end: "2026-12-31" });
});

it("percents have 2 decimals, and nothing of nothing is 0", () => {
  expect([percentOf(2, 3), percentOf(1, 8), percentOf(0, 5), percentOf(0, 0)]).toEqual([66.67, 12.5, 0, 0]);
});
