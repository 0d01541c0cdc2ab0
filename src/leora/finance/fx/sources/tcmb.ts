import Big from "big.js";
import { z } from "zod";
import { dottedDay, type Source, under, utf8 } from "./source.ts";
import { elements, parseXml, textField } from "./xml.ts";

const Document = z.object({
  Tarih_Date: z.object({
    Tarih: z.string(),
    Currency: elements(
      z.object({ CurrencyCode: textField, Unit: textField, ForexBuying: textField, ForexSelling: textField }),
    ),
  }),
});

const DECIMAL = /^\d+(\.\d+)?$/;

/** Central Bank of Turkey: XML, lira for `Unit` units, bought and sold; the rate is the middle. */
export const tcmb: Source = {
  name: "tcmb",
  timezone: "Europe/Istanbul",
  url: (values) => under(values.TCMB_BASE_URL, "/kurlar/today.xml"),
  read(document) {
    const { Tarih, Currency } = Document.parse(parseXml(utf8(document))).Tarih_Date;
    return Currency.map(({ CurrencyCode, Unit, ForexBuying, ForexSelling }) => ({
      fromCurrency: CurrencyCode,
      toCurrency: "TRY",
      date: dottedDay(Tarih),
      nominal: Unit,
      ...sidesOf(ForexBuying, ForexSelling),
    }));
  },
};

/** Special drawing rights have one side only. */
function sidesOf(bid: string, ask: string) {
  if (!DECIMAL.test(bid) || ask === "") return { rate: bid };
  if (!DECIMAL.test(ask)) return { rate: ask };
  const mid = new Big(bid).plus(ask).div(2).toFixed();
  return { rate: mid, rateMid: mid, rateBid: bid, rateAsk: ask };
}
