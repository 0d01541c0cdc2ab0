import { invalidState } from "../../../kernel/errors.ts";
import type { StoreVendor } from "../vendor.ts";

const notConfigured = () => invalidState("Purchases of this store are not configured here", "provider");

/** In the place of the store until it is built. */
export const apple: StoreVendor = {
  verifyReceipt: () => Promise.reject(notConfigured()),
  readWebhook: async () => ({ eventId: null, state: null, handled: false }),
  refetch: async () => null,
};
