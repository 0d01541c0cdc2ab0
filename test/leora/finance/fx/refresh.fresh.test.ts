import { createScheduledController } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, it, vi } from "vitest";
import worker from "../../../../src/worker.ts";
import { newActor } from "../../../support/actor.ts";
import { freezeTime, passTime } from "../../../support/clock.ts";
import { VendorAccount } from "../../../support/vendor-account.ts";

type Bank = "cbu" | "cbr" | "tcmb" | "ecb" | "boe";
const HOUR_MS = 3_600_000;

/** The fake banks of one test: `sources` are those that cron asks. */
class Banks {
  private readonly name = crypto.randomUUID();

  constructor(private readonly sources: readonly Bank[]) {}

  private account = (bank: Bank) => new VendorAccount("banks", `${this.name}/${bank}`);

  /** What the bank answers next, in place of its sample. */
  answers = (bank: Bank, text: string, status = 200): Promise<void> =>
    this.account(bank).answerNext({ status, base64: Buffer.from(text).toString("base64") });

  hangsUp = (bank: Bank): Promise<void> => this.account(bank).answerNext({ status: 0 });

  calls = async (bank: Bank): Promise<number> => (await this.account(bank).calls()).length;

  /** The Worker's cron, with these banks for the real ones; what it had to complain of. */
  async refresh(): Promise<Record<string, unknown>[]> {
    const urls = this.sources.map((bank) => [
      `${bank.toUpperCase()}_BASE_URL`,
      `${this.account(bank).baseUrl}/${this.name}/${bank}`,
    ]);
    const logged = vi.spyOn(console, "log");
    const bindings = { ...env, FX_SOURCES: this.sources.join(","), ...Object.fromEntries(urls) };
    await worker.scheduled(createScheduledController(), bindings);
    const lines = logged.mock.calls.map(([line]) => JSON.parse(String(line)));
    logged.mockRestore();
    return lines.filter(({ level }) => level === "warn");
  }
}

/** Stored rates of a source: pair, day, rate for how many units, bid and ask. */
async function stored(source: Bank): Promise<unknown[][]> {
  const { results } = await env.LEORA_DB_1.prepare(
    `SELECT fromCurrency || '/' || toCurrency AS pair, date, rate, nominal, rateBid, rateAsk FROM fxRates
      WHERE owner = 0 AND source = ? AND date NOT IN ('2023-12-29', '2024-12-06', '2025-12-13') ORDER BY date, pair`,
  )
    .bind(source)
    .all();
  return results.map((row) => Object.values(row));
}

const cbuDocument = (...rows: Record<string, unknown>[]): string =>
  JSON.stringify(rows.map((row) => ({ Nominal: "1", Date: "25.09.2026", ...row })));

beforeEach(async () => {
  freezeTime("2026-09-25T06:00:00Z");
  await env.LEORA_DB_1.batch([
    env.LEORA_DB_1.prepare("DELETE FROM fxRates"),
    env.LEORA_DB_1.prepare("DELETE FROM fxFeeds"),
  ]);
});

describe("cron reads what banks publish", () => {
  it("Uzbekistan: JSON", async () => {
    expect(await new Banks(["cbu"]).refresh()).toEqual([]);
    expect(await stored("cbu")).toEqual([
      ["IDR/UZS", "2026-06-18", "6.8", 10, null, null],
      ["EUR/UZS", "2026-09-25", "13450.52", 1, null, null],
      ["RUB/UZS", "2026-09-25", "139.27", 1, null, null],
      ["USD/UZS", "2026-09-25", "11830.87", 1, null, null],
    ]);
  });

  it("Russia: XML in windows-1251, with decimal commas", async () => {
    expect(await new Banks(["cbr"]).refresh()).toEqual([]);
    expect(await stored("cbr")).toEqual(
      [
        ["AED", "23.2801", 1],
        ["AMD", "21.8342", 100],
        ["AUD", "53.6917", 1],
        ["EUR", "92.4276", 1],
        ["GBP", "110.6408", 1],
        ["KZT", "16.9831", 100],
        ["TRY", "22.6183", 10],
        ["USD", "85.4963", 1],
        ["UZS", "66.2085", 10000],
        ["VND", "34.423", 10000],
        ["XDR", "113.3373", 1],
      ].map(([currency, rate, nominal]) => [`${currency}/RUB`, "2025-04-01", rate, nominal, null, null]),
    );
  });

  it("Turkey: XML with both sides of the market", async () => {
    expect(await new Banks(["tcmb"]).refresh()).toEqual([]);
    expect(await stored("tcmb")).toEqual(
      [
        ["AUD", "5.6581", 1, "5.6397", "5.6765"],
        ["EUR", "9.2943", 1, "9.2859", "9.3027"],
        ["GBP", "10.21295", 1, "10.1864", "10.2395"],
        ["IRR", "0.01881", 100, "0.01869", "0.01893"],
        ["JPY", "7.4533", 100, "7.4287", "7.4779"],
        ["RUB", "0.10154", 1, "0.10088", "0.1022"],
        ["SAR", "2.1061", 1, "2.1042", "2.108"],
        ["SEK", "0.889965", 1, "0.88538", "0.89455"],
        ["USD", "7.9002", 1, "7.8931", "7.9073"],
        ["XDR", "11.1446", 1, null, null],
      ].map(([currency, ...rest]) => [`${currency}/TRY`, "2020-10-08", ...rest]),
    );
  });

  it("the euro area: XML with name spaces", async () => {
    expect(await new Banks(["ecb"]).refresh()).toEqual([]);
    const rates = await stored("ecb");
    expect(rates).toHaveLength(30);
    expect(rates.filter(([pair]) => ["EUR/USD", "EUR/IDR", "EUR/GBP"].includes(String(pair)))).toEqual([
      ["EUR/GBP", "2024-06-28", "0.84638", 1, null, null],
      ["EUR/IDR", "2024-06-28", "17487.21", 1, null, null],
      ["EUR/USD", "2024-06-28", "1.0705", 1, null, null],
    ]);
  });

  it("the United Kingdom: CSV of several days, with gaps", async () => {
    expect(await new Banks(["boe"]).refresh()).toEqual([]);
    expect(await stored("boe")).toEqual([
      ["GBP/EUR", "2026-04-16", "1.1702", 1, null, null],
      ["GBP/SAR", "2026-04-16", "4.765", 1, null, null],
      ["GBP/USD", "2026-04-16", "1.2705", 1, null, null],
      ["GBP/EUR", "2026-04-17", "1.1698", 1, null, null],
      ["GBP/SAR", "2026-04-17", "4.7671", 1, null, null],
      ["GBP/TRY", "2026-04-17", "57.132", 1, null, null],
      ["GBP/USD", "2026-04-17", "1.271", 1, null, null],
    ]);
  });
});

describe("what cron stored", () => {
  it("counts from the day it is for", async () => {
    const banks = new Banks(["cbu"]);
    await banks.answers("cbu", cbuDocument({ Ccy: "USD", Rate: "11900", Date: "26.09.2026" }));
    expect(await banks.refresh()).toEqual([]);
    const actor = await newActor();
    const rateOn = async (date: string) =>
      (await actor.get(`/v1/fx-rates/convert?from=USD&to=UZS&amount=1&date=${date}`)).data.rate;
    expect([await rateOn("2026-09-25"), await rateOn("2026-09-26")]).toEqual([12837.1, 11900]);
    const { data } = await actor.get("/v1/fx-rates?source=cbu&date=2026-09-26");
    expect(data).toEqual([
      {
        id: expect.any(String),
        date: "2026-09-26",
        fromCurrency: "USD",
        toCurrency: "UZS",
        rate: 11900,
        rateMid: null,
        rateBid: null,
        rateAsk: null,
        nominal: 1,
        spreadPercent: 0.5,
        source: "cbu",
        isOverridden: false,
        effectiveFrom: "2026-09-25T19:00:00.000Z",
        effectiveUntil: null,
        createdAt: "2026-09-25T06:00:00.000Z",
        updatedAt: "2026-09-25T06:00:00.000Z",
      },
    ]);
  });

  it("is used by each bank for its own currency, and latest names the source", async () => {
    await new Banks(["cbu", "cbr", "tcmb", "ecb", "boe"]).refresh();
    const actor = await newActor({ currency: "RUB" });
    const { data } = await actor.get("/v1/fx-rates/latest");
    expect(data.source).toBe("cbr");
    expect(data.rates.USD).toEqual({ rate: 79.7296, rateBid: 79.530276, rateAsk: 79.928924 });
    const turkish = await newActor({ currency: "TRY" });
    expect((await turkish.get("/v1/fx-rates/latest")).data.rates.USD).toEqual({
      rate: 7.9002,
      rateBid: 7.8931,
      rateAsk: 7.9073,
    });
  });

  it("stays as it is when a bank repeats itself, and follows when it corrects itself", async () => {
    const banks = new Banks(["cbu"]);
    const times = async () =>
      (await env.LEORA_DB_1.prepare("SELECT rate, createdAt, updatedAt FROM fxRates WHERE date = '2026-09-25'").all())
        .results;
    const first = Date.now();
    for (const rate of ["11900", "11900", "11950"]) {
      await banks.answers("cbu", cbuDocument({ Ccy: "USD", Rate: rate }));
      await banks.refresh();
      if (rate === "11900") expect(await times()).toEqual([{ rate, createdAt: first, updatedAt: first }]);
      passTime(4 * HOUR_MS);
    }
    expect(await times()).toEqual([{ rate: "11950", createdAt: first, updatedAt: first + 8 * HOUR_MS }]);
  });
});

describe("a source is asked at most every four hours", () => {
  it("whether it answers or not, by however many runs at once", async () => {
    const banks = new Banks(["cbu", "ecb"]);
    await banks.hangsUp("ecb");
    await Promise.all([banks.refresh(), banks.refresh()]);
    passTime(4 * HOUR_MS - 1);
    await banks.refresh();
    expect([await banks.calls("cbu"), await banks.calls("ecb")]).toEqual([1, 1]);
    passTime(1);
    await banks.refresh();
    expect([await banks.calls("cbu"), await banks.calls("ecb")]).toEqual([2, 2]);
  });

  it("and none when none is named", async () => {
    const banks = new Banks([]);
    expect(await banks.refresh()).toEqual([]);
    expect(await banks.calls("cbu")).toBe(0);
  });
});

describe("a source that fails is skipped with one line, and the others are not", () => {
  const broken: [what: string, bank: Bank, document: string, status?: number][] = [
    ["is down", "cbu", "", 503],
    ["sends a page instead of JSON", "cbu", "<html>maintenance</html>"],
    ["sends another JSON", "cbu", '{"error":"limit"}'],
    ["sends an empty list", "cbu", "[]"],
    ["sends half of its XML", "cbr", '<?xml version="1.0"?><ValCurs Date="25.09.2026"><Valute><CharCode>USD'],
    ["sends XML without rates", "cbr", '<ValCurs Date="25.09.2026" name="Foreign Currency Market"/>'],
    ["sends a page instead of its XML", "tcmb", "<html><body>404</body></html>"],
    ["sends no XML", "ecb", "Service unavailable"],
    ["sends a page instead of its CSV", "boe", "<html>\n<body>Access denied</body>\n</html>"],
    ["sends a document without end", "boe", `DATE,XUDLUSS\n${"16 Apr 2026,1.27\n".repeat(150_000)}`],
  ];

  it.each(broken)("%s: %s", async (_, bank, document, status = 200) => {
    const healthy = bank === "ecb" ? "cbu" : "ecb";
    const banks = new Banks([bank, healthy]);
    await banks.answers(bank, document, status);
    const lines = await banks.refresh();
    expect(lines.map(({ event, source }) => [event, source])).toEqual([["fx source skipped", bank]]);
    expect(await stored(bank)).toEqual([]);
    expect((await stored(healthy)).length).toBeGreaterThan(0);
  });

  it("hangs up", async () => {
    const banks = new Banks(["cbu", "ecb"]);
    await banks.hangsUp("cbu");
    expect((await banks.refresh()).map(({ event, source }) => [event, source])).toEqual([["fx source skipped", "cbu"]]);
    expect(await stored("ecb")).toHaveLength(30);
  });

  it("one bad row does not spoil the others, and the last rates stay", async () => {
    const banks = new Banks(["cbu"]);
    const document = cbuDocument(
      { Ccy: "USD", Rate: "17000" },
      { Ccy: "EUR", Rate: "13450.52" },
      { Ccy: "RUB" },
      { Ccy: "GBP", Rate: "0" },
      { Ccy: "JPY", Rate: "80", Date: "25.12.2026" },
      { Rate: "5" },
    );
    await banks.answers("cbu", document);
    expect(await banks.refresh()).toEqual([
      {
        level: "warn",
        event: "fx rates refused",
        source: "cbu",
        count: 5,
        rates: [
          { pair: "USD/UZS", date: "2026-09-25", why: "jump from 12837.10 for 1 to 17000 for 1" },
          { pair: "RUB/UZS", date: "2026-09-25", why: "no rate above zero" },
          { pair: "GBP/UZS", date: "2026-09-25", why: "no rate above zero" },
          { pair: "/UZS", date: "2026-09-25", why: "no currency pair" },
          { pair: "JPY/UZS", date: "2026-12-25", why: "date in the future" },
        ],
      },
    ]);
    expect(await stored("cbu")).toEqual([["EUR/UZS", "2026-09-25", "13450.52", 1, null, null]]);
    const { data } = await (await newActor()).get("/v1/fx-rates/convert?from=USD&to=UZS&amount=1");
    expect(data.rate).toBe(12837.1);
  });

  it("a jump that the bank confirms for three days is accepted", async () => {
    const banks = new Banks(["cbu"]);
    const days = [];
    for (const day of ["25", "26", "27", "28"]) {
      await banks.answers("cbu", cbuDocument({ Ccy: "USD", Rate: "20000", Date: `${day}.09.2026` }));
      await banks.refresh();
      days.push((await stored("cbu")).length);
      passTime(24 * HOUR_MS);
    }
    expect(days).toEqual([0, 0, 0, 1]);
  });
});

it("scheduled() asks no bank in tests", async () => {
  const fetched = vi.spyOn(globalThis, "fetch");
  await worker.scheduled(createScheduledController(), env);
  expect(fetched).not.toHaveBeenCalled();
  fetched.mockRestore();
});
