import { z } from "zod";
import { joinUrl, parseDottedDay, type Source } from "./source.ts";
import { elements, parseXml, textField } from "./xml.ts";

const Document = z.object({
  ValCurs: z.object({
    Date: z.string(),
    Valute: elements(z.object({ CharCode: textField, Nominal: textField, Value: textField })),
  }),
});

/** Bank of Russia: XML in windows-1251 with decimal commas, roubles for `Nominal` units. */
export const cbr: Source = {
  name: "cbr",
  timezone: "Europe/Moscow",
  url: (values) => joinUrl(values.CBR_BASE_URL, "/scripts/XML_daily.asp"),
  parse(document) {
    const { ValCurs } = Document.parse(parseXml(new TextDecoder("windows-1251").decode(document)));
    return ValCurs.Valute.map(({ CharCode, Nominal, Value }) => ({
      fromCurrency: CharCode,
      toCurrency: "RUB",
      date: parseDottedDay(ValCurs.Date),
      nominal: Nominal,
      rate: Value.replace(",", "."),
    }));
  },
};
