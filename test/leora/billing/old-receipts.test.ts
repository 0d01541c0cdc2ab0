import { expect, it } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { appleTransaction, oldReceipt } from "../../support/apple-store.ts";
import { freezeTime } from "../../support/clock.ts";
import { NOW, online, store } from "./apple-installation.ts";
import { Installation } from "./support.ts";

// Receipts of StoreKit 1 through HTTP. Their signature is not checked: anybody can write one with the id of any transaction.

async function shopWith(transaction: Record<string, unknown>) {
  freezeTime(NOW);
  const { values, has } = await online();
  await has(transaction);
  const shop = new Installation(values);
  const prove = async (actor: Actor, receipt: string, verb = "verify-receipt") => {
    const { status, error } = await shop.post(actor, `/v1/subscriptions/${verb}`, { provider: "apple", receipt });
    return [status, error?.details?.[0]?.field];
  };
  const tier = async (actor: Actor) => (await shop.get(actor, "/v1/subscriptions/me")).data.subscription.tier;
  return { prove, tier };
}

const receiptOf = (transactionId: string) =>
  oldReceipt([{ productId: "com.leora.premium.monthly", transactionId, originalId: transactionId }]);

it("an old receipt proves a purchase to the user whom Apple names, however long it has grown", async () => {
  const [owner, stranger] = [await newActor(), await newActor()];
  const transaction = appleTransaction(NOW, { originalTransactionId: "70001", appAccountToken: owner.user.id });
  const { prove, tier } = await shopWith(transaction);
  const coins = { productId: "coins".repeat(80) };
  const earlier = Array.from({ length: 200 }, (_, i) => ({ ...coins, transactionId: `6${i}` }));
  const long = oldReceipt([...earlier, { productId: "com.leora.premium.monthly", originalId: "70001" }]);
  expect(long.length).toBeGreaterThan(100_000);
  for (const verb of ["verify-receipt", "restore"]) {
    expect(await prove(stranger, receiptOf("70001"), verb)).toEqual([400, "receipt"]);
  }
  expect(await prove(owner, long)).toEqual([200, undefined]);
  expect(await prove(stranger, receiptOf("70001"), "restore")).toEqual([400, "receipt"]);
  expect([await tier(owner), await tier(stranger)]).toEqual(["premium", "free"]);
});

it("an old receipt proves nothing new of a purchase that names nobody, but to whom it belongs", async () => {
  const [owner, stranger] = [await newActor(), await newActor()];
  const transaction = appleTransaction(NOW, { originalTransactionId: "70002" });
  const { prove, tier } = await shopWith(transaction);
  expect(await prove(owner, receiptOf("70002"))).toEqual([400, "receipt"]);
  expect(await prove(owner, await store.sign(transaction))).toEqual([200, undefined]);
  for (const verb of ["verify-receipt", "restore"]) {
    expect(await prove(owner, receiptOf("70002"), verb)).toEqual([200, undefined]);
    expect(await prove(stranger, receiptOf("70002"), verb)).toEqual([400, "receipt"]);
  }
  expect([await tier(owner), await tier(stranger)]).toEqual(["premium", "free"]);
});
