import { describe, expect, it } from "vitest";
import { ALWAYS, allOf, filter } from "../../../src/kernel/db/condition.ts";

describe("allOf", () => {
  it("combines conditions in order, with their parameters in the same order", () => {
    const combined = allOf([filter("a = ?", 1), filter("b BETWEEN ? AND ?", 2, 3)]);
    expect(combined).toEqual({ sql: "a = ? AND b BETWEEN ? AND ?", params: [1, 2, 3] });
  });

  it("leaves out filters that lack a parameter, and keeps those whose parameter is null", () => {
    const combined = allOf([
      filter("a = ?", undefined),
      filter("b IS ?", null),
      filter("c = ? OR d = ?", 1, undefined),
    ]);
    expect(combined).toEqual({ sql: "b IS ?", params: [null] });
  });

  it("holds for every row when nothing is left", () => {
    expect(allOf([])).toEqual(ALWAYS);
    expect(allOf([filter("a = ?", undefined)])).toEqual(ALWAYS);
  });
});
