import { describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../../support/actor.ts";
import { OWN, PAIR, post, publish, rateOn, startWithBundledRates } from "./support.ts";

startWithBundledRates();

describe("GET /fx-rates/history", () => {
  const history = (actor: Actor, query: string) => actor.get(`/v1/fx-rates/history?${query}`);
  const points = async (actor: Actor, query: string) =>
    (await history(actor, query)).data.rates.map(({ date, rate }: { date: string; rate: number }) => [date, rate]);
  const SPAN = "dateFrom=2026-05-01&dateTo=2026-05-20";

  it("has the first day, and each day on which a rate was published", async () => {
    const actor = await newActor();
    await publish("USD/UZS", "2026-04-30", 12000, { source: "cbu", rateBid: 11990, rateAsk: 12010 });
    await publish("USD/UZS", "2026-05-04", 12100, { source: "cbu" });
    await publish("USD/UZS", "2026-05-20", 12200, { source: "cbu" });
    await publish("USD/UZS", "2026-05-21", 12300, { source: "cbu" });
    const reply = await history(actor, `fromCurrency=USD&toCurrency=UZS&${SPAN}`);
    expect(reply.data).toEqual({
      ...PAIR,
      dateFrom: "2026-05-01",
      dateTo: "2026-05-20",
      rates: [
        {
          date: "2026-05-01",
          rate: 12000,
          rateMid: 12000,
          rateBid: 11990,
          rateAsk: 12010,
          source: "cbu",
          isOverridden: false,
        },
        {
          date: "2026-05-04",
          rate: 12100,
          rateMid: 12100,
          rateBid: 12069.75,
          rateAsk: 12130.25,
          source: "cbu",
          isOverridden: false,
        },
        {
          date: "2026-05-20",
          rate: 12200,
          rateMid: 12200,
          rateBid: 12169.5,
          rateAsk: 12230.5,
          source: "cbu",
          isOverridden: false,
        },
      ],
    });
    expect(reply.headers.get("Server-Timing")).toContain('d1;desc="1"');
  });

  it("turns and crosses where no bank quotes the pair, as a conversion on the day does", async () => {
    const actor = await newActor();
    await publish("USD/UZS", "2026-05-01", 12500);
    await publish("EUR/UZS", "2026-05-01", 13750);
    await publish("USD/UZS", "2026-05-05", 10000);
    await publish("EUR/UZS", "2026-05-06", 13000);
    expect(await points(actor, `fromCurrency=UZS&toCurrency=USD&${SPAN}`)).toEqual([
      ["2026-05-01", 0.00008],
      ["2026-05-05", 0.0001],
    ]);
    const crossed = await points(actor, `fromCurrency=EUR&toCurrency=USD&${SPAN}`);
    expect(crossed).toEqual([
      ["2026-05-01", 1.1],
      ["2026-05-05", 1.375],
      ["2026-05-06", 1.3],
    ]);
    for (const [date, rate] of crossed) expect(await rateOn(actor, date, "EUR", "USD")).toBe(rate);
  });

  it("prefers the bank of the currency it is quoted in, and the user's own rates to all", async () => {
    const [actor, other] = [await newActor(), await newActor()];
    await publish("EUR/TRY", "2026-05-04", 50, { source: "tcmb" });
    await publish("EUR/TRY", "2026-05-04", 51, { source: "ecb" });
    await publish("EUR/TRY", "2026-05-05", 52, { source: "ecb" });
    await post(actor, { ...OWN, fromCurrency: "EUR", toCurrency: "TRY", rate: 60, date: "2026-05-05" });
    await publish("EUR/TRY", "2026-05-06", 53, { source: "tcmb" });
    const query = `fromCurrency=EUR&toCurrency=TRY&dateFrom=2026-05-04&dateTo=2026-05-20`;
    expect(await points(other, query)).toEqual([
      ["2026-05-04", 50],
      ["2026-05-05", 52],
      ["2026-05-06", 53],
    ]);
    expect(await points(actor, query)).toEqual([
      ["2026-05-04", 50],
      ["2026-05-05", 60],
    ]);
  });

  it("covers the month up to the user's today unless asked otherwise, and may be empty", async () => {
    const actor = await newActor();
    const { data } = await history(actor, "fromCurrency=USD&toCurrency=UZS");
    expect([data.dateFrom, data.dateTo, data.rates.length]).toEqual(["2026-04-20", "2026-05-20", 1]);
    expect((await history(actor, "fromCurrency=USD&toCurrency=FJD")).data.rates).toEqual([]);
    expect(await points(actor, "fromCurrency=USD&toCurrency=UZS&dateFrom=2023-12-01&dateTo=2024-12-31")).toEqual([
      ["2023-12-29", 12338.77],
      ["2024-12-06", 12837.1],
    ]);
  });

  it("names what is wrong in its query", async () => {
    const actor = await newActor();
    const problems: [query: string, field: string][] = [
      ["toCurrency=UZS", "fromCurrency"],
      ["fromCurrency=USD&toCurrency=USD", "toCurrency"],
      ["fromCurrency=USD&toCurrency=UZS&dateFrom=2026-05-21", "dateFrom"],
      ["fromCurrency=USD&toCurrency=UZS&dateFrom=2023-05-20&dateTo=2026-05-20", "dateFrom"],
      ["fromCurrency=USD&toCurrency=UZS&dateTo=2026-02-30", "dateTo"],
    ];
    for (const [query, field] of problems) {
      const { status, error } = await history(actor, query);
      expect([status, error?.details?.map((problem) => problem.field)], query).toEqual([400, [field]]);
    }
    expect((await history(actor, "fromCurrency=USD&toCurrency=UZS&dateFrom=2023-05-21&dateTo=2026-05-20")).status).toBe(
      200,
    );
  });
});
