import type { SyncProduct } from "../engine/sync/product.ts";
import { registry } from "./registry.ts";
import { errorWords } from "./wire.ts";

/** What sync carries for Leora. */
export const leoraSync: SyncProduct = { registry, words: errorWords };
