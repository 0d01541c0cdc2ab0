import { Database, identityDatabase, type RawRow, type Statement, statement } from "../../../kernel/db/database.ts";
import type { Env } from "../../../kernel/env.ts";
import { newId } from "../../../kernel/id.ts";
import { log } from "../../../kernel/log.ts";
import { dayOf, startOfDay } from "../../../kernel/time.ts";
import { variables } from "../../variables.ts";
import { type Claim, type Doubts, judge, type Known, pairOf, type Verdict } from "./plausibility.ts";
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

/** Between two questions to a source, whether it answered or not: six a day. */
const INTERVAL_MS = 4 * 3_600_000;
const TIMEOUT_MS = 10_000;
const DOCUMENT_MAX = 2 * 1024 * 1024;
const LOGGED_REFUSALS = 10;
/** Where a day begins first. */
const EARLIEST_ZONE = "Pacific/Kiritimati";

interface Feed {
  source: Source;
  claims: Claim[];
  doubts: Doubts;
}

/**
 * Asks the banks whose turn it is for their rates, and stores those that make sense. A bank that fails is skipped with
 * a line in the log; its last rates stay. Never throws for what a bank does. At most three D1 calls.
 */
export async function refreshRates(env: Env, now: number): Promise<void> {
  const db = new Database(identityDatabase(env, "leora"), { d1: 0, hub: 0 });
  const feeds = (await Promise.all((await claimTurns(db, env, now)).map((turn) => ask(env, now, turn)))).flat();
  if (feeds.length === 0) return;
  const known = await db.batch(feeds.map(lastOf));
  const verdicts = feeds.map(({ source, claims, doubts }, index) => {
    const verdict = judge(claims, knownFrom(known[index] ?? []), doubts, dayOf(now, EARLIEST_ZONE));
    if (verdict.refused.length > 0) {
      const { length } = verdict.refused;
      log("warn", "fx rates refused", {
        source: source.name,
        count: length,
        rates: verdict.refused.slice(0, LOGGED_REFUSALS),
      });
    }
    return { source, verdict };
  });
  await db.batch(verdicts.flatMap(({ source, verdict }) => storing(source, verdict, now)));
}

interface Turn {
  source: Source;
  doubts: Doubts;
}

/** The sources whose turn it is. Nobody else gets the same turn: the clock is set before they are asked. */
async function claimTurns(db: Database, env: Env, now: number): Promise<Turn[]> {
  const { FX_SOURCES } = variables.valuesOf(env);
  const names = SOURCES.map(({ name }) => name).filter((name) => FX_SOURCES.includes(name));
  if (names.length === 0) return [];
  const rows = await db.all(
    statement(
      `INSERT INTO fxFeeds (source, askedAt, doubts) SELECT value, ?2, '{}' FROM json_each(?1) WHERE true
        ON CONFLICT (source) DO UPDATE SET askedAt = ?2 WHERE askedAt <= ?3 RETURNING source, doubts`,
      JSON.stringify(names),
      now,
      now - INTERVAL_MS,
    ),
  );
  return rows.flatMap((row) => {
    const source = SOURCES.find(({ name }) => name === row.source);
    return source ? [{ source, doubts: JSON.parse(String(row.doubts)) as Doubts }] : [];
  });
}

/** Its document's rows; nothing when it fails. */
async function ask(env: Env, now: number, { source, doubts }: Turn): Promise<Feed[]> {
  try {
    const reply = await fetch(source.url(variables.valuesOf(env), now), {
      headers: { "User-Agent": "Leora/1.0 (+https://leora.app)", Accept: "*/*" },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!reply.ok) throw new Error(`status ${reply.status}`);
    return [{ source, claims: source.read(await documentOf(reply)), doubts }];
  } catch (error) {
    log("warn", "fx source skipped", { source: source.name, error });
    return [];
  }
}

async function documentOf(reply: Response): Promise<ArrayBuffer> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of reply.body ?? []) {
    size += chunk.byteLength;
    if (size > DOCUMENT_MAX) throw new Error("document too large");
    chunks.push(chunk);
  }
  return new Blob(chunks).arrayBuffer();
}

/** The last rate that the source had of each pair of its document: one index seek each. */
const lastOf = ({ source, claims }: Feed): Statement =>
  statement(
    `SELECT r.fromCurrency, r.toCurrency, r.date, r.nominal, r.rate FROM json_each(?1) c CROSS JOIN fxRates r
      ON r.rowid = (SELECT rowid FROM fxRates
        WHERE userId = '' AND fromCurrency = c.value ->> 0 AND toCurrency = c.value ->> 1 AND source = ?2
        ORDER BY date DESC LIMIT 1)`,
    JSON.stringify([...new Set(claims.map(pairOf))].map((pair) => pair.split("/"))),
    source.name,
  );

const knownFrom = (rows: readonly RawRow[]): Map<string, Known> =>
  new Map(
    rows.map(({ fromCurrency, toCurrency, date, nominal, rate }) => [
      pairOf({ fromCurrency: String(fromCurrency), toCurrency: String(toCurrency) }),
      { date: String(date), nominal: Number(nominal), rate: String(rate) },
    ]),
  );

/** A document read twice changes nothing: what it repeats stays as it is, with its time. */
function storing({ name, timezone }: Source, { accepted, doubts }: Verdict, now: number): Statement[] {
  const rows = accepted.map((rate) => [
    newId(now),
    rate.date,
    rate.fromCurrency,
    rate.toCurrency,
    rate.rate,
    rate.rateMid,
    rate.rateBid,
    rate.rateAsk,
    rate.nominal,
    precedenceOf(name, rate.fromCurrency, rate.toCurrency),
    startOfDay(rate.date, timezone),
  ]);
  const values = Array.from({ length: 11 }, (_, index) => `j.value ->> ${index}`).join(", ");
  return [
    statement(
      `INSERT INTO fxRates (id, date, fromCurrency, toCurrency, rate, rateMid, rateBid, rateAsk, nominal, precedence,
          effectiveFrom, userId, source, createdAt, updatedAt)
        SELECT ${values}, '', ?2, ?3, ?3 FROM json_each(?1) j WHERE true
        ON CONFLICT (userId, fromCurrency, toCurrency, date, source) DO UPDATE SET
          rate = excluded.rate, rateMid = excluded.rateMid, rateBid = excluded.rateBid, rateAsk = excluded.rateAsk,
          nominal = excluded.nominal, effectiveFrom = excluded.effectiveFrom, updatedAt = excluded.updatedAt
        WHERE (rate, ifnull(rateBid, ''), ifnull(rateAsk, ''), nominal)
          <> (excluded.rate, ifnull(excluded.rateBid, ''), ifnull(excluded.rateAsk, ''), excluded.nominal)`,
      JSON.stringify(rows),
      name,
      now,
    ),
    statement("UPDATE fxFeeds SET doubts = ?2 WHERE source = ?1", name, JSON.stringify(doubts)),
  ];
}
