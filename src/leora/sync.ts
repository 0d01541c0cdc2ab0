import type { SyncProduct } from "../engine/sync/product.ts";
import { registry } from "./registry.ts";
import { errorFormat } from "./wire.ts";

/** What the engine's sync needs of Leora: the entities that are synced, and the format of errors in results. */
export const leoraSync: SyncProduct = { registry, errorFormat };
