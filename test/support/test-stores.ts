import { exportJWK, generateKeyPair, type JWK } from "jose";
import { AppleStore, type SavedAppleStore } from "./apple-store.ts";

// The stores for apps that the tests' own Worker trusts: its variables name their certificates and keys, and tests get what they sign
// with by `inject("stores")`.

/** What tests sign with. */
export interface TestStores {
  apple: SavedAppleStore;
  /** Signs the tokens of Pub/Sub. */
  googleKey: JWK;
}

/** Stores with new keys, and the variables of a Worker that trusts them. */
export async function newTestStores(): Promise<{ stores: TestStores; variables: Record<string, string> }> {
  const apple = await AppleStore.open();
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  const keys = [{ ...(await exportJWK(publicKey)), kid: "google-key-1", alg: "RS256", use: "sig" }];
  return {
    stores: { apple: await apple.saved(), googleKey: await exportJWK(privateKey) },
    variables: {
      APPLE_ROOT_CERTS: apple.root,
      GOOGLE_CERTS_URL: `data:application/json,${encodeURIComponent(JSON.stringify({ keys }))}`,
      GOOGLE_PUBSUB_AUDIENCE: "https://api.leora.app/v1/subscriptions/webhook/google",
      GOOGLE_PUBSUB_SERVICE_ACCOUNT: "pubsub@leora.iam.gserviceaccount.com",
    },
  };
}
