import { z } from "zod";
import { dottedDay, type Source, under, utf8 } from "./source.ts";

const field = z.union([z.string(), z.number().transform(String)]).catch("");
const Rates = z.array(z.object({ Ccy: field, Nominal: field, Rate: field, Date: field })).min(1);

/** Central Bank of Uzbekistan: JSON, so'm for `Nominal` units. */
export const cbu: Source = {
  name: "cbu",
  timezone: "Asia/Tashkent",
  url: (values) => under(values.CBU_BASE_URL, "/uz/arkhiv-kursov-valyut/json/"),
  read: (document) =>
    Rates.parse(JSON.parse(utf8(document))).map((row) => ({
      fromCurrency: row.Ccy,
      toCurrency: "UZS",
      date: dottedDay(row.Date),
      nominal: row.Nominal,
      rate: row.Rate,
    })),
};
