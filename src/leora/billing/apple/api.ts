import { importPKCS8, SignJWT } from "jose";
import { log } from "../../../kernel/log.ts";
import { callStore, storeUnavailable, unreadableReply } from "../store-call.ts";
import { AppleStatuses, AppleTransactionInfo } from "./payloads.ts";
import type { AppleState } from "./rules.ts";
import { stateOf } from "./rules.ts";
import type { SignedReader } from "./signed-reader.ts";
import type { AppleVariables } from "./variables.ts";

// The App Store Server API: https://developer.apple.com/documentation/appstoreserverapi.

const AUDIENCE = "appstoreconnect-v1";
/** Apple takes at most an hour. */
const TOKEN_SECONDS = 300;
/** Apple knows no such transaction, or it is not of the kind that was asked for. */
const UNKNOWN_STATUSES = [400, 404];

/** The API with the keys of this installation. */
export class AppleApi {
  private constructor(
    private readonly keys: { readonly key: string; readonly id: string; readonly issuer: string },
    private readonly variables: AppleVariables,
    private readonly reader: SignedReader,
    private readonly now: number,
  ) {}

  /** Undefined without all three keys. */
  static of(variables: AppleVariables, reader: SignedReader, now: number): AppleApi | undefined {
    const { APPLE_PRIVATE_KEY: key, APPLE_KEY_ID: id, APPLE_ISSUER_ID: issuer } = variables;
    return key && id && issuer ? new AppleApi({ key, id, issuer }, variables, reader, now) : undefined;
  }

  /**
   * The present state of every subscription of the customer whose transaction this is.
   * @returns empty when Apple knows none
   * @throws unavailable
   */
  async subscriptions(transactionId: string): Promise<AppleState[]> {
    const body = await this.get(`/inApps/v1/subscriptions/${encodeURIComponent(transactionId)}`);
    if (body === undefined) return [];
    const statuses = AppleStatuses.safeParse(body);
    if (!statuses.success) throw unreadableReply("apple", "statuses");
    const items = statuses.data.data.flatMap(({ lastTransactions }) => lastTransactions);
    return Promise.all(
      items.map(async ({ signedTransactionInfo, signedRenewalInfo, status }) => ({
        ...(await this.stateSigned(signedTransactionInfo)),
        renewal: signedRenewalInfo ? ((await this.reader.renewalIn(signedRenewalInfo)) ?? null) : null,
        status,
      })),
    );
  }

  /**
   * A transaction as it is now: what was bought once can only be asked for so.
   * @returns undefined when Apple does not know it
   * @throws unavailable
   */
  async transactionInfo(transactionId: string): Promise<AppleState | undefined> {
    const body = await this.get(`/inApps/v1/transactions/${encodeURIComponent(transactionId)}`);
    if (body === undefined) return undefined;
    const info = AppleTransactionInfo.safeParse(body);
    if (!info.success) throw unreadableReply("apple", "transaction");
    return this.stateSigned(info.data.signedTransactionInfo);
  }

  private async stateSigned(jws: string): Promise<AppleState> {
    const transaction = await this.reader.transactionIn(jws);
    if (transaction === undefined || !this.reader.isOurs(transaction)) throw unreadableReply("apple", "signature");
    return stateOf(transaction);
  }

  /** Undefined when Apple knows nothing of the kind. */
  private async get(path: string): Promise<unknown> {
    const headers = { Authorization: `Bearer ${await this.token()}` };
    const reply = await callStore("apple", this.variables.APPLE_API_BASE, path, { headers }, UNKNOWN_STATUSES);
    if (UNKNOWN_STATUSES.includes(reply.status)) return undefined;
    if (reply.body === undefined) throw unreadableReply("apple", "JSON");
    return reply.body;
  }

  private async token(): Promise<string> {
    const issuedAt = Math.floor(this.now / 1000);
    return new SignJWT({ bid: this.variables.APPLE_BUNDLE_ID })
      .setProtectedHeader({ alg: "ES256", kid: this.keys.id, typ: "JWT" })
      .setIssuer(this.keys.issuer)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + TOKEN_SECONDS)
      .setAudience(AUDIENCE)
      .sign(await this.privateKey());
  }

  private async privateKey(): Promise<CryptoKey> {
    try {
      // Variables have one line in most places where they are set.
      return await importPKCS8(this.keys.key.replaceAll("\\n", "\n"), "ES256");
    } catch {
      log("error", "store.credentials", { store: "apple" });
      throw storeUnavailable();
    }
  }
}
