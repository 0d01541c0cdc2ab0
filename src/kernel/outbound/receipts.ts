import { log } from "../log.ts";
import type { Receipts } from "./eskiz.ts";

/**
 * Receipts as empty files in R2 under `receipts/`. A lifecycle rule deletes them after some days (docs/providers.md).
 */
export const r2Receipts = (files: R2Bucket): Receipts => ({
  has: async (id) => (await files.head(keyOf(id))) !== null,

  async keep(id) {
    try {
      await files.put(keyOf(id), "");
    } catch (error) {
      // The vendor has accepted the message. Without a receipt it might be sent twice; failing here would surely cause
      // that.
      log("error", "outbound receipt", { id, error });
    }
  },
});

const keyOf = (id: string): string => `receipts/${id}`;
