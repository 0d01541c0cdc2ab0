import { describe, expect, test } from "vitest";
import { type Answer, pageOf } from "../../../src/engine/sync/page.ts";

type Row = { rev: number; name: string; bytes: number };

/** An answer with a row per rev, named by its table and place: `a0`. */
const answer = (name: string, revs: readonly number[], more: Partial<Answer<Row>> = {}): Answer<Row> => ({
  rows: revs.map((rev, index) => ({ rev, name: `${name}${index}`, bytes: 1 })),
  isCut: false,
  hasLater: false,
  ...more,
});

const page = (answers: Answer<Row>[], limit: number, { rowsMax = 100, bytesMax = 100 } = {}) => {
  const { rows, hasMore, endsInsideWrite } = pageOf(answers, {
    limit,
    rowsMax,
    bytesMax,
    sizeOf: ({ bytes }) => bytes,
  });
  return [rows.map(({ name }) => name).join(" "), hasMore, endsInsideWrite];
};

describe("a page", () => {
  test("of nothing is empty", () => {
    expect(page([], 2)).toEqual(["", false, false]);
    expect(page([answer("a", [])], 2)).toEqual(["", false, false]);
  });

  test.each([
    [6, ["b0 a0 a1 a2 b1 b2", false, false]],
    [5, ["b0 a0 a1", true, false]],
    [3, ["b0 a0 a1", true, false]],
    [2, ["b0", true, false]],
    [1, ["b0", true, false]],
  ])("of at most %i rows holds whole writes, by table", (limit, expected) => {
    expect(page([answer("a", [2, 2, 3]), answer("b", [1, 3, 3])], limit)).toEqual(expected);
  });

  test.each([
    [3, ["a0 a1 a2", true, false]],
    [4, ["a0 a1 a2", true, false]],
    [5, ["a0 a1 a2 a3 a4", false, false]],
  ])("of at most %i bytes holds whole writes", (bytesMax, expected) => {
    expect(page([answer("a", [1, 1, 1, 2, 2])], 10, { bytesMax })).toEqual(expected);
  });

  test("that is full and the last has no more", () => {
    expect(page([answer("a", [1, 2])], 2)).toEqual(["a0 a1", false, false]);
    expect(page([answer("a", [1, 2], { hasLater: true })], 2)).toEqual(["a0 a1", true, false]);
  });

  test("holds a first write that is larger than the limit, whole", () => {
    expect(page([answer("a", [7, 7, 7]), answer("b", [7, 8])], 2)).toEqual(["a0 a1 a2 b0", true, false]);
    expect(page([answer("a", [7, 7, 7]), answer("b", [7])], 2)).toEqual(["a0 a1 a2 b0", false, false]);
  });
});

describe("a write larger than any page", () => {
  test("is split at the most rows", () => {
    expect(page([answer("a", [7, 7, 7]), answer("b", [7, 8])], 2, { rowsMax: 3 })).toEqual(["a0 a1 a2", true, true]);
    expect(page([answer("a", [7, 7, 7]), answer("b", [8])], 2, { rowsMax: 3 })).toEqual(["a0 a1 a2", true, false]);
    expect(page([answer("a", [7, 7, 7])], 2, { rowsMax: 3 })).toEqual(["a0 a1 a2", false, false]);
  });

  test("is split at the most bytes, but after one row at least", () => {
    expect(page([answer("a", [7, 7, 7])], 5, { bytesMax: 2 })).toEqual(["a0 a1", true, true]);
    expect(page([answer("a", [7, 7, 7])], 5, { bytesMax: 0 })).toEqual(["a0", true, true]);
    expect(page([answer("a", [6, 7, 7])], 5, { bytesMax: 2 })).toEqual(["a0", true, false]);
  });
});

describe("an answer that was cut", () => {
  test("ends what is known: later rows of other tables wait", () => {
    const cut = answer("a", [1, 2, 2], { isCut: true });
    expect(page([cut, answer("b", [1, 2, 3])], 10)).toEqual(["a0 b0", true, false]);
    expect(page([answer("b", [1, 2, 3]), cut], 10)).toEqual(["b0 a0", true, false]);
  });

  test("inside the first write ends the page there", () => {
    const cut = answer("a", [2, 2], { isCut: true });
    expect(page([cut, answer("b", [2, 3])], 10)).toEqual(["a0 a1", true, true]);
    expect(page([answer("b", [2, 3]), cut], 10)).toEqual(["b0 a0 a1", true, true]);
  });

  test("the earliest of several counts", () => {
    const answers = [answer("a", [1, 3], { isCut: true }), answer("b", [1, 2], { isCut: true }), answer("c", [1, 2])];
    expect(page(answers, 10)).toEqual(["a0 b0 c0", true, false]);
  });

  test("later writes of a table whose answer ends with a whole one are unknown, too", () => {
    expect(page([answer("a", [1, 2], { hasLater: true }), answer("b", [2, 3])], 10)).toEqual(["a0 a1 b0", true, false]);
  });
});
