import type { PublicContext } from "../../kernel/context.ts";
import type { Purchase, VendorPurchase } from "./purchase.ts";

// What billing asks of the stores for apps. Apple's is `apple` of `apple/vendor.ts`, Google's `google` of `google/vendor.ts`; both are
// loaded when they are first used. A vendor fetches, checks and projects; it writes no rows and knows no user but by id.

/** What the app sends to prove a purchase: Apple's `receipt`, or Google's `purchaseToken`. */
export interface ReceiptProof {
  readonly receipt?: string | null | undefined;
  readonly purchaseToken?: string | null | undefined;
  /** What the app says was bought. */
  readonly productId?: string | null | undefined;
}

/** A webhook's request, as it came. */
export interface WebhookRequest {
  /** The raw body: signatures are over its very characters. */
  readonly body: string;
  /** A header, null when it is absent. */
  header(name: string): string | null;
}

/** What a webhook's event came to. */
export interface VendorNews {
  /** What names the event at its vendor (Apple's `notificationUUID`, Google's `messageId`); null: it needs no memory, such as a test. */
  readonly eventId: string | null;
  /** The present state of the purchase that the event is about; null: of none of ours. */
  readonly state: VendorPurchase | null;
  /** False: an event of a type, an app or a product that is not ours. */
  readonly handled: boolean;
}

/** What is stored of a purchase, as far as a vendor needs it to ask again. */
export type KnownPurchase = Pick<Purchase, "providerSubscriptionId" | "productId" | "interval"> & {
  readonly userId: string;
};

export interface StoreVendor {
  /**
   * Checks a proof and returns the purchase's present state, also of one that has expired.
   * @throws invalid_input on `receipt` or `purchaseToken` when it is missing, not genuine, or of another app or environment; on
   * `productId` when it differs from what was bought; invalid_state on `provider` when the vendor is not configured; unavailable,
   * with `Retry-After`, when the vendor does not answer
   */
  verifyReceipt(ctx: PublicContext, proof: ReceiptProof): Promise<VendorPurchase>;
  /**
   * Checks a webhook's signature before anything else, and then fetches or reads the state that the event is about.
   * @throws invalid_input when Apple's signature is bad; token_invalid when Google's is; unavailable when the vendor does not
   * answer, so that it sends the event again
   */
  readWebhook(ctx: PublicContext, request: WebhookRequest): Promise<VendorNews>;
  /**
   * Asks the vendor for the present state of a known purchase.
   * @returns null when the vendor cannot be asked (no credentials), or knows it no more
   * @throws unavailable when the vendor does not answer
   */
  refetch(ctx: PublicContext, known: KnownPurchase): Promise<VendorPurchase | null>;
  /** Tells the vendor that the purchase is stored; called after each write of it, so that it must bear repetition. Google's alone. */
  acknowledge?(ctx: PublicContext, purchase: Purchase): Promise<void>;
}
