import type { ProductManifest } from "../product.ts";
import { bucketsOf } from "./buckets.ts";
import type { ProductApp } from "./product-app.ts";

const loaded = new WeakMap<ProductManifest, ProductApp>();

/**
 * The product's app, loaded and checked against its manifest once per isolate.
 * @throws Error naming the endpoints that count against a rate limit which the product's manifest does not name
 */
export async function loadApp(product: ProductManifest): Promise<ProductApp> {
  const known = loaded.get(product);
  if (known) return known;
  const app = await product.app();
  const undeclared = app.api.endpoints.flatMap((endpoint) =>
    bucketsOf(endpoint)
      .filter((bucket) => !product.rateLimits.includes(bucket))
      .map((bucket) => `${endpoint.method.toUpperCase()} ${endpoint.path} (${bucket})`),
  );
  if (undeclared.length > 0) {
    throw new Error(`The manifest of ${product.name} does not name the rate limits of ${undeclared.join(", ")}`);
  }
  loaded.set(product, app);
  return app;
}
