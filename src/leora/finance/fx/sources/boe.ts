import { DAY_MS, dayOf } from "../../../../kernel/time.ts";
import type { UncheckedRate } from "../plausibility.ts";
import { joinUrl, type Source, utf8 } from "./source.ts";

/** The series of the Bank's database that hold spot rates: foreign currency for one pound. */
const SERIES: Readonly<Record<string, string>> = {
  XUDLUSS: "USD",
  XUDLERS: "EUR",
  XUDLJYS: "JPY",
  XUDLCDS: "CAD",
  XUDLSFS: "CHF",
  XUDLADS: "AUD",
  XUDLNDS: "NZD",
  XUDLNKS: "NOK",
  XUDLSKS: "SEK",
  XUDLDKS: "DKK",
  XUDLHDS: "HKD",
  XUDLSGS: "SGD",
  XUDLSRS: "SAR",
  XUDLZRS: "ZAR",
  XUDLTWS: "TWD",
  XUDLBK25: "CZK",
  XUDLBK33: "HUF",
  XUDLBK47: "PLN",
  XUDLBK78: "ILS",
  XUDLBK83: "MYR",
  XUDLBK87: "THB",
  XUDLBK89: "CNY",
  XUDLBK93: "KRW",
  XUDLBK95: "TRY",
  XUDLBK97: "INR",
};

/** The database has working days only. A week always contains some, whatever the holidays. */
const WINDOW_MS = 7 * DAY_MS;

/** Bank of England: CSV, a row per day and a column per series. */
export const boe: Source = {
  name: "boe",
  timezone: "Europe/London",

  url(values, now) {
    const query = new URLSearchParams({
      "csv.x": "yes",
      Datefrom: formatBritishDay(now - WINDOW_MS),
      Dateto: "now",
      SeriesCodes: Object.keys(SERIES).join(","),
      CSVF: "TN",
      UsingCodes: "Y",
      VPD: "Y",
      VFD: "N",
    });
    return joinUrl(values.BOE_BASE_URL, `/boeapps/database/_iadb-fromshowcolumns.asp?${query}`);
  },

  parse(document) {
    const [header = "", ...lines] = utf8(document).trim().split(/\r?\n/);
    const [first, ...codes] = header.split(",");
    if (first !== "DATE") throw new Error("no table of series");
    return lines.flatMap((line) => {
      const [day = "", ...rates] = line.split(",");
      return codes.flatMap((code, column) => rateOf(parseBritishDay(day), code, rates[column] ?? ""));
    });
  },
};

/** One rate, or none: the database writes `..` or nothing for a holiday, which must not be refused as a slip. */
function rateOf(date: string, code: string, rate: string): UncheckedRate[] {
  const toCurrency = SERIES[code.trim()];
  if (!toCurrency || rate.trim() === "" || rate.trim() === "..") return [];
  return [{ fromCurrency: "GBP", toCurrency, date, nominal: "1", rate: rate.trim() }];
}

/** The day in London at a time (UTC milliseconds) as `17/Dec/2024`. */
export function formatBritishDay(instant: number): string {
  const [year = "", month = "", day = ""] = dayOf(instant, "Europe/London").split("-");
  return `${day}/${MONTHS[Number(month) - 1]}/${year}`;
}

/** `17 Dec 2024` as `2024-12-17`; any other text becomes empty. */
export function parseBritishDay(text: string): string {
  const [, day, name = "", year] = /^(\d{2}) ([A-Z][a-z]{2}) (\d{4})$/.exec(text) ?? [];
  const month = MONTHS.indexOf(name) + 1;
  return month === 0 ? "" : `${year}-${String(month).padStart(2, "0")}-${day}`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
