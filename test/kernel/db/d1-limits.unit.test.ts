import { describe, expect, test } from "vitest";
import { requireWithinD1 } from "../../../src/kernel/db/d1-limits.ts";
import { jsonChunks } from "../../../src/kernel/db/database.ts";

const MB = 1_000_000;
const check = (sql: string, ...params: unknown[]) => {
  try {
    requireWithinD1(sql, params);
    return "taken";
  } catch (error) {
    return /D1 takes (\w+ of )?\w+/.exec(String(error))?.[0];
  }
};

describe("D1 takes", () => {
  test.each([
    ["a value of 2 MB", ["SELECT ?", "x".repeat(2 * MB)], "taken"],
    ["not a byte more", ["SELECT ?", "x".repeat(2 * MB + 1)], "D1 takes values of 2000000"],
    ["bytes, not characters", ["SELECT ?", "ş".repeat(MB + 1)], "D1 takes values of 2000000"],
    ["a statement of 100 kB", [`SELECT 1 --${"x".repeat(100_000 - 11)}`], "taken"],
    ["not a byte more", [`SELECT 1 --${"x".repeat(100_001 - 11)}`], "D1 takes statements of 100000"],
    ["100 parameters", ["SELECT ?", ...Array(100).fill(1)], "taken"],
    ["not one more", ["SELECT ?", ...Array(101).fill(1)], "D1 takes 100"],
    ["a row of 2 MB", ["INSERT INTO t VALUES (?, ?)", "x".repeat(MB), "y".repeat(MB)], "taken"],
    [
      "not a byte more",
      ["INSERT INTO t VALUES (?, ?)", "x".repeat(MB), "y".repeat(MB + 1)],
      "D1 takes rows of 2000000",
    ],
    ["several values that are no row", ["SELECT ?, ?", "x".repeat(MB), "y".repeat(2 * MB)], "taken"],
    [
      "conditions of a guard, which stores nothing",
      ["INSERT INTO guard (ok) SELECT NULL WHERE ?", "x".repeat(MB), "y".repeat(2 * MB)],
      "taken",
    ],
  ])("%s: %#", (_, [sql, ...params], expected) => {
    expect(check(String(sql), ...params)).toBe(expected);
  });

  test("every chunk of rows, however many bytes their characters take", () => {
    const rows = Array.from({ length: 50 }, () => ["ﷺ".repeat(40_000)]);
    const chunks = jsonChunks(rows);
    expect(chunks.flatMap((chunk) => JSON.parse(chunk))).toEqual(rows);
    for (const chunk of chunks)
      expect(check("INSERT INTO t SELECT ?1, j.value FROM json_each(?2) j", "user", chunk)).toBe("taken");
  });
});
