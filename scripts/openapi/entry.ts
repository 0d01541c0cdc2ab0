import { products } from "../../src/products.ts";

// What documents.ts bundles and runs.

const LOCAL = "http://localhost:8787";

/** The OpenAPI documents of all products, as `npm start` serves them. */
export const documents = await Promise.all(
  products.map(async (product) => {
    const app = await product.app();
    const { base, documentation } = app.api;
    return {
      name: product.name,
      document: app.openApi(`${LOCAL}${product.prefix}${base}`),
      descriptions: documentation.descriptions,
    };
  }),
);
