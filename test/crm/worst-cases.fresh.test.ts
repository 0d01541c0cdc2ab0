import { beforeAll, describe, it } from "vitest";
import { type Scales, scalesOf } from "../rules/cost/measure.ts";
import { subject } from "./subject.ts";
import { newSeller } from "./support.ts";

// Files that cost the import most for their size: it answers each in bounded time, and stores no more than it weighs.

const TIMEOUT_MS = 120_000;
const list = (length: number, make: (i: number) => string): string =>
  Array.from({ length }, (_, i) => make(i)).join("");

const FILES: readonly (readonly [what: string, csv: () => string])[] = [
  [
    "9,000 header columns and 9,999 short rows",
    () => `name,email${list(9_000, (i) => `,c${i}`)}\n${list(9_999, (i) => `a,a${i}@b.uz\n`)}`,
  ],
  ["9,000 equal header columns", () => `name,email${",x".repeat(9_000)}\n${"a\n".repeat(9_999)}`],
  ["9,999 rows that are all wrong", () => `name,email\n${"x,not an address\n".repeat(9_999)}`],
  ["9,999 good rows", () => `name,email\n${list(9_999, (i) => `A,a${i}@b.uz\n`)}`],
  ["a cell of 500,000 characters", () => `name,email\n"${"x".repeat(500_000)}",a@b.uz\n`],
  ["a cell of 200,000 doubled quotes", () => `name,email\n"${'""'.repeat(200_000)}",a@b.uz\n`],
  ["a quote that is never closed", () => `name,email\n"${"x,y\n".repeat(100_000)}`],
  ["100,000 empty lines", () => `name,email\n${"\n".repeat(100_000)}`],
  ["rows of 5,000 cells", () => `name,email\n${`${"x,".repeat(5_000)}\n`.repeat(50)}`],
];

let scales: Scales;
beforeAll(async () => {
  scales = await scalesOf(subject);
});

describe("an import", () => {
  it.each(FILES)(
    "of %s",
    async (_, csv) => {
      const seller = await newSeller();
      const before = await scales.stored();
      const cost = await scales.send(seller, "POST", "/customers/import", csv(), { "Content-Type": "text/csv" });
      scales.requireBounded(cost);
      scales.requireStored(before, await scales.stored(), [cost]);
    },
    TIMEOUT_MS,
  );
});
