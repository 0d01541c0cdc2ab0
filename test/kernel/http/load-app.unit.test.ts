import { expect, it } from "vitest";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import { loadApp } from "../../../src/kernel/http/load-app.ts";
import type { ProductManifest } from "../../../src/kernel/product.ts";

const manifest = (...endpoints: object[]): ProductManifest =>
  unsafeCast({ name: "shop", rateLimits: ["auth", "read"], app: async () => ({ api: { endpoints } }) });

it("loads a product whose manifest names the rate limits of its endpoints", async () => {
  const product = manifest(
    { access: "public", method: "post", path: "/login" },
    { access: "user", method: "get", path: "/items" },
    { access: "user", method: "post", path: "/ping", bucket: null },
  );
  await expect(loadApp(product)).resolves.toEqual(await product.app());
});

it.each([
  ["POST /items (write)", { access: "user", method: "post", path: "/items" }],
  ["GET /refresh (write)", { access: "user", method: "get", path: "/refresh", writes: true }],
  ["POST /both (write)", { access: "optional", method: "post", path: "/both" }],
  ["GET /advice (ai)", { access: "public", method: "get", path: "/advice", bucket: "ai" }],
])("refuses one that does not: %s", async (name, endpoint) => {
  await expect(loadApp(manifest(endpoint))).rejects.toThrow(
    `The manifest of shop does not name the rate limits of ${name}`,
  );
});
