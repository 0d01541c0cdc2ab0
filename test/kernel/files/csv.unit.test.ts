import { describe, expect, it } from "vitest";
import { readCsv } from "../../../src/kernel/files/csv.ts";
import { cpuTimeOf } from "../../support/cpu.ts";
import { refusal } from "../../support/refusal.ts";

const BOUNDS = { rows: 4, columns: 3, chars: 100, recordBytes: 50 };

const read = (content: string, options: object = {}) => readCsv(content, { bounds: BOUNDS, field: "file", ...options });
const invalid = (message: string) => ({ code: "invalid_input", details: [{ field: "file", message }] });

describe("CSV", () => {
  it.each([
    ["a,b", ","],
    ["a;b", ";"],
    ["a\tb", "\t"],
    ["a|b", "|"],
    ['"x,y,z";b', ";"],
    ["sep=;\na;b", ";"],
    ["\ufeffSEP=|\r\na|b", "|"],
    ['"sep=;"\na;b', ";"],
    ["one", ","],
  ])("%j has the delimiter %j", (content, delimiter) => {
    expect(read(content).delimiter).toBe(delimiter);
  });

  it("takes the delimiter that is given before the one that it names", () => {
    expect(read("sep=;\na,b", { delimiter: "," }).rows).toEqual([{ number: 2, cells: ["a", "b"] }]);
  });

  it.each([
    ["a,b\n\n , \n,,\nc\n", [1, ["a", "b"]], [5, ["c"]]],
    ["sep=,\na\nb", [2, ["a"]], [3, ["b"]]],
    ['"a\nb"\r\n"c ""d"""', [1, ["a\nb"]], [2, ['c "d"']]],
    ['5" pipe,x', [1, ['5" pipe', "x"]]],
    ["a,b\nc,d,", [1, ["a", "b"]], [2, ["c", "d", ""]]],
    [""],
    ["\n \n,\n"],
  ])("%j has the rows with content, numbered as in a spreadsheet", (content, ...rows) => {
    expect(read(content).rows.map(({ number, cells }) => [number, cells])).toEqual(rows);
  });

  it.each([
    [0, [1, 2, 3]],
    [1, [2, 3]],
    [2, [3]],
    [3, []],
    [9, []],
  ])("without its first %s lines has the rows %j", (skipLines, numbers) => {
    expect(read("a\r\nb\rc", { skipLines }).rows.map(({ number }) => number)).toEqual(numbers);
  });

  it.each([
    ["rows", "a\n".repeat(4)],
    ["rows and empty ones", `${",\n".repeat(7)}a`],
    ["columns", "a,b,c"],
    ["characters", `${"a".repeat(40)}\n`.repeat(2) + "a".repeat(20)],
  ])("may have so many %s", (_, content) => {
    expect(read(content).rows.length).toBeGreaterThan(0);
  });

  it.each([
    ["rows", "a\n".repeat(5), "More than 4 rows: send it in parts"],
    ["rows, empty ones included", ",\n".repeat(9), "More than 4 rows: send it in parts"],
    ["columns", "a,b,c,d", "More than 3 columns"],
    ["columns in a row", "a\na,b,c,d", "More than 3 columns"],
    ["characters", `${"a".repeat(40)}\n`.repeat(2) + "a".repeat(21), "More than 100 characters"],
  ])("is refused for more %s", async (_, content, message) => {
    expect(await refusal(() => read(content))).toEqual(invalid(message));
  });

  it.each([
    ["an open quote", '"a'],
    ["a record that is too long", `"${"a".repeat(60)}"`],
  ])("is refused for %s", async (_, content) => {
    expect(await refusal(() => read(content))).toMatchObject({ code: "invalid_input", details: [{ field: "file" }] });
  });
});

describe("hostile texts", () => {
  const bounds = { rows: 10_001, columns: 100, chars: 5 * 1024 * 1024, recordBytes: 64 * 1024 };
  const hostile = (piece: string) => piece.repeat(Math.floor(1_000_000 / piece.length));

  it.each([",", ",\n", '"', '""', '"\n', '"a",', "a\r", `${",".repeat(9000)}\n`, " ", "\ufeff", "sep=;\n"])(
    "of %j alone end soon",
    async (piece) => {
      const text = hostile(piece);
      const cpuTime = await cpuTimeOf(() => refusal(() => readCsv(text, { bounds, field: "file" })));
      expect(cpuTime).toBeLessThan(1000);
    },
  );
});
