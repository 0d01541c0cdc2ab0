import { describe, expect, test } from "vitest";
import { anonymous, newActor } from "../../support/actor.ts";
import { upgrade } from "../../support/plan.ts";

describe("GET /subscriptions/me", () => {
  test("shows the free plan, and what is used of it", async () => {
    const actor = await newActor();
    await actor.post("/v1/accounts", { name: "Cash", accountType: "cash", currency: "UZS" });
    await actor.post("/v1/accounts", { name: "Card", accountType: "card", currency: "USD" });
    await actor.post("/v1/habits", { title: "Read", habitType: "health" });
    await actor.post("/v1/insights/ask", { question: "Balans?" });
    const { status, data, headers } = await actor.get("/v1/subscriptions/me");
    expect(status).toBe(200);
    expect(headers.get("server-timing")).toContain('d1;desc="1"');
    expect(data.subscription).toMatchObject({
      id: null,
      tier: "free",
      status: "active",
      provider: null,
      currentPeriodEnd: null,
      cancelAtPeriodEnd: false,
    });
    expect(data.plan).toBeNull();
    const uses = Object.fromEntries(
      Object.entries(data.features as Record<string, { limit: number; used: number; remaining: number }>).map(
        ([key, { limit, used, remaining }]) => [key, [limit, used, remaining]],
      ),
    );
    expect(uses).toEqual({
      ai_daily_insights: [2, 0, 2],
      ai_questions: [5, 1, 4],
      ai_voice_commands: [10, 0, 10],
      accounts: [3, 2, 1],
      budgets: [2, 0, 2],
      goals: [3, 0, 3],
      habits: [5, 1, 4],
      export_data: [0, 0, 0],
      custom_categories: [0, 0, 0],
      advanced_analytics: [0, 0, 0],
      multi_currency: [1, 1, 0],
      cloud_backup: [0, 0, 0],
      priority_support: [0, 0, 0],
      virtual_mentors: [1, 1, 0],
    });
    expect(data.features.ai_questions.resetsAt).toMatch(/^\d{4}-\d\d-\d\dT19:00:00\.000Z$/);
    expect(data.features.accounts).not.toHaveProperty("resetsAt");
  });

  test("shows a plan from the next request on", async () => {
    const actor = await newActor();
    await upgrade(actor);
    const { data } = await actor.get("/v1/subscriptions/me", { "Accept-Language": "en" });
    expect(data.subscription).toMatchObject({ tier: "premium", provider: "stripe", cancelAtPeriodEnd: false });
    expect(data.plan.name).toMatch(/^Premium /);
    expect(data.features.accounts).toEqual({ limit: -1, used: 0, remaining: -1 });
    expect(data.features.virtual_mentors).toEqual({ limit: 10, used: 1, remaining: 9 });
    expect(data.features.custom_categories).toEqual({ limit: -1, used: 0, remaining: -1 });
  });
});

describe("the catalogue", () => {
  test("has the three plans of the specification, for anybody", async () => {
    const { status, data } = await anonymous().get("/v1/subscriptions/plans");
    expect(status).toBe(200);
    const plans = data.plans.map(({ id, name, interval, prices, discount, trialDays, stripePriceId }: never) => ({
      id,
      name,
      interval,
      prices,
      discount,
      trialDays,
      stripePriceId,
    }));
    expect(plans).toEqual([
      {
        id: "plan_monthly",
        name: "Premium Oylik",
        interval: "monthly",
        prices: { USD: 4.99, UZS: 59900, RUB: 449 },
        discount: null,
        trialDays: 7,
        stripePriceId: "price_monthly",
      },
      {
        id: "plan_yearly",
        name: "Premium Yillik",
        interval: "yearly",
        prices: { USD: 39.99, UZS: 479900, RUB: 3599 },
        discount: 33,
        trialDays: 7,
        stripePriceId: "price_yearly",
      },
      {
        id: "plan_lifetime",
        name: "Premium Abadiy",
        interval: "lifetime",
        prices: { USD: 99.99, UZS: 1199900, RUB: 8999 },
        discount: null,
        trialDays: 0,
        stripePriceId: "price_lifetime",
      },
    ]);
    expect(data.plans[0].features).toHaveLength(14);
  });

  test("has fourteen features, named in the language that is asked for", async () => {
    const { data } = await anonymous().get("/v1/subscriptions/features", { "Accept-Language": "ru" });
    expect(data.features).toHaveLength(14);
    expect(data.features[3]).toMatchObject({ featureKey: "accounts", tier: "free", limitFree: 3, limitPremium: -1 });
    expect(data.features[3].name).toMatch(/[а-я]/);
    expect(data.features[7]).toMatchObject({
      featureKey: "export_data",
      tier: "premium",
      limitFree: 0,
      isActive: true,
    });
  });
});

describe("categories of a user's own", () => {
  const body = { type: "expense", name: "Uy hayvonlari", icon: "paw-print", color: "#4F46E5" };

  test("are part of premium plans", async () => {
    const actor = await newActor();
    const refused = await actor.post("/v1/categories", body);
    expect([refused.status, refused.error?.code]).toEqual([403, "PLAN_LIMIT_REACHED"]);
    expect(refused.error?.details?.[0]).toMatchObject({ featureKey: "custom_categories", limit: 0, used: 0 });
    expect((await actor.post("/v1/categories", { type: "gift", name: "" })).status).toBe(400);
    const inNothing = await actor.post("/v1/categories", { ...body, parentId: "nothing" });
    expect([inNothing.status, inNothing.error?.details?.[0]?.field]).toEqual([400, "parentId"]);
  });

  test("are made, listed, changed and deleted, and other devices are told", async () => {
    const actor = await newActor();
    await upgrade(actor);
    const socket = await actor.connect();
    await socket.next("hello");
    const created = await actor.post("/v1/categories", body);
    expect(created.status).toBe(201);
    expect(created.data).toEqual({
      ...body,
      id: expect.stringMatching(/^uy_hayvonlari_[a-z0-9]{6}$/),
      parentId: null,
      isCustom: true,
    });
    expect((await socket.next("categories:updated")).data).toEqual({});
    const { id } = created.data;
    const child = await actor.post("/v1/categories", { type: "expense", name: "Мушук", parentId: id });
    const inFood = await actor.post("/v1/categories", { type: "expense", name: "Sushi", parentId: "food" });
    const list = (await actor.get("/v1/categories")).data.categories;
    expect(list.at(10)).toMatchObject({ id, name: "Uy hayvonlari", isCustom: true });
    expect(list.at(10).subcategories).toEqual([
      { id: child.data.id, name: "Мушук", icon: null, color: null, isCustom: true },
    ]);
    expect(list[0].subcategories.at(-1).id).toBe(inFood.data.id);
    for (const parentId of ["salary", "groceries", "nothing", child.data.id]) {
      const wrong = await actor.post("/v1/categories", { type: "expense", name: "X", parentId });
      expect([parentId, wrong.status, wrong.error?.details?.[0]?.field]).toEqual([parentId, 400, "parentId"]);
    }
    const changed = await actor.patch(`/v1/categories/${id}`, { name: "Mushugim", color: null });
    expect(changed.data).toMatchObject({ id, name: "Mushugim", icon: "paw-print", color: null });
    for (const verb of [actor.patch("/v1/categories/food", { name: "X" }), actor.delete("/v1/categories/groceries")]) {
      const { status: refused, error } = await verb;
      expect([refused, error?.code]).toEqual([403, "AUTH_UNAUTHORIZED"]);
    }
    expect((await actor.patch("/v1/categories/unknown_123456", { name: "X" })).status).toBe(404);
    const account = (await actor.post("/v1/accounts", { name: "Cash", accountType: "cash", currency: "UZS" })).data;
    const spent = await actor.post("/v1/transactions", {
      type: "expense",
      accountId: account.id,
      amount: 1000,
      currency: "UZS",
      categoryId: id,
      date: "2026-01-15",
    });
    expect((await actor.delete(`/v1/categories/${id}`)).data).toEqual({ id, showStatus: "deleted" });
    expect((await actor.delete(`/v1/categories/${id}`)).status).toBe(404);
    expect((await actor.get(`/v1/transactions/${spent.data.id}`)).data.categoryId).toBe(id);
    const after = (await actor.get("/v1/categories")).data.categories;
    expect(after.some((category: { id: string }) => category.id === id)).toBe(false);
    expect(after.some((category: { id: string }) => category.id === child.data.id)).toBe(true);
  });
});

describe("advanced analytics", () => {
  test("compare with the period before on premium alone", async () => {
    const actor = await newActor();
    const path = "/v1/transactions/analytics?dateFrom=2026-01-01&dateTo=2026-01-31";
    expect((await actor.get(path)).data.previous).toBeNull();
    await upgrade(actor);
    expect((await actor.get(path)).data.previous).toMatchObject({ period: { from: "2025-12-01", to: "2025-12-31" } });
  });
});
