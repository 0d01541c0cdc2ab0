import { z } from "zod";
import { joinUrl, type Source, utf8 } from "./source.ts";
import { elements, parseXml, textField } from "./xml.ts";

const Document = z.object({
  Envelope: z.object({
    Cube: z.object({
      Cube: z.object({ time: z.string(), Cube: elements(z.object({ currency: textField, rate: textField })) }),
    }),
  }),
});

/** European Central Bank: XML, foreign currency for one euro. */
export const ecb: Source = {
  name: "ecb",
  timezone: "Europe/Berlin",
  url: (values) => joinUrl(values.ECB_BASE_URL, "/stats/eurofxref/eurofxref-daily.xml"),
  parse(document) {
    const { time, Cube } = Document.parse(parseXml(utf8(document))).Envelope.Cube.Cube;
    return Cube.map(({ currency, rate }) => ({
      fromCurrency: "EUR",
      toCurrency: currency,
      date: time,
      nominal: "1",
      rate,
    }));
  },
};
