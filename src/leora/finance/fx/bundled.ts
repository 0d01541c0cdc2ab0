import { v5 } from "uuid";
import { type Database, type Statement, statement } from "../../../kernel/db/database.ts";

// The rates that every installation starts with, until cron has read the banks' own.

/** The namespace of the bundled rates' ids: the same rate has the same id in every installation. */
const NAMESPACE = "6d1f0a52-8a57-4f0e-9c53-0d6f6a2f7b11";

/**
 * Rates to the so'm in the form of the Central Bank of Uzbekistan: `[currency, nominal, rate on the first day, rate on the
 * second day]`. Only the dollar's are the bank's published ones. The bank's other rates of those days were not available:
 * these are estimated from the dollar's rates to the other currencies, and may be off by a percent.
 */
const DAYS = ["2023-12-29", "2024-12-06"] as const;
const RATES: readonly (readonly [currency: string, nominal: number, ...rates: [string, string]])[] = [
  ["AED", 1, "3359.77", "3495.47"],
  ["AFN", 1, "175.27", "184.71"],
  ["AMD", 1, "30.48", "31.97"],
  ["ARS", 1, "15.26", "12.68"],
  ["AUD", 1, "8383.66", "8262.28"],
  ["AZN", 1, "7258.10", "7551.24"],
  ["BDT", 1, "112.17", "107.42"],
  ["BGN", 1, "6971.23", "6944.98"],
  ["BHD", 1, "32815.88", "34141.22"],
  ["BND", 1, "9344.35", "9567.79"],
  ["BRL", 1, "2542.87", "2135.96"],
  ["BYN", 1, "3883.17", "3731.72"],
  ["CAD", 1, "9311.80", "9136.73"],
  ["CHF", 1, "14723.91", "14604.21"],
  ["CNY", 1, "1736.66", "1765.37"],
  ["CUP", 1, "514.12", "534.88"],
  ["CZK", 1, "551.46", "541.65"],
  ["DKK", 1, "1829.40", "1821.12"],
  ["DZD", 1, "91.81", "96.09"],
  ["EGP", 1, "399.31", "256.74"],
  ["EUR", 1, "13634.34", "13582.94"],
  ["GBP", 1, "15688.79", "16369.68"],
  ["GEL", 1, "4587.93", "4568.36"],
  ["HKD", 1, "1579.62", "1649.65"],
  ["HUF", 1, "35.62", "32.83"],
  ["IDR", 10, "7.98", "8.10"],
  ["ILS", 1, "3409.18", "3576.79"],
  ["INR", 1, "148.35", "151.58"],
  ["IQD", 1, "9.42", "9.80"],
  ["IRR", 10, "2.94", "3.06"],
  ["ISK", 1, "90.59", "92.96"],
  ["JOD", 1, "17403.06", "18105.92"],
  ["JPY", 1, "87.22", "85.47"],
  ["KGS", 1, "138.51", "147.89"],
  ["KHR", 10, "30.21", "31.93"],
  ["KRW", 1, "9.51", "9.03"],
  ["KWD", 1, "40152.20", "41773.84"],
  ["KZT", 1, "27.14", "24.59"],
  ["LAK", 10, "5.99", "5.85"],
  ["LBP", 10, "8.23", "1.43"],
  ["LYD", 1, "2586.74", "2635.95"],
  ["MAD", 1, "1247.60", "1288.87"],
  ["MDL", 1, "708.87", "703.02"],
  ["MMK", 1, "5.88", "6.11"],
  ["MNT", 1, "3.62", "3.78"],
  ["MXN", 1, "728.21", "633.93"],
  ["MYR", 1, "2685.25", "2904.32"],
  ["NOK", 1, "1212.97", "1156.50"],
  ["NZD", 1, "7789.27", "7520.27"],
  ["OMR", 1, "32090.43", "33386.48"],
  ["PHP", 1, "222.48", "221.71"],
  ["PKR", 1, "43.78", "46.19"],
  ["PLN", 1, "3141.92", "3185.38"],
  ["QAR", 1, "3389.77", "3526.68"],
  ["RON", 1, "2740.24", "2731.30"],
  ["RSD", 1, "116.55", "116.07"],
  ["RUB", 1, "136.64", "124.17"],
  ["SAR", 1, "3290.34", "3423.23"],
  ["SDG", 1, "20.53", "21.40"],
  ["SEK", 1, "1228.76", "1179.88"],
  ["SGD", 1, "9344.35", "9567.79"],
  ["SYP", 1, "0.98", "0.99"],
  ["THB", 1, "359.05", "376.45"],
  ["TJS", 1, "1126.10", "1177.72"],
  ["TMT", 1, "3525.36", "3667.74"],
  ["TND", 1, "4019.14", "4062.37"],
  ["TRY", 1, "417.55", "369.31"],
  ["UAH", 1, "324.85", "309.33"],
  ["USD", 1, "12338.77", "12837.10"],
  ["UYU", 1, "316.22", "295.11"],
  ["VES", 1, "343.99", "264.68"],
  ["VND", 10, "5.09", "5.05"],
  ["XDR", 1, "16555.44", "16864.29"],
  ["YER", 1, "49.36", "51.45"],
  ["ZAR", 1, "670.07", "713.17"],
];

/** Rates to the rouble as the Bank of Russia published them for this day: `[currency, nominal, rate]`. */
const RUBLE_DAY = "2025-12-13";
const RUBLE_RATES: readonly (readonly [currency: string, nominal: number, rate: string])[] = [
  ["AED", 1, "21.7099"],
  ["AMD", 100, "20.8842"],
  ["AUD", 1, "53.1079"],
  ["AZN", 1, "46.8998"],
  ["BDT", 100, "65.1481"],
  ["BGN", 1, "47.7523"],
  ["BHD", 1, "212.0010"],
  ["BOB", 1, "11.5383"],
  ["BRL", 1, "14.7010"],
  ["BYN", 1, "27.0426"],
  ["CAD", 1, "57.8841"],
  ["CHF", 1, "100.3140"],
  ["CNY", 1, "11.2726"],
  ["CUP", 10, "33.2207"],
  ["CZK", 10, "38.5652"],
  ["DKK", 1, "12.5043"],
  ["DZD", 100, "61.5323"],
  ["EGP", 10, "16.7732"],
  ["ETB", 100, "51.3916"],
  ["EUR", 1, "93.5626"],
  ["GBP", 1, "107.1167"],
  ["GEL", 1, "29.5393"],
  ["HKD", 1, "10.2586"],
  ["HUF", 100, "24.3687"],
  ["IDR", 10000, "47.8339"],
  ["INR", 100, "88.2079"],
  ["IRR", 100000, "12.1149"],
  ["JPY", 100, "51.2138"],
  ["KGS", 100, "91.1716"],
  ["KRW", 1000, "54.2563"],
  ["KZT", 100, "15.3320"],
  ["MDL", 10, "47.0570"],
  ["MMK", 1000, "37.9665"],
  ["MNT", 1000, "22.4919"],
  ["NGN", 1000, "54.7569"],
  ["NOK", 10, "78.9809"],
  ["NZD", 1, "46.3707"],
  ["OMR", 1, "206.3454"],
  ["PLN", 1, "22.1305"],
  ["QAR", 1, "21.9037"],
  ["RON", 1, "18.3683"],
  ["RSD", 100, "79.7527"],
  ["SAR", 1, "21.2612"],
  ["SEK", 10, "86.1183"],
  ["SGD", 1, "61.7198"],
  ["THB", 10, "25.1878"],
  ["TJS", 10, "86.3136"],
  ["TMT", 1, "22.7799"],
  ["TRY", 10, "18.7279"],
  ["UAH", 10, "18.8610"],
  ["USD", 1, "79.7296"],
  ["UZS", 10000, "66.1796"],
  ["VND", 10000, "31.7042"],
  ["XDR", 1, "108.9401"],
  ["ZAR", 10, "47.3544"],
];

/** The bundled rates as rows: `[id, date, fromCurrency, toCurrency, rate, nominal, published at (UTC ms), source]`. */
const rows = () => [
  ...DAYS.flatMap((date, day) =>
    RATES.map(([currency, nominal, ...rates]) => rowOf(date, currency, "UZS", rates[day], nominal, "cbu")),
  ),
  ...RUBLE_RATES.map(([currency, nominal, rate]) => rowOf(RUBLE_DAY, currency, "RUB", rate, nominal, "cbr")),
];

const rowOf = (date: string, from: string, to: string, rate: string | undefined, nominal: number, source: string) => [
  v5(`${date} ${from}`, NAMESPACE),
  date,
  from,
  to,
  rate,
  nominal,
  Date.parse(date),
  source,
];

/** SQL that stores those of the bundled rates that are not stored yet; `?1` is a list of the rows. */
export const bundledRates = (): Statement =>
  statement(
    `INSERT INTO fxRates (id, owner, date, fromCurrency, toCurrency, rate, nominal, source, createdAt, updatedAt)
    SELECT j.value ->> 0, 0, j.value ->> 1, j.value ->> 2, j.value ->> 3, j.value ->> 4, j.value ->> 5, j.value ->> 7,
      j.value ->> 6, j.value ->> 6
    FROM json_each(?1) j WHERE true
    ON CONFLICT DO NOTHING`,
    JSON.stringify(rows()),
  );

/** Stores the bundled rates, unless they are stored. One D1 call. */
export async function ensureBundledRates(db: Database): Promise<void> {
  await db.all(bundledRates());
}
