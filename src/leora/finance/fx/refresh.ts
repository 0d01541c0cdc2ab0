import { type Database, type Meter, type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import type { Env } from "../../../kernel/env.ts";
import { newId } from "../../../kernel/id.ts";
import { log } from "../../../kernel/log.ts";
import { fetchBounded } from "../../../kernel/outbound/bounded-fetch.ts";
import { dayOf, startOfDay } from "../../../kernel/time.ts";
import { LIMITS } from "../../../limits.ts";
import { variables } from "../../variables.ts";
import { rateDatabases } from "./copies.ts";
import {
  type CheckedDocument,
  checkRates,
  type LastRate,
  pairOf,
  type UncheckedRate,
  type UnconfirmedJumps,
} from "./plausibility.ts";
import { precedenceOf } from "./rules.ts";
import { boe } from "./sources/boe.ts";
import { cbr } from "./sources/cbr.ts";
import { cbu } from "./sources/cbu.ts";
import { ecb } from "./sources/ecb.ts";
import type { Source } from "./sources/source.ts";
import { tcmb } from "./sources/tcmb.ts";

/**
 * The banks that publish for machines. Not among them: the Saudi and the Emirati bank (web pages only; both currencies
 * are pegged, and other banks quote them) and the Federal Reserve (one archive of all its history, too large to unpack).
 */
const SOURCES: readonly Source[] = [cbu, cbr, tcmb, ecb, boe];

/** The time between two requests to a source, whether it answered or not: six requests a day. */
const INTERVAL_MS = 4 * 3_600_000;
const TIMEOUT_MS = 10_000;
const LOGGED_REFUSALS_MAX = 10;
/** The zone in which a day begins first. */
const EARLIEST_ZONE = "Pacific/Kiritimati";

/**
 * Downloads the rates of the banks that are due, and stores those that are plausible. A bank that fails is skipped with a
 * line in the log, and its last rates stay; nothing that a bank does makes this throw. The first database gets the rates, and
 * `copies.ts` brings them to the others. Three D1 calls.
 * @param now UTC milliseconds
 */
export async function refreshRates(env: Env, now: number, meter: Meter): Promise<void> {
  const { first: db } = rateDatabases(env, meter);
  const dueSources = await takeDueSources(db, env, now);
  const documents = (await Promise.all(dueSources.map((due) => download(env, now, due)))).flat();
  if (documents.length === 0) return;
  const lastRates = await db.batch(documents.map(selectLastRates));
  const today = dayOf(now, EARLIEST_ZONE);
  const statements = documents.flatMap(({ source, rates, unconfirmedJumps }, index) => {
    const checked = checkRates(rates, lastRatesOf(lastRates[index] ?? []), unconfirmedJumps, today);
    logRefusals(source, checked);
    return storeStatements(source, checked, now);
  });
  await db.batch(statements);
}

function logRefusals({ name }: Source, { refused }: CheckedDocument): void {
  if (refused.length === 0) return;
  log("warn", "fx rates refused", {
    source: name,
    count: refused.length,
    rates: refused.slice(0, LOGGED_REFUSALS_MAX),
  });
}

/** A source that is to be asked now, with the jumps that its earlier documents left unconfirmed. */
interface DueSource {
  source: Source;
  unconfirmedJumps: UnconfirmedJumps;
}

/**
 * The sources that have not been asked for `INTERVAL_MS`. The time of asking is stored by the same statement, before they
 * are asked, so that of two runs at once only one gets a source.
 */
async function takeDueSources(db: Database, env: Env, now: number): Promise<DueSource[]> {
  const { FX_SOURCES } = variables.valuesOf(env);
  const names = SOURCES.map(({ name }) => name).filter((name) => FX_SOURCES.includes(name));
  if (names.length === 0) return [];
  // ?1 the sources' names, ?2 now, ?3 the latest time of asking that makes a source due.
  const rows = await db.all(
    statement(
      `INSERT INTO fxFeeds (source, askedAt, doubts)
        SELECT value, ?2, '{}' FROM json_each(?1) WHERE true
        ON CONFLICT (source) DO UPDATE SET askedAt = ?2 WHERE askedAt <= ?3
        RETURNING source, doubts`,
      JSON.stringify(names),
      now,
      now - INTERVAL_MS,
    ),
  );
  return rows.flatMap((row) => {
    const source = SOURCES.find(({ name }) => name === row.source);
    return source ? [{ source, unconfirmedJumps: JSON.parse(String(row.doubts)) }] : [];
  });
}

interface SourceDocument extends DueSource {
  rates: UncheckedRate[];
}

/** The source's current document; none when the source fails. */
async function download(env: Env, now: number, { source, unconfirmedJumps }: DueSource): Promise<SourceDocument[]> {
  try {
    const init = {
      headers: { "User-Agent": "Leora/1.0 (+https://leora.app)", Accept: "*/*" },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    };
    const url = source.url(variables.valuesOf(env), now);
    const reply = await fetchBounded(url, init, LIMITS.vendors.bankDocumentBytes);
    if (!reply.ok) throw new Error(`status ${reply.status}`);
    return [{ source, rates: source.parse(await reply.arrayBuffer()), unconfirmedJumps }];
  } catch (error) {
    log("warn", "fx source skipped", { source: source.name, error });
    return [];
  }
}

/**
 * The source's last published rate of each pair in its document, by one index seek each.
 * `?1` is a list of pairs `[fromCurrency, toCurrency]`, `?2` the source's name.
 */
const selectLastRates = ({ source, rates }: SourceDocument): Statement =>
  statement(
    `SELECT r.fromCurrency, r.toCurrency, r.date, r.nominal, r.rate
      FROM json_each(?1) p CROSS JOIN fxRates r ON r.rowid = (
        SELECT rowid FROM fxRates
        WHERE owner = 0 AND fromCurrency = p.value ->> 0 AND toCurrency = p.value ->> 1 AND source = ?2
        ORDER BY date DESC LIMIT 1)`,
    JSON.stringify([...new Set(rates.map(pairOf))].map((pair) => pair.split("/"))),
    source.name,
  );

const lastRatesOf = (rows: readonly RawRow[]): Map<string, LastRate> =>
  new Map(
    rows.map(({ fromCurrency, toCurrency, date, nominal, rate }) => [
      pairOf({ fromCurrency: String(fromCurrency), toCurrency: String(toCurrency) }),
      { date: String(date), nominal: Number(nominal), rate: String(rate) },
    ]),
  );

/** Columns that differ from rate to rate; the others are the same for the whole document. */
const RATE_COLUMNS = [
  "id",
  "date",
  "fromCurrency",
  "toCurrency",
  "rate",
  "rateMid",
  "rateBid",
  "rateAsk",
  "nominal",
  "precedence",
  "effectiveFrom",
] as const;

/**
 * Stores the accepted rates and the jumps that are still unconfirmed. A rate that the source only repeats is left as it
 * is, with its `updatedAt`.
 */
function storeStatements({ name, timezone }: Source, checked: CheckedDocument, now: number): Statement[] {
  const rows = checked.accepted.map((rate) => {
    const row = {
      ...rate,
      id: newId(now),
      precedence: precedenceOf(name, rate.fromCurrency, rate.toCurrency),
      effectiveFrom: startOfDay(rate.date, timezone),
    };
    return RATE_COLUMNS.map((column) => row[column]);
  });
  const values = RATE_COLUMNS.map((_, index) => `j.value ->> ${index}`);
  return [
    // ?1 a list of rows with the values of RATE_COLUMNS, ?2 the source's name, ?3 now.
    statement(
      `INSERT INTO fxRates (${RATE_COLUMNS.join(", ")}, owner, source, createdAt, updatedAt)
        SELECT ${values.join(", ")}, 0, ?2, ?3, ?3 FROM json_each(?1) j WHERE true
        ON CONFLICT (owner, fromCurrency, toCurrency, date, source) DO UPDATE SET
          rate = excluded.rate, rateMid = excluded.rateMid, rateBid = excluded.rateBid, rateAsk = excluded.rateAsk,
          nominal = excluded.nominal, effectiveFrom = excluded.effectiveFrom, updatedAt = excluded.updatedAt
        WHERE (rate, ifnull(rateBid, ''), ifnull(rateAsk, ''), nominal)
          <> (excluded.rate, ifnull(excluded.rateBid, ''), ifnull(excluded.rateAsk, ''), excluded.nominal)`,
      JSON.stringify(rows),
      name,
      now,
    ),
    statement("UPDATE fxFeeds SET doubts = ?2 WHERE source = ?1", name, JSON.stringify(checked.unconfirmedJumps)),
  ];
}
