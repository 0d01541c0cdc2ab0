import { expect, it } from "vitest";
import { RateBook } from "../../../src/leora/finance/fx/rate-book.ts";
import { flowOf } from "../../../src/leora/insights/facts/cash-flow.ts";
import { basisOf } from "./snapshots.ts";

const sum = (kind: string, key: string | null, baseCurrency: string, low: number) => ({
  kind,
  key,
  baseCurrency,
  high: 0,
  low,
});
const WITHOUT_RATES = new RateBook([]);

it("a flow adds up what is earned and spent, and leaves transfers out", () => {
  const stored = [
    sum("income", "salary", "UZS", 500),
    sum("expense", "food", "UZS", 200),
    sum("expense", "fun", "UZS", 50),
    sum("transferOut", null, "UZS", 900),
    sum("transferIn", null, "UZS", 900),
  ];
  expect(flowOf(stored, basisOf("daily"), WITHOUT_RATES)).toEqual({
    income: 500n,
    expense: 250n,
    expenseByCategory: new Map([
      ["food", 200n],
      ["fun", 50n],
    ]),
  });
});

it("a flow with a sum that cannot be converted is none", () => {
  const stored = [sum("income", "salary", "UZS", 500), sum("expense", "food", "XAF", 1)];
  expect(flowOf(stored, basisOf("daily"), WITHOUT_RATES)).toBeNull();
});
