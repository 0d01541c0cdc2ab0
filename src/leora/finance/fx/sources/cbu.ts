import { z } from "zod";
import { joinUrl, parseDottedDay, type Source, utf8 } from "./source.ts";

const field = z.union([z.string(), z.number().transform(String)]).catch("");
const Rates = z.array(z.object({ Ccy: field, Nominal: field, Rate: field, Date: field })).min(1);

/** Central Bank of Uzbekistan: JSON, so'm for `Nominal` units. */
export const cbu: Source = {
  name: "cbu",
  timezone: "Asia/Tashkent",
  url: (values) => joinUrl(values.CBU_BASE_URL, "/uz/arkhiv-kursov-valyut/json/"),
  parse: (document) =>
    Rates.parse(JSON.parse(utf8(document))).map((row) => ({
      fromCurrency: row.Ccy,
      toCurrency: "UZS",
      date: parseDottedDay(row.Date),
      nominal: row.Nominal,
      rate: row.Rate,
    })),
};
