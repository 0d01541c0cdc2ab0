import { describe, expect, test } from "vitest";
import { isSame, laterWins, threeWay, undoEdits, writtenAt } from "../../../src/engine/sync/rules.ts";

describe("threeWay", () => {
  const base = { title: "a", notes: null, tags: ["x"] };

  test.each([
    ["other fields changed", { title: "b" }, { ...base, notes: "n" }, { accepted: { title: "b" }, clashes: [] }],
    ["nobody else changed it", { title: "b" }, base, { accepted: { title: "b" }, clashes: [] }],
    ["both set the same", { title: "b" }, { ...base, title: "b" }, { accepted: {}, clashes: [] }],
    ["both set different values", { title: "b" }, { ...base, title: "c" }, { accepted: {}, clashes: ["title"] }],
    ["a field at its base value is no change", { title: "a" }, { ...base, title: "c" }, { accepted: {}, clashes: [] }],
    ["clearing a field", { notes: null }, { ...base, notes: "n" }, { accepted: {}, clashes: [] }],
    [
      "a whole row of which one field changed",
      { ...base, title: "b" },
      { ...base, tags: ["y"] },
      { accepted: { title: "b" }, clashes: [] },
    ],
    [
      "one field clashes, another does not",
      { title: "b", notes: "n" },
      { ...base, title: "c" },
      { accepted: { notes: "n" }, clashes: ["title"] },
    ],
    ["lists are values", { tags: ["x", "y"] }, { ...base, tags: ["z"] }, { accepted: {}, clashes: ["tags"] }],
  ])("%s", (_name, local, server, expected) => {
    expect(threeWay(local, base, server)).toEqual(expected);
  });

  test("without a known base whatever differs clashes", () => {
    expect(threeWay({ title: "b", notes: null }, null, base)).toEqual({ accepted: {}, clashes: ["title"] });
  });

  test("a part that is named by its id may leave out what stays", () => {
    const items = [{ id: "1", title: "x", order: 0 }];
    expect(threeWay({ items: [{ id: "1", title: "x" }] }, { items }, { items: [] })).toEqual({
      accepted: {},
      clashes: [],
    });
    const renamed = { items: [{ id: "1", title: "y" }] };
    expect(threeWay(renamed, { items }, { items })).toEqual({ accepted: renamed, clashes: [] });
  });
});

describe("laterWins", () => {
  const base = { title: "a", notes: "a" };
  const server = { title: "server", notes: "a" };

  test("takes what only the local side changed, whenever that was", () => {
    expect(laterWins({ notes: "local" }, base, server, 0, () => 5)).toEqual({ notes: "local" });
  });

  test.each([
    [6, { title: "local" }],
    [5, {}],
    [4, {}],
  ])("of what both changed the later one, local at %i and server at 5", (time, expected) => {
    expect(laterWins({ title: "local" }, base, server, time, () => 5)).toEqual(expected);
  });
});

test.each([
  [10, 20, 10],
  [30, 20, 20],
])("a change of %i that arrived at %i was written at %i", (local, arrived, expected) => {
  expect(writtenAt(local, arrived)).toBe(expected);
});

test("undoing edits leads back to the oldest value, or to the newest known one", () => {
  const edits = [
    { rev: 9, changes: { title: ["b", "c"], notes: ["n", "m"] } },
    { rev: 8, changes: { title: ["a", "b"], notes: ["l", "n"], status: ["w", "x"] } },
  ] as const;
  expect(
    undoEdits(
      { title: "c", notes: "m", status: "x" },
      edits,
      new Map([
        ["notes", 8],
        ["status", 9],
      ]),
    ),
  ).toEqual({
    title: "a",
    notes: "n",
    status: "x",
  });
});

test.each([
  [{ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 }, true],
  [{ a: 1 }, { a: 1, b: null }, true],
  [{ a: 1 }, { a: 1, b: 2 }, false],
  [[1, 2], [2, 1], false],
  [[], {}, false],
  [null, undefined, true],
  ["1", 1, false],
])("isSame(%j, %j) is %s", (left, right, expected) => {
  expect(isSame(left, right)).toBe(expected);
});
