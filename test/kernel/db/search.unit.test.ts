import { describe, expect, it } from "vitest";
import { SEARCH_COLUMNS, searchCondition, searchFields } from "../../../src/kernel/db/search.ts";

const [, ...SIGNATURE] = SEARCH_COLUMNS;

/** The bits that the condition of a query demands, by column. */
function demandedBy(query: string): Map<string, bigint> {
  const { sql, params } = searchCondition(query);
  const columns = [...sql.matchAll(/~(\w+) & \?/g)].map(([, column]) => column ?? "");
  return new Map(columns.map((column, index) => [column, BigInt(params[index] as number)]));
}

/** How many of the rows with these texts have the query's bits: those are fetched. */
const candidates = (texts: readonly string[], query: string): number => {
  const demanded = demandedBy(query);
  const rows = texts.map((text) => searchFields([text]));
  return rows.filter((row) => SIGNATURE.every((column) => (~BigInt(row[column]) & (demanded.get(column) ?? 0n)) === 0n))
    .length;
};

describe("a signature", () => {
  // 1,000 different texts of about 40 characters.
  const words =
    "korzinka makro bozor taksi internet kvartira dorixona maktab kitob restoran поездка продукты аренда".split(" ");
  const texts = Array.from({ length: 1_000 }, (_, index) =>
    [1, 3, 7, 11]
      .map((step) => words[(index * step + Math.floor(index / 13)) % words.length])
      .concat(String(index))
      .join(" "),
  );

  it.each(["olmazor", "qwertyz", "автомойка", "karim", "sartarosh"])(
    "lets hardly any row through that does not contain %j",
    (query) => {
      expect(candidates(texts, query)).toBeLessThan(30);
    },
  );

  it("lets every row through that contains the query", () => {
    for (const query of ["k", "ko", "kor", "korzinka", "a m", "поезд"]) {
      expect(candidates(texts, query)).toBeGreaterThanOrEqual(texts.filter((text) => text.includes(query)).length);
    }
  });

  it("is stored in six bytes a column", () => {
    const everything = searchFields([
      Array.from({ length: 3_000 }, (_, index) => String.fromCharCode(0x4e00 + index)).join(""),
    ]);
    expect(SIGNATURE.map((column) => everything[column])).toEqual([2 ** 46 - 1, 2 ** 46 - 1, 2 ** 46 - 1]);
  });

  it("never changes: stored ones would no longer fit", () => {
    expect(searchFields(["Korzinka 42", "Ёлка"])).toEqual({
      search: "korzinka 42\nелка",
      searchBits1: 154_618_857_602,
      searchBits2: 1_443_109_012_036,
      searchBits3: 13_959_259_144,
    });
  });
});

describe("the condition of a search", () => {
  it("demands nothing of a single character", () => {
    expect(searchCondition("Ё")).toEqual({ sql: "(instr(search, ?) > 0)", params: ["е"] });
  });

  it("names the columns in which the query has bits, and the text", () => {
    const { sql, params } = searchCondition("Ол");
    expect(sql).toMatch(/^\(\(~searchBits[123] & \?\) = 0 AND instr\(search, \?\) > 0\)$/);
    expect(params).toEqual([expect.any(Number), "ол"]);
  });
});
