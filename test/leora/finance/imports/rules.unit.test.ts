import { describe, expect, it } from "vitest";
import { DuplicateFinder, transactionIdOf } from "../../../../src/leora/finance/imports/rules.ts";

describe("duplicates", () => {
  const coffee = { date: "2026-11-17", amount: -450, currency: "USD", externalId: null };

  it("are as many as stored ones when nothing tells them apart", () => {
    const duplicates = new DuplicateFinder([
      { ...coffee, id: "a" },
      { ...coffee, id: "b" },
    ]);
    const found = [0, 1, 2].map((row) => duplicates.find(coffee, row));
    expect(found).toEqual([{ id: "a", row: null }, { id: "b", row: null }, null]);
  });

  it("are any number with one external id, stored or in the file", () => {
    const stored = { ...coffee, externalId: "1", id: "a" };
    const duplicates = new DuplicateFinder([stored]);
    const find = (externalId: string, row: number) => duplicates.find({ ...coffee, externalId }, row);
    expect([find("1", 0), find("1", 1), find("2", 2), find("2", 3)]).toEqual([
      { id: "a", row: null },
      { id: "a", row: null },
      null,
      { id: null, row: 2 },
    ]);
  });

  it.each([{ date: "2026-11-18" }, { amount: 450 }, { currency: "EUR" }, { externalId: "1" }])(
    "differ by %j",
    (other) => {
      expect(new DuplicateFinder([{ ...coffee, id: "a" }]).find({ ...coffee, ...other }, 0)).toBeNull();
    },
  );
});

it("makes ids of one import from its own, in the order of its rows", () => {
  const id = "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a";
  expect([transactionIdOf(id, 0), transactionIdOf(id, 1999)]).toEqual([
    "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0000",
    "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e07cf",
  ]);
});
