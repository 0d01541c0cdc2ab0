import { v5 } from "uuid";

/** The namespace of bundled rates' ids: the same rate has the same id in every installation. */
const NAMESPACE = "6d1f0a52-8a57-4f0e-9c53-0d6f6a2f7b11";

/**
 * Rates to the so'm that an installation starts with: `[currency, nominal, first day, second day]`, in the form of the
 * Central Bank of Uzbekistan. The dollar is the bank's. No record of its other rates of those days was at hand: they
 * are worked out from the dollar's parities as remembered, and may be a percent off until the bank's own replace them.
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

/** The bundled rates as rows: `[id, date, fromCurrency, toCurrency, rate, nominal, published at (UTC ms)]`. */
const rows = () =>
  DAYS.flatMap((date, day) =>
    RATES.map(([currency, nominal, ...rates]) => [
      v5(`${date} ${currency}`, NAMESPACE),
      date,
      currency,
      "UZS",
      rates[day],
      nominal,
      Date.parse(date),
    ]),
  );

/** SQL that stores the bundled rates, each once however often it runs; its parameters are texts without quotes. */
export const bundledRates = (): { sql: string; params: string[] } => ({
  sql: `INSERT INTO fxRates (id, userId, date, fromCurrency, toCurrency, rate, nominal, source, createdAt, updatedAt)
    SELECT j.value ->> 0, '', j.value ->> 1, j.value ->> 2, j.value ->> 3, j.value ->> 4, j.value ->> 5, 'cbu', j.value ->> 6, j.value ->> 6
    FROM json_each(?1) j WHERE true ON CONFLICT DO NOTHING`,
  params: [JSON.stringify(rows())],
});
