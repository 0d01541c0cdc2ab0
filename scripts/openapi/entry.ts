import { serversOf } from "../../src/kernel/http/servers.ts";
import type { ProductManifest } from "../../src/kernel/product.ts";
import { products } from "../../src/products.ts";

// What documents.ts bundles and runs.

const manifests: readonly ProductManifest[] = products;

/** The OpenAPI documents of all products, as production sends them. */
export const documents = await Promise.all(
  manifests.map(async (product) => {
    const app = await product.app();
    const { base, documentation } = app.api;
    return {
      name: product.name,
      document: app.openApi(serversOf(product, base)),
      descriptions: documentation.descriptions,
    };
  }),
);
