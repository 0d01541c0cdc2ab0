import { log } from "../log.ts";
import type { Receipts } from "./eskiz.ts";

/** Receipts in R2, under `receipts/`: a lifecycle rule removes them after some days (docs/providers.md). */
export const r2Receipts = (files: R2Bucket): Receipts => ({
  has: async (id) => (await files.head(keyOf(id))) !== null,

  async keep(id) {
    try {
      await files.put(keyOf(id), "");
    } catch (error) {
      // The message is out: without a receipt it could arrive twice, but failing here would make sure of it.
      log("error", "outbound receipt", { id, error });
    }
  },
});

const keyOf = (id: string): string => `receipts/${id}`;
