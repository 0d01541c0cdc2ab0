import { z } from "zod";
import { currency, day, instant } from "../../../kernel/contract.ts";
import { RATE_SOURCES, RATE_TYPES } from "./rules.ts";

const AMOUNT = /^(?=.*[1-9])\d{1,16}(\.\d{1,6})?$/;

const source = z.enum(RATE_SOURCES).meta({ example: "cbu" });
const rate = z.number().meta({ example: 12500 });
const rateType = z.enum(RATE_TYPES).meta({ example: "mid" });

export const LatestRates = z
  .object({
    baseCurrency: currency(),
    rates: z
      .record(z.string(), z.object({ rate, rateBid: rate, rateAsk: rate }))
      .meta({ example: { USD: { rate: 12500, rateBid: 12450, rateAsk: 12550 } } }),
    updatedAt: instant(),
    source,
  })
  .meta({ id: "LatestRates" });

export const ConvertQuery = z.object({
  from: currency().meta({ example: "USD" }),
  to: currency(),
  amount: z.string().regex(AMOUNT, "Expected a decimal above 0").transform(Number).meta({ example: "100" }),
  date: day().optional(),
  rateType: rateType.default("mid"),
});

export const Conversion = z
  .object({
    from: currency().meta({ example: "USD" }),
    to: currency(),
    amount: z.number().meta({ example: 100 }),
    result: z.number().meta({ example: 1250000 }),
    rate,
    rateType,
    date: day(),
  })
  .meta({ id: "Conversion" });
