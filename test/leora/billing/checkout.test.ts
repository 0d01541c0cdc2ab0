import { describe, expect, it } from "vitest";
import { anonymous, newActor, PASSWORD, signInAgain } from "../../support/actor.ts";
import { PRODUCTION } from "../../support/production.ts";
import { CardShop, Installation, sign, withoutTrial } from "./support.ts";

const PATH = "/v1/subscriptions/checkout";
const GOOD = { planId: "plan_monthly", provider: "stripe" };

describe("a checkout", () => {
  it("in a store names what to buy there", async () => {
    const actor = await newActor();
    const apple = await actor.post(PATH, { planId: "plan_yearly", provider: "apple" });
    expect([apple.status, apple.data]).toEqual([
      201,
      { productId: "com.leora.premium.yearly", offerId: "trial", appAccountToken: actor.user.id },
    ]);
    const google = await actor.post(PATH, { planId: "plan_lifetime", provider: "google" });
    expect(google.data).toEqual({ productId: "premium_lifetime", offerId: null, appAccountToken: actor.user.id });
    const again = await withoutTrial();
    expect((await again.post(PATH, { planId: "plan_monthly", provider: "apple" })).data.offerId).toBeNull();
  });

  it.each([
    ["an unknown plan", { planId: "plan_weekly" }, 404, "RESOURCE_NOT_FOUND", "planId"],
    ["another provider", { provider: "manual" }, 400, "VALIDATION_ERROR", "provider"],
    ["a currency without a price", { currency: "EUR" }, 400, "VALIDATION_ERROR", "currency"],
    ["no currency at all", { currency: "XXY" }, 400, "VALIDATION_ERROR", "currency"],
    ["a page without TLS", { successUrl: "http://leora.app" }, 400, "VALIDATION_ERROR", "successUrl"],
    ["what is no place in the app", { successUrl: "leora:success" }, 400, "VALIDATION_ERROR", "successUrl"],
    ["a script", { cancelUrl: "javascript:alert(1)" }, 400, "VALIDATION_ERROR", "cancelUrl"],
    ["a script in the app's name", { successUrl: "leora:javascript:alert(1)" }, 400, "VALIDATION_ERROR", "successUrl"],
    ["a page of one slash", { successUrl: "https:/evil.example" }, 400, "VALIDATION_ERROR", "successUrl"],
    ["spaces", { successUrl: "  https://a.example" }, 400, "VALIDATION_ERROR", "successUrl"],
    ["a line break", { successUrl: "https://evil\nexample/" }, 400, "VALIDATION_ERROR", "successUrl"],
    ["a control character", { cancelUrl: "https://evil.example/\u0001" }, 400, "VALIDATION_ERROR", "cancelUrl"],
    ["a name and password", { cancelUrl: "https://user:pw@evil.example" }, 400, "VALIDATION_ERROR", "cancelUrl"],
    ["a long page", { cancelUrl: `https://leora.app/${"x".repeat(2048)}` }, 400, "VALIDATION_ERROR", "cancelUrl"],
  ])("refuses %s", async (_, changes, status, code, field) => {
    const reply = await (await newActor()).post(PATH, { ...GOOD, ...changes });
    expect([reply.status, reply.error?.code, reply.error?.details?.map((one) => one.field)]).toEqual([
      status,
      code,
      [field],
    ]);
  });

  it("leads back to the page that a browser would read, and to the place in the app as it was written", async () => {
    const shop = new CardShop();
    const urls = {
      successUrl: "HTTPS://Leora.App\\thanks‘?id={CHECKOUT_SESSION_ID}",
      cancelUrl: "leora://Subscription/cancel?why=qimmat‘",
    };
    expect((await shop.post(await newActor(), PATH, { ...GOOD, ...urls })).status).toBe(201);
    const [call] = await shop.account.calls();
    expect([call?.body.success_url, call?.body.cancel_url]).toEqual([
      "https://leora.app/thanks%E2%80%98?id={CHECKOUT_SESSION_ID}",
      "leora://Subscription/cancel?why=qimmat‘",
    ]);
  });

  it("takes the primary currency if there is a price in it, else dollars", async () => {
    for (const [currency, expected] of [
      ["RUB", "RUB"],
      ["EUR", "USD"],
    ]) {
      const actor = await newActor({ currency });
      const { data } = await actor.post(PATH, GOOD);
      await anonymous().post(`/dev/checkout/${data.sessionId}`, {});
      expect((await actor.get("/v1/subscriptions/me")).data.subscription.currency).toBe(expected);
    }
  });

  it("refuses whoever has a plan and did not cancel it", async () => {
    const actor = await newActor();
    const { data } = await actor.post(PATH, GOOD);
    await anonymous().post(`/dev/checkout/${data.sessionId}`, {});
    const refused = await actor.post(PATH, GOOD);
    expect([refused.status, refused.error?.code]).toEqual([409, "INVALID_STATE"]);
    expect((await actor.post(PATH, { ...GOOD, planId: "plan_lifetime" })).status).toBe(201);
    await actor.post("/v1/subscriptions/cancel", {});
    expect((await actor.post(PATH, GOOD)).status).toBe(201);
  });

  it("is the same one for the same key", async () => {
    const actor = await newActor();
    const key = { "Idempotency-Key": crypto.randomUUID() };
    const [first, twin] = await Promise.all([actor.post(PATH, GOOD, key), actor.post(PATH, GOOD, key)]);
    expect(twin.data).toEqual(first.data);
    const later = await actor.post(PATH, GOOD, key);
    expect([later.status, later.data, later.headers.get("idempotency-replayed")]).toEqual([201, first.data, "true"]);
    const other = await actor.post(PATH, { ...GOOD, planId: "plan_yearly" }, key);
    expect([other.status, other.error?.code]).toEqual([409, "IDEMPOTENCY_CONFLICT"]);
  });

  it("by card is refused where no card can be charged, and whoever signs a webhook there is refused", async () => {
    const production = new Installation(PRODUCTION);
    const { user } = await newActor();
    const actor = anonymous();
    const post = (path: string, body: object, headers = {}) => {
      const request = actor.requestOf("POST", path, JSON.stringify(body), headers);
      return production.send(new Request(request.url.replace("http:", "https:"), request));
    };
    actor.adopt(await post("/v1/auth/login", { emailOrUsername: user.email, password: PASSWORD }));
    const refused = await post(PATH, GOOD);
    expect([refused.status, refused.error?.code, refused.error?.details?.[0]?.field]).toEqual([
      409,
      "INVALID_STATE",
      "provider",
    ]);
    expect((await post(PATH, { ...GOOD, provider: "apple" })).status).toBe(201);
    const event = { id: "evt_1", type: "invoice.paid", created: 1, data: { object: {} } };
    const signature = { "Stripe-Signature": await sign(JSON.stringify(event)) };
    expect((await post("/v1/subscriptions/webhook/stripe", event, signature)).status).toBe(400);
  });
});

describe("without a plan", () => {
  it.each(["cancel", "resume"])("%s is refused", async (verb) => {
    const { status, error } = await (await newActor()).post(`/v1/subscriptions/${verb}`, {});
    expect([status, error?.code]).toEqual([409, "INVALID_STATE"]);
  });

  it("nothing can be changed, proven or restored", async () => {
    const actor = await newActor();
    expect((await actor.post("/v1/subscriptions/change", { planId: "plan_yearly" })).status).toBe(409);
    const unproven = await actor.post("/v1/subscriptions/verify-receipt", { provider: "google", receipt: "x" });
    expect([unproven.status, unproven.error?.details?.[0]?.field]).toEqual([400, "purchaseToken"]);
    const none = await actor.post("/v1/subscriptions/verify-receipt", { provider: "apple", receipt: null });
    expect([none.status, none.error?.details?.[0]?.field]).toEqual([400, "receipt"]);
    for (const proof of [{}, { receipt: null }]) {
      expect((await actor.post("/v1/subscriptions/restore", { provider: "apple", ...proof })).status).toBe(404);
    }
  });
});

describe("history", () => {
  it("is paged, newest first, and filtered", async () => {
    const actor = await newActor();
    const { data } = await actor.post(PATH, GOOD);
    for (const outcome of ["paid", "renewed", "renewed"])
      await anonymous().post(`/dev/checkout/${data.sessionId}`, { outcome });
    const path = "/v1/subscriptions/history";
    const all = await actor.get(path);
    expect(all.meta).toEqual({ page: 1, limit: 20, total: 6, totalPages: 1, hasMore: false });
    expect(all.data.map(({ event }: { event: string }) => event)).toEqual([
      ...["payment_succeeded", "renewed", "payment_succeeded", "trial_ended", "trial_started", "created"],
    ]);
    const { subscriptionId } = all.data[0];
    expect(all.data[0]).toEqual({
      id: expect.any(String),
      userId: actor.user.id,
      subscriptionId,
      event: "payment_succeeded",
      tier: "premium",
      amount: 59900,
      currency: "UZS",
      metadata: null,
      createdAt: expect.any(String),
    });
    const second = await actor.get(`${path}?limit=2&page=2`);
    expect(second.data).toEqual(all.data.slice(2, 4));
    expect(second.meta).toMatchObject({ total: 6, hasMore: true });
    expect((await actor.get(`${path}?event=renewed`)).data).toEqual([all.data[1]]);
    expect((await actor.get(`${path}?subscriptionId=${subscriptionId}`)).meta?.total).toBe(6);
    expect((await actor.get(`${path}?subscriptionId=${crypto.randomUUID()}`)).data).toEqual([]);
    expect((await actor.get(`${path}?event=stolen`)).status).toBe(400);
    expect((await (await newActor()).get(path)).data).toEqual([]);
    expect((await (await signInAgain(actor)).get(path)).data).toEqual(all.data);
  });
});
