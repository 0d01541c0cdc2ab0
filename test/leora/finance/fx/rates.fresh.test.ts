import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { Database, databaseAt } from "../../../../src/kernel/db/database.ts";
import { userDatabases } from "../../../../src/kernel/db/user-databases.ts";
import { isCurrency } from "../../../../src/kernel/money.ts";
import { bundledRates, ensureBundledRates } from "../../../../src/leora/finance/fx/bundled.ts";
import { quotesOfPair } from "../../../../src/leora/finance/fx/quotes.ts";
import { precedenceOf, type RateSource } from "../../../../src/leora/finance/fx/rules.ts";
import { type Actor, newActor } from "../../../support/actor.ts";

interface Stored {
  date: string;
  pair: string;
  rate: string;
  owner?: Actor;
  bid?: string;
  ask?: string;
  at?: number;
  source?: RateSource;
}

/** Stores a rate as cron and people do: a published one in every database. */
async function store({ date, pair, rate, owner, bid, ask, at = 0, source = "manual" }: Stored): Promise<void> {
  const [from = "", to = ""] = pair.split("/");
  const id = crypto.randomUUID();
  for (const database of owner ? [owner.home.database] : userDatabases(env, "leora")) {
    await databaseAt(env, { database })
      .prepare(
        `INSERT INTO fxRates (id, owner, date, fromCurrency, toCurrency, rate, rateBid, rateAsk, nominal, spreadPercent, source, isOverridden, precedence, createdAt, updatedAt)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, '0.5', ?, ?, ?, ?, ?)`,
      )
      .bind(
        id,
        owner?.owner ?? 0,
        date,
        from,
        to,
        rate,
        bid ?? null,
        ask ?? null,
        source,
        owner ? 1 : 0,
        precedenceOf(source, from, to),
        at,
        at,
      )
      .run();
  }
}

const convert = async (actor: Actor, query: string) => (await actor.get(`/v1/fx-rates/convert?${query}`)).data;

describe("GET /fx-rates/convert", () => {
  it("answers with the specification's fields", async () => {
    const actor = await newActor();
    const reply = await actor.get("/v1/fx-rates/convert?from=USD&to=UZS&amount=100&date=2024-01-01");
    expect(reply.status).toBe(200);
    expect(reply.data).toEqual({
      from: "USD",
      to: "UZS",
      amount: 100,
      result: 1233877,
      rate: 12338.77,
      rateType: "mid",
      date: "2024-01-01",
    });
    expect(reply.headers.get("Server-Timing")).toContain('d1;desc="1"');
  });

  it("converts in any direction, to the decimals of the currency", async () => {
    const actor = await newActor();
    const queries = [
      ["from=UZS&to=UZS&amount=12.34", 12.34, 1],
      ["from=USD&to=UZS&amount=1&date=2024-12-05", 12338.77, 12338.77],
      ["from=USD&to=UZS&amount=1&date=2024-12-06", 12837.1, 12837.1],
      ["from=UZS&to=USD&amount=1233877&date=2024-01-01", 100, 0.0000810453554836],
      ["from=VND&to=UZS&amount=100000&date=2024-01-01", 50900, 0.509],
      ["from=USD&to=JPY&amount=10.01&date=2024-01-01", 1416, 141.467209355652],
      ["from=JPY&to=UZS&amount=141&date=2024-01-01", 12298.02, 87.22],
      ["from=UZS&to=KWD&amount=40152.2&date=2024-01-01", 1, 0.0000249052355786],
      ["from=USD&to=UZS&amount=100&date=2024-01-01&rateType=bid", 1230792.31, 12307.923075],
      ["from=USD&to=UZS&amount=100&date=2024-01-01&rateType=ask", 1236961.69, 12369.616925],
    ] as const;
    const replies = await Promise.all(queries.map(([query]) => convert(actor, query)));
    expect(replies.map(({ result }) => result)).toEqual(queries.map(([, result]) => result));
    replies.forEach(({ rate }, index) => {
      expect(rate).toBeCloseTo(queries[index]?.[2] ?? 0, 12);
    });
  });

  it("rounds halves to the even unit", async () => {
    const actor = await newActor();
    await store({ date: "2020-01-01", pair: "CHF/USD", rate: "0.5", owner: actor });
    const results = await Promise.all(
      ["0.01", "0.03", "0.05"].map(async (amount) => (await convert(actor, `from=CHF&to=USD&amount=${amount}`)).result),
    );
    expect(results).toEqual([0, 0.02, 0.02]);
  });

  it("uses today in the user's zone when no date is given", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime("2024-12-05T20:00:00Z");
    const [tashkent, moscow] = [await newActor(), await newActor({ region: "russia" })];
    const query = "from=USD&to=UZS&amount=1";
    expect(await convert(tashkent, query)).toMatchObject({ date: "2024-12-06", rate: 12837.1 });
    expect(await convert(moscow, query)).toMatchObject({ date: "2024-12-05", rate: 12338.77 });
  });

  it("prefers the user's own rate, from its day on and for that user alone", async () => {
    const [owner, other] = [await newActor(), await newActor()];
    await store({ date: "2024-03-01", pair: "USD/UZS", rate: "13000", owner });
    const on = (actor: Actor, date: string) => convert(actor, `from=USD&to=UZS&amount=1&date=${date}`);
    expect(await on(owner, "2024-02-29")).toMatchObject({ rate: 12338.77 });
    expect(await on(owner, "2024-03-01")).toMatchObject({ rate: 13000 });
    expect(await on(owner, "2025-01-01")).toMatchObject({ rate: 13000 });
    expect(await on(other, "2024-03-01")).toMatchObject({ rate: 12338.77 });
  });

  it("takes the rate of the quoted currency's bank when several sources have one for a day", async () => {
    const actor = await newActor();
    const rateNow = async () => (await convert(actor, "from=EUR&to=TRY&amount=1&date=2025-05-01")).rate;
    const at = { date: "2025-05-01", pair: "EUR/TRY" };
    const rates = [];
    for (const [source, rate] of [
      ["market_api", "45"],
      ["cbr", "44"],
      ["ecb", "43"],
      ["tcmb", "42"],
      ["manual", "41"],
    ] as const) {
      await store({ ...at, source, rate });
      rates.push(await rateNow());
    }
    expect(rates).toEqual([45, 44, 43, 42, 41]);
    await store({ ...at, pair: "EUR/RUB", source: "cbr", rate: "90" });
    await store({ ...at, pair: "EUR/RUB", source: "ecb", rate: "95" });
    expect(await convert(actor, "from=EUR&to=RUB&amount=1&date=2025-05-01")).toMatchObject({ rate: 90 });
  });

  it("refuses a day before the first rate, and a currency nobody quotes", async () => {
    const actor = await newActor();
    for (const query of ["from=USD&to=UZS&amount=1&date=2023-12-28", "from=USD&to=FJD&amount=1"]) {
      const reply = await actor.get(`/v1/fx-rates/convert?${query}`);
      expect([reply.status, reply.error?.code], query).toEqual([422, "FX_RATE_UNAVAILABLE"]);
    }
  });

  it("names what is wrong in its query", async () => {
    const actor = await newActor();
    const problems: [query: string, field: string][] = [
      ["to=UZS&amount=1", "from"],
      ["from=usd&to=UZS&amount=1", "from"],
      ["from=USD&to=XXY&amount=1", "to"],
      ["from=USD&to=UZS", "amount"],
      ...["0", "0.00", "-1", "1e3", "", "1.001", "90071992547409"].map((amount): [string, string] => [
        `from=USD&to=UZS&amount=${amount}`,
        "amount",
      ]),
      ["from=JPY&to=UZS&amount=1.5", "amount"],
      ["from=USD&to=UZS&amount=1&date=2024-02-30", "date"],
      ["from=USD&to=UZS&amount=1&rateType=best", "rateType"],
    ];
    for (const [query, field] of problems) {
      const { status, error } = await actor.get(`/v1/fx-rates/convert?${query}`);
      expect([status, error?.code, error?.details?.map((problem) => problem.field)], query).toEqual([
        400,
        "VALIDATION_ERROR",
        [field],
      ]);
    }
  });
});

describe("GET /fx-rates/latest", () => {
  it("quotes every currency in the primary one, without itself", async () => {
    const actor = await newActor();
    const reply = await actor.get("/v1/fx-rates/latest");
    expect(reply.status).toBe(200);
    const { rates, ...rest } = reply.data;
    expect(rest).toEqual({ baseCurrency: "UZS", updatedAt: "2025-12-13T00:00:00.000Z", source: "cbu" });
    expect(rates.USD).toEqual({ rate: 12837.1, rateBid: 12805.00725, rateAsk: 12869.19275 });
    expect(rates.VND.rate).toBe(0.505);
    expect(Object.keys(rates)).toHaveLength(78);
    expect(Object.keys(rates)).not.toContain("UZS");
    expect(reply.headers.get("Server-Timing")).toContain('d1;desc="1"');
  });

  it("crosses to another primary currency and counts the user's own rates", async () => {
    const actor = await newActor({ currency: "USD" });
    await store({
      date: "2026-01-01",
      pair: "EUR/USD",
      rate: "1.1",
      bid: "1.09",
      ask: "1.12",
      owner: actor,
      at: Date.UTC(2026, 0, 1),
    });
    const { data } = await actor.get("/v1/fx-rates/latest");
    expect(data).toMatchObject({ baseCurrency: "USD", updatedAt: "2026-01-01T00:00:00.000Z", source: "cbu" });
    expect(data.rates.EUR).toEqual({ rate: 1.1, rateBid: 1.09, rateAsk: 1.12 });
    expect(data.rates.UZS.rate).toBeCloseTo(1 / 12837.1, 12);
    expect(data.rates.GBP.rate).toBeCloseTo(16369.68 / 12837.1, 10);
  });

  it("knows nothing of tomorrow", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime("2024-06-01T00:00:00Z");
    const actor = await newActor();
    expect((await actor.get("/v1/fx-rates/latest")).data.rates.USD.rate).toBe(12338.77);
  });
});

describe("bundled rates", () => {
  it("are stored once, with known currencies and positive rates of at most two decimals", async () => {
    await ensureBundledRates(new Database(env.LEORA_DB_1, { d1: 0, hub: 0 }));
    const { results } = await env.LEORA_DB_1.prepare(
      "SELECT * FROM fxRates WHERE owner = 0 AND source = 'cbu' AND date IN ('2023-12-29', '2024-12-06')",
    ).all();
    expect(results).toHaveLength(150);
    for (const { fromCurrency, toCurrency, rate, nominal } of results) {
      expect(isCurrency(String(fromCurrency)), String(fromCurrency)).toBe(true);
      expect([toCurrency, Number(rate) > 0, [1, 10].includes(Number(nominal))]).toEqual(["UZS", true, true]);
      expect(rate).toMatch(/^\d+\.\d\d$/);
    }
  });

  it("have a real day of every currency of the app's regions, in roubles", async () => {
    const { results } = await env.LEORA_DB_1.prepare(
      "SELECT fromCurrency FROM fxRates WHERE owner = 0 AND source = 'cbr' AND date = '2025-12-13' AND toCurrency = 'RUB'",
    ).all();
    const currencies = results.map(({ fromCurrency }) => fromCurrency);
    expect(currencies).toHaveLength(55);
    expect(currencies).toEqual(expect.arrayContaining(["UZS", "TRY", "SAR", "AED", "USD", "EUR"]));
    expect(currencies.filter((currency) => !isCurrency(String(currency)))).toEqual([]);
    const actor = await newActor();
    expect(await convert(actor, "from=AED&to=RUB&amount=100&date=2025-12-13")).toMatchObject({ result: 2170.99 });
    expect(await convert(actor, "from=RUB&to=UZS&amount=661.79&date=2025-12-13")).toMatchObject({ result: 99999.09 });
  });

  it("have parameters that can be written into SQL as they are", () => {
    expect(bundledRates().params.join("")).not.toContain("'");
  });
});

describe("the rates lookup", () => {
  it("finds each candidate by one index seek", async () => {
    const { sql, params } = quotesOfPair(1, { from: "USD", to: "KZT", day: "2026-01-01" });
    const { results } = await env.LEORA_DB_1.prepare(`EXPLAIN QUERY PLAN ${sql}`)
      .bind(...params)
      .all<{ detail: string }>();
    const plan = results.map(({ detail }) => detail);
    expect(plan.filter((step) => /^SCAN (?!.*VIRTUAL TABLE)|TEMP B-TREE/.test(step))).toEqual([]);
    expect(plan.join("\n")).toContain(
      "USING COVERING INDEX fxRates_latest (owner=? AND fromCurrency=? AND toCurrency=? AND date<?)",
    );
  });
});
