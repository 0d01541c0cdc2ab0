import { describe, expect, it } from "vitest";
import { newActor } from "../../../support/actor.ts";
import { passTime } from "../../../support/clock.ts";
import { admin, NOW, OWN, PAIR, post, publish, rateOn, startWithBundledRates } from "./support.ts";

startWithBundledRates();

describe("POST /fx-rates", () => {
  it("by a user counts for that user alone, from its day on, and answers with the specification's fields", async () => {
    const [actor, other] = [await newActor(), await newActor()];
    const reply = await post(actor, { ...OWN, rateBid: 12950.5, rateAsk: 13050 });
    expect(reply.status).toBe(201);
    expect(reply.data).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      date: "2026-05-20",
      ...PAIR,
      rate: 13000,
      rateMid: null,
      rateBid: 12950.5,
      rateAsk: 13050,
      nominal: 1,
      spreadPercent: 0.5,
      source: "manual",
      isOverridden: true,
      effectiveFrom: null,
      effectiveUntil: null,
      createdAt: NOW,
      updatedAt: NOW,
    });
    expect(reply.headers.get("Server-Timing")).toContain('d1;desc="2"');
    expect([await rateOn(actor, "2026-05-19"), await rateOn(actor, "2026-05-21")]).toEqual([12837.1, 13000]);
    expect(await rateOn(other, "2026-05-20")).toBe(12837.1);
    expect((await actor.get("/v1/fx-rates/latest")).data.rates.USD).toEqual({
      rate: 13000,
      rateBid: 12950.5,
      rateAsk: 13050,
    });
  });

  it("by a user who says not that it is an override is for administrators only", async () => {
    const actor = await newActor();
    for (const body of [
      { ...OWN, isOverridden: false },
      { ...PAIR, rate: 1, date: "2026-05-20" },
    ]) {
      const reply = await post(actor, body);
      expect([reply.status, reply.error?.code]).toEqual([403, "AUTH_UNAUTHORIZED"]);
    }
    expect(await rateOn(actor, "2026-05-20")).toBe(12837.1);
  });

  it("by an administrator is for everybody, and comes before the banks of that day", async () => {
    const actor = await newActor();
    await publish("USD/UZS", "2026-05-20", 12100, { source: "cbu" });
    expect(await rateOn(actor, "2026-05-20")).toBe(12100);
    const { source, isOverridden } = await publish("USD/UZS", "2026-05-20", 12200, { isOverridden: true });
    expect([source, isOverridden]).toEqual(["manual", true]);
    expect([await rateOn(actor, "2026-05-20"), await rateOn(admin, "2026-05-20")]).toEqual([12200, 12200]);
  });

  it("again for the same pair and day replaces it and keeps its id", async () => {
    const actor = await newActor();
    const first = (await post(actor, { ...OWN, rateBid: 12950 })).data;
    passTime(60_000);
    const again = await post(actor, { ...OWN, rate: 13100 });
    expect(again.status).toBe(201);
    expect(again.data).toEqual({ ...first, rate: 13100, rateBid: null, updatedAt: "2026-05-20T08:01:00.000Z" });
    await post(actor, { ...OWN, date: "2026-05-19" });
    const { data } = await actor.get("/v1/fx-rates?source=manual&sortBy=date");
    expect(data.map(({ date, rate }: { date: string; rate: number }) => [date, rate])).toEqual([
      ["2026-05-20", 13100],
      ["2026-05-19", 13000],
    ]);
  });

  it("counts for as many units as its nominal, and keeps a middle of its own", async () => {
    const actor = await newActor();
    const body = { ...OWN, fromCurrency: "VND", rate: 51, nominal: 100, rateMid: 50.5, spreadPercent: 2 };
    const { data } = await post(actor, body);
    expect([data.rateMid, data.nominal, data.spreadPercent]).toEqual([50.5, 100, 2]);
    const rates = await Promise.all(
      ["mid", "bid", "ask"].map(async (type) => {
        const query = `from=VND&to=UZS&amount=100&rateType=${type}`;
        return (await actor.get(`/v1/fx-rates/convert?${query}`)).data.result;
      }),
    );
    expect(rates).toEqual([50.5, 50.49, 51.51]);
    expect((await actor.get("/v1/fx-rates/latest")).data.rates.VND.rate).toBe(0.51);
  });

  it("with the same idempotency key happens once", async () => {
    const actor = await newActor();
    const headers = { "Idempotency-Key": "rate-1" };
    const first = await post(actor, OWN, headers);
    await post(actor, { ...OWN, rate: 14000 });
    const again = await post(actor, OWN, headers);
    expect([again.status, again.data, again.headers.get("Idempotency-Replayed")]).toEqual([201, first.data, "true"]);
    expect(await rateOn(actor, "2026-05-20")).toBe(14000);
    const other = await post(actor, { ...OWN, rate: 15000 }, headers);
    expect([other.status, other.error?.code]).toEqual([409, "IDEMPOTENCY_CONFLICT"]);
  });

  it("names what is wrong", async () => {
    const actor = await newActor();
    const problems: [body: object, field: string][] = [
      [{ rate: 0 }, "rate"],
      [{ rate: -1 }, "rate"],
      [{ rate: "13000" }, "rate"],
      [{ rate: 1e13 }, "rate"],
      [{ fromCurrency: "usd" }, "fromCurrency"],
      [{ toCurrency: "USD" }, "toCurrency"],
      [{ date: "2026-02-30" }, "date"],
      [{ source: "bank" }, "source"],
      [{ source: "cbu" }, "source"],
      [{ nominal: 0 }, "nominal"],
      [{ nominal: 1.5 }, "nominal"],
      [{ spreadPercent: -1 }, "spreadPercent"],
      [{ rateBid: 13001 }, "rateBid"],
      [{ rateAsk: 12999 }, "rateAsk"],
      [{ rateMid: 12900, rateBid: 12950 }, "rateBid"],
    ];
    for (const [rest, field] of problems) {
      const { status, error } = await post(actor, { ...OWN, ...rest });
      expect([status, error?.details?.map((problem) => problem.field)], JSON.stringify(rest)).toEqual([400, [field]]);
    }
  });

  it("does not rewrite what is already stored, only what is moved to its day", async () => {
    const actor = await newActor();
    const account = { name: "Naqd", accountType: "cash", currency: "UZS", initialBalance: 1000000 };
    const accountId = (await actor.post("/v1/accounts", account)).data.id;
    const expense = { type: "expense", accountId, amount: 10, currency: "USD", categoryId: "food", date: "2026-05-20" };
    const path = `/v1/transactions/${(await actor.post("/v1/transactions", expense)).data.id}`;
    const converted = async () => {
      const [{ data: transaction }, { data }] = await Promise.all([
        actor.get(path),
        actor.get(`/v1/accounts/${accountId}`),
      ]);
      return [transaction.rateUsedToBase, transaction.convertedAmountToBase, data.currentBalance];
    };
    expect(await converted()).toEqual([12837.1, 128371, 871629]);
    const own = (await post(actor, OWN)).data;
    expect(await converted()).toEqual([12837.1, 128371, 871629]);
    await actor.patch(path, { description: "tushlik" });
    expect(await converted()).toEqual([12837.1, 128371, 871629]);
    await actor.delete(`/v1/fx-rates/${own.id}`);
    expect(await converted()).toEqual([12837.1, 128371, 871629]);
    await post(actor, { ...OWN, date: "2026-05-18" });
    await actor.patch(path, { date: "2026-05-19" });
    expect(await converted()).toEqual([13000, 130000, 870000]);
  });
});

describe("DELETE /fx-rates/{id}", () => {
  it("deletes the user's own rate", async () => {
    const actor = await newActor();
    const { id } = (await post(actor, OWN)).data;
    const reply = await actor.delete(`/v1/fx-rates/${id}`);
    expect([reply.status, reply.data]).toEqual([200, { id, showStatus: "deleted" }]);
    expect(await rateOn(actor, "2026-05-20")).toBe(12837.1);
    expect((await actor.delete(`/v1/fx-rates/${id}`)).status).toBe(404);
  });

  it("does not find another user's, not even as an administrator", async () => {
    const [actor, other] = [await newActor(), await newActor()];
    const { id } = (await post(actor, OWN)).data;
    for (const stranger of [other, admin]) {
      const reply = await stranger.delete(`/v1/fx-rates/${id}`);
      expect([reply.status, reply.error?.code]).toEqual([404, "RESOURCE_NOT_FOUND"]);
    }
    expect(await rateOn(actor, "2026-05-20")).toBe(13000);
  });

  it("of everybody's rates is for administrators, and only of manual ones", async () => {
    const actor = await newActor();
    const { id } = await publish("USD/UZS", "2026-05-20", 12200);
    const bundled = (await actor.get("/v1/fx-rates?source=cbu&limit=1")).data[0].id;
    const refused = await Promise.all([
      actor.delete(`/v1/fx-rates/${id}`),
      actor.delete(`/v1/fx-rates/${bundled}`),
      admin.delete(`/v1/fx-rates/${bundled}`),
    ]);
    expect(refused.map(({ status, error }) => [status, error?.code])).toEqual([
      [403, "AUTH_UNAUTHORIZED"],
      [403, "AUTH_UNAUTHORIZED"],
      [409, "INVALID_STATE"],
    ]);
    expect((await admin.delete(`/v1/fx-rates/${id}`)).status).toBe(200);
    expect(await rateOn(actor, "2026-05-20")).toBe(12837.1);
  });
});

describe("GET /fx-rates", () => {
  it("lists published rates and the user's own, never another user's, a page at a time", async () => {
    const [actor, other] = [await newActor(), await newActor()];
    await post(actor, OWN);
    await post(other, { ...OWN, rate: 14000 });
    const reply = await actor.get("/v1/fx-rates?limit=2");
    expect(reply.meta).toEqual({ page: 1, limit: 2, total: 206, totalPages: 103, hasMore: true });
    expect(reply.data.map(({ rate, source }: { rate: number; source: string }) => [rate, source])).toEqual([
      [13000, "manual"],
      [expect.any(Number), "cbr"],
    ]);
    const all = [];
    for (const page of [1, 2, 3]) all.push(...(await actor.get(`/v1/fx-rates?limit=100&page=${page}`)).data);
    expect(new Set(all.map(({ id }) => id)).size).toBe(206);
    expect(all.map(({ rate }) => rate)).not.toContain(14000);
  });

  it("filters and sorts, own rates among everybody's", async () => {
    const actor = await newActor();
    await post(actor, { ...OWN, date: "2024-06-01" });
    await publish("EUR/TRY", "2026-05-19", 51, { source: "tcmb" });
    const found = async (query: string) =>
      (await actor.get(`/v1/fx-rates?${query}`)).data.map(
        ({ date, fromCurrency, toCurrency }: Record<string, string>) => `${date} ${fromCurrency}/${toCurrency}`,
      );
    expect(await found("fromCurrency=USD&sortBy=date&sortOrder=asc")).toEqual([
      "2023-12-29 USD/UZS",
      "2024-06-01 USD/UZS",
      "2024-12-06 USD/UZS",
      "2025-12-13 USD/RUB",
    ]);
    expect(await found("fromCurrency=USD&toCurrency=UZS&dateFrom=2024-01-01&dateTo=2024-12-05")).toEqual([
      "2024-06-01 USD/UZS",
    ]);
    expect(await found("toCurrency=TRY")).toEqual(["2026-05-19 EUR/TRY"]);
    expect(await found("source=tcmb")).toEqual(["2026-05-19 EUR/TRY"]);
    expect(await found("date=2026-05-19")).toEqual(["2026-05-19 EUR/TRY"]);
    expect(await found("source=fed")).toEqual([]);
    for (const query of ["source=bank", "date=today", "fromCurrency=usd", "sortBy=rate", "limit=101"]) {
      expect((await actor.get(`/v1/fx-rates?${query}`)).status, query).toBe(400);
    }
  });

  it("takes its page from an index in its order", async () => {
    const actor = await newActor();
    const { results } = await actor.db
      .prepare(
        `EXPLAIN QUERY PLAN SELECT * FROM fxRates WHERE owner = 0 UNION ALL SELECT * FROM fxRates WHERE owner = ?1
        ORDER BY createdAt desc, id desc LIMIT 20 OFFSET 0`,
      )
      .bind(actor.owner)
      .all<{ detail: string }>();
    const plan = results.map(({ detail }) => detail);
    expect(plan.filter((step) => /SCAN|TEMP B-TREE/.test(step))).toEqual([]);
    expect(plan.filter((step) => step.includes("INDEX fxRates_createdAt (owner=?)"))).toHaveLength(2);
  });
});
