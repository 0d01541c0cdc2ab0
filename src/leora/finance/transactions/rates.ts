import type { Lookup } from "../../../engine/read-plan.ts";
import type { UnitOfWork } from "../../../engine/unit-of-work.ts";
import { numbered, type RawRow, type Statement, unionOf } from "../../../kernel/db/database.ts";
import { convertMinor } from "../../../kernel/money.ts";
import type { Day } from "../../../kernel/time.ts";
import { HUBS, RateBook } from "../fx/rules.ts";
import { isLatest, OWNERS, QUOTE, quoteOf } from "../fx/service.ts";

/** The accounts of the transactions in the JSON list `ids`, an SQL parameter; `?1` is the user's id. */
export const accountsOf = (ids: string): string =>
  ["accountId", "fromAccountId", "toAccountId"]
    .map(
      (field) => `SELECT ${field} FROM transactions WHERE userId = ?1 AND id IN (SELECT value FROM json_each(${ids}))`,
    )
    .join(" UNION ");

/** What a write may have to convert: known currencies and days, and those of rows that are read in the same batch. */
interface Conversions {
  currencies: readonly string[];
  days: readonly Day[];
  accountIds: readonly string[];
  transactionIds: readonly string[];
  debtIds?: readonly string[];
  goalIds?: readonly string[];
}

/** Debts that are named, and those of the transactions; a payment without a transaction has an id like one. */
const DEBTS = `owed(id) AS MATERIALIZED (
    SELECT value FROM json_each(?6)
    UNION SELECT debtId FROM transactions WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?5))
    UNION SELECT debtId FROM debtPayments WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?5)))`;

/** Terms of a union that a write without stored transactions, payments and debts does without. */
const CURRENCIES_OF_STORED = [
  `SELECT currency FROM accounts WHERE userId = ?1 AND id IN (${accountsOf("?5")})`,
  "SELECT currency FROM transactions WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?5))",
  "SELECT toCurrency FROM transactions WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?5))",
  "SELECT currency FROM debtPayments WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?5))",
  `SELECT c.value FROM owed CROSS JOIN debts d ON d.userId = ?1 AND d.id = owed.id
    CROSS JOIN json_each(json_array(d.principalCurrency, d.repaymentCurrency, d.baseCurrency)) c`,
  `SELECT a.currency FROM owed CROSS JOIN debts d ON d.userId = ?1 AND d.id = owed.id
    CROSS JOIN json_each(json_array(d.fundingAccountId, d.lentFromAccountId, d.receivedToAccountId,
      d.payFromAccountId, d.returnToAccountId)) i
    CROSS JOIN accounts a ON a.userId = ?1 AND a.id = i.value`,
  `SELECT currency FROM goals
    WHERE userId = ?1 AND id IN (SELECT goalId FROM transactions WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?5)))`,
];
const CURRENCIES = [
  "SELECT value AS code FROM json_each(?2)",
  "SELECT currency FROM accounts WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?4))",
  "SELECT currency FROM budgets WHERE userId = ?1 AND showStatus = 'active'",
  "SELECT currency FROM goals WHERE userId = ?1 AND linkedBudgetId IS NOT NULL",
  "SELECT currency FROM goals WHERE userId = ?1 AND linkedDebtId IS NOT NULL",
  "SELECT currency FROM goals WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?7))",
];

const DAYS = "SELECT value AS day FROM json_each(?3)";
const DAYS_OF_STORED = [
  "SELECT date FROM transactions WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?5))",
  "SELECT paymentDate FROM debtPayments WHERE userId = ?1 AND id IN (SELECT value FROM json_each(?5))",
  "SELECT startDate FROM owed CROSS JOIN debts d ON d.userId = ?1 AND d.id = owed.id",
];

/** Rates between all currencies that the transactions of a write, their accounts, budgets and sums may meet. */
export const writeRates: Lookup<Conversions, RateBook> = {
  statement(userId, questions) {
    const params = (["currencies", "days", "accountIds", "transactionIds", "debtIds", "goalIds"] as const).map((name) =>
      JSON.stringify([...new Set(questions.flatMap((question) => question[name] ?? []))]),
    );
    const meetsStored = questions.some(
      ({ transactionIds, debtIds = [] }) => transactionIds.length + debtIds.length > 0,
    );
    const sql = meetsStored
      ? quotesSql(unionOf([...CURRENCIES, ...CURRENCIES_OF_STORED]), unionOf([DAYS, ...DAYS_OF_STORED]), `${DEBTS}, `)
      : quotesSql(unionOf(CURRENCIES), DAYS);
    return numbered(sql, userId, ...params);
  },
  parse: (rows) => new RateBook(rows.map(quoteOf)),
};

/**
 * Rates on one day between the currencies that a subquery names and `currency`, for sums in it.
 * @param currencies SQL of one column; `?1` is the user's id
 */
export const sumRates = (userId: string, currency: string, day: Day, currencies: string): Statement => ({
  sql: quotesSql(`SELECT ?2 AS code UNION ${currencies}`, "SELECT ?3 AS day"),
  params: [userId, currency, day],
});

export const readRates = (rows: RawRow[]): RateBook => new RateBook(rows.map(quoteOf));

/** For each day the latest quote of each pair that leads between two of the currencies, directly or over a hub. */
export const quotesSql = (currencies: string, days: string, tables = ""): string => `
  WITH ${tables}wanted(code) AS MATERIALIZED (${currencies}), days(day) AS (${days}),
    reachable(code) AS (SELECT code FROM wanted UNION SELECT value FROM json_each('${JSON.stringify(HUBS)}')),
    pairs(f, t) AS (
      SELECT w.code, r.code FROM wanted w JOIN reachable r ON r.code <> w.code
      UNION SELECT r.code, w.code FROM wanted w JOIN reachable r ON r.code <> w.code)
  SELECT ${QUOTE}, d.day
  FROM pairs p CROSS JOIN days d CROSS JOIN ${OWNERS} CROSS JOIN fxRates r ON ${isLatest("o.value", "p.f", "p.t", "d.day")}
  WHERE (SELECT count(*) FROM wanted WHERE code IS NOT NULL) > 1`;

/** Units of `to` for one unit of `from` on a day, as decimal text. @throws fx_rate_unavailable */
export const rateOn = (work: UnitOfWork, from: string, to: string, day: Day): string =>
  from === to ? "1" : work.answer(writeRates).rate(from, to, day).rate;

/** Minor units of one currency in another's at the day's rate. @throws fx_rate_unavailable; invalid_input on `field` */
export const convertOn = (
  work: UnitOfWork,
  minor: number,
  from: string,
  to: string,
  day: Day,
  field: string,
): number => (from === to ? minor : convertMinor(minor, from, to, rateOn(work, from, to, day), field));
