import type { Env, ProductVariables } from "./env.ts";
import type { ProductApp } from "./http/product-app.ts";
import type { HubProduct } from "./hub/product.ts";

/**
 * What the entry points know of a product: `src/<product>/product.ts`, one line in `src/products.ts`. It is light,
 * because every isolate loads all manifests when it starts: whatever costs start-up time stands behind a function that
 * imports it on first use.
 */
export interface ProductManifest {
  /** Folder under `src/` and `migrations/`, and by convention the binding of its database: `leora` has `LEORA_DB`. */
  readonly name: string;
  /** What its paths begin with on a shared host; empty for the flagship, which takes whatever has no prefix. */
  readonly prefix: string;
  /** Its users may open WebSockets at `/ws`. */
  readonly hasSockets: boolean;
  readonly variables: ProductVariables;
  app(): Promise<ProductApp>;
  hub(): Promise<HubProduct>;
  /** Its scheduled work, every quarter of an hour; safe to run twice. */
  cron(): Promise<(env: Env, now: number) => Promise<void>>;
}
