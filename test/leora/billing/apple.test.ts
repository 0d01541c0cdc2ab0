import { Buffer } from "node:buffer";
import { exportJWK, generateKeyPair } from "jose";
import { describe, expect, it, vi } from "vitest";
import { apple } from "../../../src/leora/billing/apple/vendor.ts";
import { AppleStore, appleTransaction, oldReceipt } from "../../support/apple-store.ts";
import type { VendorReply } from "../../support/vendors.ts";
import { DAY, NOW, offline, online, store, USER } from "./apple-installation.ts";
import { refusalOf, storeContext } from "./store-context.ts";

const verified = async (ctx = offline, fields: object = {}, productId?: string) =>
  apple.verifyReceipt(ctx, { receipt: await store.sign(appleTransaction(NOW, fields)), productId });

describe("a signed transaction", () => {
  it("is a purchase", async () => {
    const { purchase, userId } = await verified(offline, { appAccountToken: USER, originalTransactionId: "80001" });
    expect({ userId, ...purchase }).toMatchObject({
      ...{ userId: USER, providerSubscriptionId: "80001", status: "active", asOf: NOW },
      ...{ planId: "plan_monthly", amount: 499, currency: "USD", currentPeriodEnd: NOW + 29 * DAY },
    });
  });

  it("is one that has expired", async () => {
    expect((await verified(offline, { expiresDate: NOW - DAY })).purchase.status).toBe("expired");
  });

  it("must be of the product that the app says", async () => {
    expect((await verified(offline, {}, "com.leora.premium.monthly")).purchase.planId).toBe("plan_monthly");
    expect(await refusalOf(verified(offline, {}, "com.leora.premium.yearly"))).toEqual(["invalid_input", "productId"]);
  });

  it.each([
    ["another app", { bundleId: "com.other.app" }],
    ["the sandbox", { environment: "Sandbox" }],
    ["Xcode", { environment: "Xcode" }],
    ["a product that is none of ours", { productId: "com.leora.coins" }],
    ["a date that is none", { expiresDate: "tomorrow" }],
    ["no id", { originalTransactionId: undefined }],
  ])("is refused when it is of %s", async (_name, fields) => {
    expect(await refusalOf(verified(offline, fields))).toEqual(["invalid_input", "receipt"]);
  });

  it.each([undefined, "", "x", "a.b.c", "e30.e30.e30", Buffer.from("{}").toString("base64"), "é", "A".repeat(300_000)])(
    "is nothing such as %j",
    async (receipt) => {
      expect(await refusalOf(apple.verifyReceipt(offline, { receipt }))).toEqual(["invalid_input", "receipt"]);
    },
  );

  it("is refused when another root signed it, and the tests' root is not trusted unless it is named", async () => {
    const forger = await AppleStore.open();
    const receipt = await forger.sign(appleTransaction(NOW));
    expect(await refusalOf(apple.verifyReceipt(offline, { receipt }))).toEqual(["invalid_input", "receipt"]);
    expect(await refusalOf(verified(storeContext({}, NOW)))).toEqual(["invalid_input", "receipt"]);
  });

  it("of the sandbox is one where that is the environment", async () => {
    const sandbox = storeContext({ APPLE_ROOT_CERTS: store.root, APPLE_ENVIRONMENT: "Sandbox" }, NOW);
    expect((await verified(sandbox, { environment: "Sandbox" })).purchase.status).toBe("active");
    expect(await refusalOf(verified(sandbox))).toEqual(["invalid_input", "receipt"]);
  });
});

describe("with keys, the App Store", () => {
  it("says what the purchase is now", async () => {
    const { ctx, has, paths } = await online();
    const bought = appleTransaction(NOW - 40 * DAY, { originalTransactionId: "90001" });
    await has({ ...appleTransaction(NOW), originalTransactionId: "90001" }, 1, { autoRenewStatus: 0 });
    const { purchase } = await apple.verifyReceipt(ctx, { receipt: await store.sign(bought) });
    expect(purchase).toMatchObject({ status: "active", cancelAtPeriodEnd: true, asOf: NOW });
    expect(await paths()).toEqual(["/inApps/v1/subscriptions/90001"]);
  });

  it("counts less than what it signed later", async () => {
    const { ctx, has } = await online();
    await has(appleTransaction(NOW - DAY, { originalTransactionId: "90002", expiresDate: NOW - 1 }), 2);
    const renewed = await store.sign(appleTransaction(NOW, { originalTransactionId: "90002" }));
    expect((await apple.verifyReceipt(ctx, { receipt: renewed })).purchase.status).toBe("active");
  });

  it("knows of a refund that the transaction does not show", async () => {
    const { ctx, account } = await online();
    const lifetime = { productId: "com.leora.premium.lifetime", expiresDate: undefined, transactionId: "5" };
    const refunded = appleTransaction(NOW, { ...lifetime, revocationDate: NOW - DAY });
    await account.put("/inApps/v1/transactions/5", { signedTransactionInfo: await store.sign(refunded) });
    const receipt = await store.sign(appleTransaction(NOW - 9 * DAY, lifetime));
    expect((await apple.verifyReceipt(ctx, { receipt })).purchase).toMatchObject({ refundedAt: NOW - DAY });
  });

  it("may not know it: then the signature counts", async () => {
    const { ctx, paths } = await online();
    expect((await verified(ctx, { originalTransactionId: "90003" })).purchase.status).toBe("active");
    expect(await paths()).toEqual(["/inApps/v1/subscriptions/90003"]);
  });

  it("is asked nothing by a receipt that is not genuine", async () => {
    const { ctx, paths } = await online();
    await refusalOf(verified(ctx, { bundleId: "com.other" }));
    await refusalOf(verified(ctx, {}, "com.leora.premium.yearly"));
    expect(await paths()).toEqual([]);
  });

  it.each<[string, VendorReply, string]>([
    ["hangs up", { status: 0 }, "30"],
    ["is down", { status: 503 }, "30"],
    ["is down for a while", { status: 500, headers: { "Retry-After": "120" } }, "120"],
    ["is down for ever", { status: 500, headers: { "Retry-After": "999999" } }, "3600"],
    ["is busy", { status: 429, headers: { "Retry-After": "soon" } }, "30"],
    ["refuses our key", { status: 401 }, "30"],
    ["sends us elsewhere", { status: 302, headers: { Location: "https://example.com" } }, "30"],
    ["answers no JSON", { status: 200, base64: Buffer.from("<html>").toString("base64") }, "30"],
    ["answers with a list", { status: 200, body: [] }, "30"],
    ["answers with other types", { status: 200, body: { data: [{ lastTransactions: "none" }] } }, "30"],
    [
      "answers with what it did not sign",
      {
        status: 200,
        body: {
          data: [{ lastTransactions: [{ originalTransactionId: "1", status: 1, signedTransactionInfo: "a.b.c" }] }],
        },
      },
      "30",
    ],
  ])("is unavailable when it %s", async (_name, reply, seconds) => {
    const { ctx, account } = await online();
    await account.answerNext(reply);
    const error = await verified(ctx).catch((error: unknown) => error);
    expect(error).toMatchObject({ code: "unavailable", headers: { "Retry-After": seconds } });
  });

  it("is waited for 10 seconds", async () => {
    const { ctx } = await online();
    const timedOut = AbortSignal.abort(new DOMException("Too late", "TimeoutError"));
    const deadline = vi.spyOn(AbortSignal, "timeout").mockReturnValue(timedOut);
    expect(await refusalOf(verified(ctx))).toEqual(["unavailable"]);
    expect(deadline.mock.calls).toEqual([[10_000]]);
    deadline.mockRestore();
  });

  it("is unavailable when our key is none, or it was signed with another", async () => {
    const { ctx } = await online({ APPLE_PRIVATE_KEY: "secret" });
    expect(await refusalOf(verified(ctx))).toEqual(["unavailable"]);
    const { ctx: other, account } = await online();
    await account.put("public-key", await exportJWK((await generateKeyPair("ES256")).publicKey));
    expect(await refusalOf(verified(other))).toEqual(["unavailable"]);
  });

  it("logs no id and no address", async () => {
    const logged = vi.spyOn(console, "log");
    const { ctx, account } = await online();
    await account.answerNext({ status: 0 }, { status: 500 });
    await refusalOf(verified(ctx, { originalTransactionId: "90009" }));
    await refusalOf(verified(ctx, { originalTransactionId: "90009" }));
    expect(logged.mock.calls.map(([line]) => JSON.parse(String(line)).event)).toEqual([
      "store.unreachable",
      "store.refused",
    ]);
    expect(JSON.stringify(logged.mock.calls)).not.toMatch(/90009|inApps|127\.0\.0\.1/);
    logged.mockRestore();
  });
});

describe("an old receipt", () => {
  const receipt = oldReceipt([
    { productId: "com.leora.premium.monthly", transactionId: "90102", originalId: "90101" },
    { productId: "com.leora.premium.lifetime", transactionId: "90103" },
  ]);

  it("is refused without keys", async () => {
    expect(await refusalOf(apple.verifyReceipt(offline, { receipt }))).toEqual(["invalid_input", "receipt"]);
  });

  it("names a transaction, of which the App Store is asked", async () => {
    const { ctx, has, paths } = await online();
    await has(appleTransaction(NOW, { originalTransactionId: "90101" }));
    const { purchase } = await apple.verifyReceipt(ctx, { receipt, productId: "com.leora.premium.monthly" });
    expect(purchase).toMatchObject({ providerSubscriptionId: "90101", status: "active" });
    expect(await paths()).toEqual(["/inApps/v1/subscriptions/90101"]);
    const wrong = apple.verifyReceipt(ctx, { receipt, productId: "com.leora.premium.yearly" });
    expect(await refusalOf(wrong)).toEqual(["invalid_input", "productId"]);
  });

  it("names what was bought once", async () => {
    const { ctx, account, paths } = await online();
    const lifetime = {
      productId: "com.leora.premium.lifetime",
      originalTransactionId: "90103",
      expiresDate: undefined,
    };
    const signedTransactionInfo = await store.sign(appleTransaction(NOW, lifetime));
    await account.put("/inApps/v1/transactions/90103", { signedTransactionInfo });
    const { purchase } = await apple.verifyReceipt(ctx, { receipt, productId: "com.leora.premium.lifetime" });
    expect(purchase).toMatchObject({ providerSubscriptionId: "90103", currentPeriodEnd: null });
    expect(await paths()).toEqual(["/inApps/v1/subscriptions/90103", "/inApps/v1/transactions/90103"]);
  });

  it("is refused when Apple knows nothing of it", async () => {
    const { ctx, account } = await online();
    expect(await refusalOf(apple.verifyReceipt(ctx, { receipt }))).toEqual(["invalid_input", "receipt"]);
    await account.answerNext({ status: 400, body: { errorCode: 4000006 } }, { status: 404 });
    expect(await refusalOf(apple.verifyReceipt(ctx, { receipt }))).toEqual(["invalid_input", "receipt"]);
  });
});

describe("asking again", () => {
  const known = { userId: USER, providerSubscriptionId: "90401", productId: "com.leora.premium.monthly" } as const;

  it("finds the present state", async () => {
    const { ctx, has } = await online();
    await has(appleTransaction(NOW, { originalTransactionId: "90401", expiresDate: NOW - 1 }), 2);
    expect((await apple.refetch(ctx, { ...known, interval: "monthly" }))?.purchase.status).toBe("expired");
  });

  it("finds what was bought once", async () => {
    const { ctx, account } = await online();
    const lifetime = appleTransaction(NOW, { productId: "com.leora.premium.lifetime", originalTransactionId: "90401" });
    await account.put("/inApps/v1/transactions/90401", { signedTransactionInfo: await store.sign(lifetime) });
    expect((await apple.refetch(ctx, { ...known, interval: "lifetime" }))?.purchase.status).toBe("active");
  });

  it("finds nothing without keys, or when Apple knows it no more", async () => {
    const { ctx } = await online();
    expect(await apple.refetch(offline, { ...known, interval: "monthly" })).toBeNull();
    expect(await apple.refetch(ctx, { ...known, interval: "monthly" })).toBeNull();
    expect(await apple.refetch(ctx, { ...known, interval: "lifetime" })).toBeNull();
  });
});
