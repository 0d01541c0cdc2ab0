import Big from "big.js";
import { z } from "zod";
import { joinUrl, parseDottedDay, type Source, utf8 } from "./source.ts";
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
  url: (values) => joinUrl(values.TCMB_BASE_URL, "/kurlar/today.xml"),
  parse(document) {
    const { Tarih, Currency } = Document.parse(parseXml(utf8(document))).Tarih_Date;
    return Currency.map(({ CurrencyCode, Unit, ForexBuying, ForexSelling }) => ({
      fromCurrency: CurrencyCode,
      toCurrency: "TRY",
      date: parseDottedDay(Tarih),
      nominal: Unit,
      ...sidesOf(ForexBuying, ForexSelling),
    }));
  },
};

/** The middle of bid and ask, and both. Some rows, such as special drawing rights, have one of them only: that is the rate. */
function sidesOf(bid: string, ask: string) {
  if (!DECIMAL.test(bid) || ask === "") return { rate: bid };
  if (!DECIMAL.test(ask)) return { rate: ask };
  const mid = new Big(bid).plus(ask).div(2).toFixed();
  return { rate: mid, rateMid: mid, rateBid: bid, rateAsk: ask };
}
