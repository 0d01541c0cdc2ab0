import { exportJWK, exportPKCS8, generateKeyPair } from "jose";
import { AppleStore, appleRenewal, appleTransaction } from "../../support/apple-store.ts";
import { VendorAccount } from "../../support/vendor-account.ts";
import { storeContext } from "./store-context.ts";

export const NOW = Date.parse("2026-06-15T12:00:00Z");
export const DAY = 86_400_000;
export const USER = "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a";
export const store = await AppleStore.open();
const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
/** In one line, as variables have it. */
const PRIVATE_KEY = (await exportPKCS8(privateKey)).replaceAll("\n", "\\n");
export const PUBLIC_KEY = await exportJWK(publicKey);

/** The App Store without keys: what is signed counts. */
export const offline = storeContext({ APPLE_ROOT_CERTS: store.root }, NOW);

/** An App Store of one test, which can be asked. */
export async function online(variables: Record<string, string> = {}) {
  const account = new VendorAccount("apple", crypto.randomUUID());
  await account.put("public-key", PUBLIC_KEY);
  const values = {
    APPLE_ROOT_CERTS: `${store.root}, `,
    APPLE_API_BASE: `${account.baseUrl}/${account.name}`,
    APPLE_PRIVATE_KEY: PRIVATE_KEY,
    APPLE_KEY_ID: "KEY0000001",
    APPLE_ISSUER_ID: "57246542-96fe-1a63-e053-0824d011072a",
    ...variables,
  };
  const ctx = storeContext(values, NOW);
  const has = async (transaction: Record<string, unknown>, status = 1, renewal: object = {}) =>
    account.put(`/inApps/v1/subscriptions/${transaction.originalTransactionId}`, {
      environment: "Production",
      bundleId: "com.leora.app",
      data: [
        { subscriptionGroupIdentifier: "1", lastTransactions: [await item(appleTransaction(NOW), 2)] },
        { subscriptionGroupIdentifier: "2", lastTransactions: [await item(transaction, status, renewal)] },
      ],
    });
  const paths = async () => (await account.calls()).map(({ path }) => path.replace(`/${account.name}`, ""));
  return { account, values, ctx, has, paths };
}

const item = async (transaction: Record<string, unknown>, status: number, renewal: object = {}) => {
  const { originalTransactionId } = transaction;
  return {
    originalTransactionId,
    status,
    signedTransactionInfo: await store.sign(transaction),
    signedRenewalInfo: await store.sign(appleRenewal(NOW, { originalTransactionId, ...renewal })),
  };
};
