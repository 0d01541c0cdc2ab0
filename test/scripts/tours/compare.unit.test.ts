import { describe, expect, it } from "vitest";
import { compareReplies, compareText } from "../../../scripts/tours/compare.ts";

const ID = "01a20f43-1234-7abc-89de-0123456789ab";

/** What is not as it is shown, when this command printed it. */
const differences = (shown: string, printed: unknown, commands = "") =>
  compareReplies(shown, JSON.stringify(printed), commands);

describe("shown replies", () => {
  it.each([
    ["fields in any order", '{"a":1,"b":[true,null]}', { b: [true, null], a: 1 }],
    ["fields that are left out", '{"a":1,…}', { a: 1, b: 2 }],
    ["fields that are left out, of which there are none", '{"a":1,…}', { a: 1 }],
    ["values that are left out", '{"a":…,"b":[…]}', { a: { c: 1 }, b: [1, 2] }],
    ["items that are left out at the end", "[1,…]", [1, 2, 3]],
    ["items that are left out at the beginning", "[…,3]", [1, 2, 3]],
    ["items that are left out in between", '[{"a":1,…},…,{"a":3,…},…]', [{ a: 1, b: 0 }, { a: 2 }, { a: 3 }, { a: 4 }]],
    ["texts that are left out in part", '"code: …\\n10 min…"', "code: 123456\n10 minutes"],
    ["ids", '{"id":"01a20f43-…"}', { id: "02b31f54-1234-7abc-89de-0123456789ab" }],
    ["tokens that begin with an id", '{"token":"01a20f43-…"}', { token: `${ID}.aB-3_.cd` }],
    ["instants", '"2026-11-24T10:00:00.000Z"', "2027-01-01T00:00:00.123Z"],
    ["days, months and weeks", '["2026-11-24","2026-11","2026-W48"]', ["2027-01-01", "2027-01", "2027-W01"]],
  ])("have %s", (_, shown, printed) => {
    expect(differences(shown, printed)).toEqual([]);
  });

  it.each([
    ["another value", '{"a":{"b":1}}', { a: { b: 2 } }, [".a.b: shown 1, printed 2"]],
    ["another type", '{"a":1}', { a: "1" }, ['.a: shown 1, printed "1"']],
    ["null for a value", '{"a":{}}', { a: null }, [".a: shown {}, printed null"]],
    ["a field that was not printed", '{"a":1,…}', { b: 1 }, [".a is shown, and was not printed"]],
    ["a field that is not shown", '{"a":1}', { a: 1, b: 1 }, [".b was printed, and is not shown"]],
    ["an item more", "[1]", [1, 2], [": 1 items are shown, 2 were printed"]],
    ["an item less before a gap", "[1,2,…]", [1], ["[1]: shown 2, printed undefined"]],
    ["other items behind a gap", "[1,…,3]", [1, 2], [": nowhere in what was printed is 3"]],
    ["items behind a gap, and more", "[…,2]", [2, 3], [": 1 items are shown, 2 were printed"]],
    ["an item that goes on otherwise", "[…,1,2,…]", [0, 1, 3], ["[2]: shown 2, printed 3"]],
    ["text for an id", '"01a20f43-…"', "none", [': shown "01a20f43-…", printed "none"']],
    ["another text around a gap", '"a … b"', "a - c", [': shown "a … b", printed "a - c"']],
    ["a text that is too short for both ends", '"aa…aa"', "aaa", [': shown "aa…aa", printed "aaa"']],
    ["text for a day", '"2026-11-24"', "soon", [': shown "2026-11-24", printed "soon"']],
  ])("do not have %s", (_, shown, printed, expected) => {
    expect(differences(shown, printed)).toEqual(expected);
  });

  it("have the days that the commands name as they are shown", () => {
    const commands = `call $B/tasks -d '{"dueDate":"2030-12-05"}'`;
    expect(differences('"2030-12-05"', "2030-12-06", commands)).toEqual([': shown "2030-12-05", printed "2030-12-06"']);
  });

  it("come one after another", () => {
    expect(compareReplies('{"a":1}\n{"b":2}', '{"a":1}\n{"b":2}\n', "")).toEqual([]);
    expect(compareReplies('{"a":1}', '{"a":1}\n{"b":2}', "")).toEqual(["1 replies are shown, 2 were printed"]);
    expect(compareReplies('{"a":1}', "", "")).toEqual(["1 replies are shown, 0 were printed"]);
    expect(compareReplies('{"a":1', '{"a":1}', "")).toEqual([expect.stringMatching(/^what is shown is not JSON/)]);
    expect(compareReplies('{"a":1}', "<html>", "")).toEqual([expect.stringMatching(/^what was printed is not JSON/)]);
  });
});

describe("shown text", () => {
  it("is compared line by line", () => {
    const printed = 'HTTP/1.1 201 Created\r\nDate: today\r\nETag: "1"\r\nVary: *\r\n\r\n{}\n';
    expect(compareText('HTTP/1.1 201 Created\n…\nETag: "1"\n…\n{}', printed, "")).toEqual([]);
    expect(compareText("id,at\n1,2026-…", "id,at\n1,2027-01-01", "")).toEqual([
      'line[1]: shown "1,2026-…", printed "1,2027-01-01"',
    ]);
    expect(compareText("800 000 soʻm", "800\u00a0000 soʻm", "")).toEqual([]);
    expect(compareText("a", "a\nb", "")).toEqual(["line: 1 items are shown, 2 were printed"]);
  });
});
