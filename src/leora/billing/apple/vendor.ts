import type { PublicContext } from "../../../kernel/context.ts";
import { invalid } from "../../../kernel/errors.ts";
import { variables } from "../../variables.ts";
import { jsonOf } from "../json.ts";
import type { VendorPurchase } from "../purchase.ts";
import { planOfProduct } from "../store-product.ts";
import type { KnownPurchase, ReceiptProof, StoreVendor, VendorNews, WebhookRequest } from "../vendor.ts";
import { AppleApi } from "./api.ts";
import { receiptEntries } from "./receipt.ts";
import { type AppleState, isPastRefund, newerOf, projectApple, stateOf } from "./rules.ts";
import { isCompactJws, SIGNED_DATA_MAX } from "./signed-data.ts";
import { SignedReader } from "./signed-reader.ts";

/** Notifications about a purchase. What has become of it is read from its transaction; of what else Apple tells, nothing is kept. */
const PURCHASE_NEWS = new Set([
  "SUBSCRIBED",
  "OFFER_REDEEMED",
  "ONE_TIME_CHARGE",
  "DID_RENEW",
  "DID_FAIL_TO_RENEW",
  "GRACE_PERIOD_EXPIRED",
  "EXPIRED",
  "DID_CHANGE_RENEWAL_STATUS",
  "DID_CHANGE_RENEWAL_PREF",
  "PRICE_INCREASE",
  "RENEWAL_EXTENDED",
  "REFUND",
  "REFUND_DECLINED",
  "REFUND_REVERSED",
  "REVOKE",
]);
const REVOCATIONS = new Set(["REFUND", "REVOKE"]);
/** JSON around the signed payload. */
const BODY_MAX = SIGNED_DATA_MAX + 1024;

const NOT_GENUINE = "No receipt of the App Store for this app";
const NOTHING = { state: null, handled: false };

/** The App Store. */
export const apple: StoreVendor = {
  async verifyReceipt(ctx: PublicContext, { receipt, productId }: ReceiptProof): Promise<VendorPurchase> {
    if (!receipt) throw invalid("receipt", "Required");
    const store = storeOf(ctx);
    const isSigned = isCompactJws(receipt);
    const state = isSigned ? await signedProof(store, receipt, productId) : await oldReceipt(store, receipt, productId);
    const purchase = state && projectApple(state, ctx.now);
    if (!purchase) throw invalid("receipt", NOT_GENUINE);
    // Of an old receipt only a transaction's id is read, which anybody can write into one.
    return isSigned ? purchase : { ...purchase, isForNamedUserOnly: true };
  },

  async readWebhook(ctx: PublicContext, { body }: WebhookRequest): Promise<VendorNews> {
    const store = storeOf(ctx);
    const notification = await store.reader.notificationIn(signedPayloadOf(body));
    if (!notification) throw badSignature();
    const { notificationType, notificationUUID: eventId, data } = notification;
    if (data && !store.reader.isOurs(data)) return { ...NOTHING, eventId };
    if (notificationType === "TEST") return { state: null, handled: true, eventId: null };
    if (!PURCHASE_NEWS.has(notificationType) || !data?.signedTransactionInfo) return { ...NOTHING, eventId };

    const transaction = await store.reader.transactionIn(data.signedTransactionInfo);
    const renewal = data.signedRenewalInfo ? await store.reader.renewalIn(data.signedRenewalInfo) : null;
    if (!transaction || renewal === undefined) throw badSignature();
    if (!store.reader.isOurs(transaction)) return { ...NOTHING, eventId };
    const told = { transaction, renewal, status: data.status ?? null, isRevoked: REVOCATIONS.has(notificationType) };
    if (!projectApple(told, ctx.now)) return { ...NOTHING, eventId };
    const present = await presentState(store, told);
    if (present === told && told.isRevoked && isPastRefund(told)) return { state: null, handled: true, eventId };
    const state = projectApple(present, ctx.now);
    return { state, handled: state !== null, eventId };
  },

  async refetch(ctx: PublicContext, known: KnownPurchase): Promise<VendorPurchase | null> {
    const { api } = storeOf(ctx);
    const { providerSubscriptionId: id, interval } = known;
    const state =
      interval === "lifetime" ? await api?.transactionInfo(id) : (await api?.subscriptions(id))?.find(isOf(id));
    return state ? projectApple(state, ctx.now) : null;
  },
};

/** The product that the app says was bought, if it says so. */
type Claim = ReceiptProof["productId"];

interface Store {
  readonly reader: SignedReader;
  readonly api: AppleApi | undefined;
}

function storeOf(ctx: PublicContext): Store {
  const values = variables.valuesOf(ctx.env);
  const reader = new SignedReader(values, ctx.now);
  return { reader, api: AppleApi.of(values, reader, ctx.now) };
}

/** A transaction that StoreKit 2 signed. */
async function signedProof(store: Store, receipt: string, productId: Claim) {
  const transaction = await store.reader.transactionIn(receipt);
  if (!transaction || !store.reader.isOurs(transaction)) return undefined;
  if (!planOfProduct("appleProductId", transaction.productId)) return undefined;
  requireProduct(transaction.productId, productId);
  return presentState(store, stateOf(transaction));
}

/** A receipt of StoreKit 1 names a transaction, of which only Apple knows what it is worth. */
async function oldReceipt({ api }: Store, receipt: string, productId: Claim) {
  const entries = receiptEntries(receipt);
  const entry = entries.find((one) => one.productId === productId) ?? entries.find(isSold) ?? entries[0];
  if (!entry) return undefined;
  if (!api) throw invalid("receipt", "Old receipts are not taken: send the signed transaction of StoreKit 2");
  const subscriptions = await api.subscriptions(entry.transactionId);
  const transaction = subscriptions.some(isSoldState) ? undefined : await api.transactionInfo(entry.transactionId);
  const sold = [...subscriptions, ...(transaction ? [transaction] : [])].filter(isSoldState);
  const claimed = sold.filter((one) => one.transaction.productId === productId);
  const candidates = claimed.length > 0 ? claimed : sold;
  const state = candidates.find(isOf(entry.transactionId)) ?? candidates.toSorted(byEnd)[0];
  if (state) requireProduct(state.transaction.productId, productId);
  return state;
}

/** What Apple says now, when it can be asked, unless what we were told was signed later. */
async function presentState({ api }: Store, told: AppleState): Promise<AppleState> {
  const { originalTransactionId: id, productId, transactionId } = told.transaction;
  const isLifetime = planOfProduct("appleProductId", productId)?.interval === "lifetime";
  const asked = isLifetime ? await api?.transactionInfo(transactionId) : (await api?.subscriptions(id))?.find(isOf(id));
  return asked ? newerOf(told, asked) : told;
}

const isOf =
  (originalTransactionId: string) =>
  ({ transaction }: AppleState): boolean =>
    transaction.originalTransactionId === originalTransactionId;

const isSold = ({ productId }: { readonly productId: string | null }): boolean =>
  planOfProduct("appleProductId", productId) !== undefined;

const isSoldState = ({ transaction }: AppleState): boolean => isSold(transaction);

/** The one that ends last comes first. */
const byEnd = (one: AppleState, other: AppleState): number =>
  (other.transaction.expiresDate ?? 0) - (one.transaction.expiresDate ?? 0);

function requireProduct(bought: string, claimed: Claim): void {
  if (typeof claimed === "string" && claimed !== bought) {
    throw invalid("productId", "The receipt is of another product");
  }
}

const badSignature = () => invalid("signedPayload", "Not signed by the App Store");

function signedPayloadOf(body: string): string {
  const { signedPayload }: { signedPayload?: unknown } = Object(body.length <= BODY_MAX ? jsonOf(body) : undefined);
  if (typeof signedPayload !== "string") throw badSignature();
  return signedPayload;
}
