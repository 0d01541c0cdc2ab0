import { describe, expect, it } from "vitest";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import { mountsOn, type Products, targetOf } from "../../../src/kernel/http/mounts.ts";
import { serversOf } from "../../../src/kernel/http/servers.ts";
import type { ProductManifest } from "../../../src/kernel/product.ts";

const productOf = (name: string, prefix: string, more: Partial<ProductManifest> = {}): ProductManifest =>
  unsafeCast({
    name,
    prefix,
    hostnames: { production: `${name}.example`, staging: `staging-${name}.example` },
    ...more,
  });

const PRODUCTS: Products = [
  productOf("main", ""),
  productOf("shop", "/shop"),
  productOf("vault", "/vault", { onlyOnOwnHost: true }),
];

const DEVELOPMENT = { ENVIRONMENT: "development", HOSTS: {} } as const;
const PRODUCTION = { ENVIRONMENT: "production", HOSTS: {} } as const;
const STAGING = { ENVIRONMENT: "staging", HOSTS: {} } as const;

const at = (url: string, hosts: Parameters<typeof targetOf>[2]) => {
  const { product, prefix, path } = targetOf(new URL(url), PRODUCTS, hosts);
  return `${product.name} ${prefix || "-"} ${path}`;
};

describe("a path belongs to", () => {
  it.each([
    ["https://main.example/v1/a", "main - /v1/a"],
    ["https://main.example/shop/v1/a", "shop /shop /v1/a"],
    ["https://main.example/shop", "shop /shop /"],
    ["https://main.example/shopping", "main - /shopping"],
    ["https://shop.example/v1/a", "shop - /v1/a"],
    ["https://Shop.example./v1/a", "shop - /v1/a"],
    // Its own prefix is nothing there, and the flagship is not at home there.
    ["https://shop.example/shop/v1/a", "shop - /shop/v1/a"],
    ["https://elsewhere.example/shop/v1/a", "shop /shop /v1/a"],
    ["https://elsewhere.example/v1/a", "main - /v1/a"],
    ["https://staging-shop.example/v1/a", "main - /v1/a"],
    // It is reached on its own hostname alone.
    ["https://vault.example/v1/a", "vault - /v1/a"],
    ["https://vault.example/shop/v1/a", "shop /shop /v1/a"],
    ["https://main.example/vault/v1/a", "main - /vault/v1/a"],
    ["https://shop.example/vault/v1/a", "shop - /vault/v1/a"],
  ])("%s: %s", (url, target) => {
    expect(at(url, PRODUCTION)).toBe(target);
  });

  it("the environment's own hostnames count", () => {
    expect(at("https://staging-shop.example/v1/a", STAGING)).toBe("shop - /v1/a");
    expect(at("https://shop.example/v1/a", STAGING)).toBe("main - /v1/a");
    expect(at("https://shop.example/v1/a", DEVELOPMENT)).toBe("main - /v1/a");
  });

  it("where nothing else leads to a product, its prefix does", () => {
    expect(at("http://localhost/vault/v1/a", DEVELOPMENT)).toBe("vault /vault /v1/a");
    const hosts = { ...DEVELOPMENT, HOSTS: { "vault.local": "vault" } };
    expect(at("http://localhost/vault/v1/a", hosts)).toBe("main - /vault/v1/a");
    expect(at("http://vault.local/v1/a", hosts)).toBe("vault - /v1/a");
  });

  it("HOSTS adds hostnames, and may give one to another product", () => {
    const hosts = { ...PRODUCTION, HOSTS: { "my.shop": "shop", "shop.example": "main", "main.example": "shop" } };
    expect(at("https://my.shop/v1/a", hosts)).toBe("shop - /v1/a");
    expect(at("https://main.example/v1/a", hosts)).toBe("shop - /v1/a");
    expect(at("https://shop.example/v1/a", hosts)).toBe("main - /v1/a");
    expect(at("https://vault.example/v1/a", hosts)).toBe("vault - /v1/a");
  });
});

it.each([
  ["main.example", ["main", "shop/shop"]],
  ["shop.example", ["shop"]],
  ["vault.example", ["vault", "shop/shop"]],
  ["elsewhere.example", ["main", "shop/shop"]],
])("%s reaches %j, the product at home first", (hostname, reached) => {
  const mounts = mountsOn(hostname, PRODUCTS, PRODUCTION);
  expect(mounts.map(({ product, prefix }) => product.name + prefix)).toEqual(reached);
});

describe("the servers of a document", () => {
  const SHOP = productOf("shop", "/shop");
  const PRODUCTION_SERVER = { url: "https://shop.example/v1", description: "Production" };
  const STAGING_SERVER = { url: "https://staging-shop.example/v1", description: "Staging" };
  const LOCAL_SERVER = { url: "http://localhost:8787/shop/v1", description: "Local development" };

  it("are where each environment has the product", () => {
    expect(serversOf(SHOP, "/v1")).toEqual([PRODUCTION_SERVER, STAGING_SERVER, LOCAL_SERVER]);
  });

  it("begin with the one that was asked, and name none twice", () => {
    expect(serversOf(SHOP, "/v1", "https://main.example/shop/v1")).toEqual([
      { url: "https://main.example/shop/v1", description: "This server" },
      PRODUCTION_SERVER,
      STAGING_SERVER,
      LOCAL_SERVER,
    ]);
    expect(serversOf(SHOP, "/v1", STAGING_SERVER.url)).toEqual([STAGING_SERVER, PRODUCTION_SERVER, LOCAL_SERVER]);
    expect(serversOf(SHOP, "/v1", LOCAL_SERVER.url)).toEqual([LOCAL_SERVER, PRODUCTION_SERVER, STAGING_SERVER]);
  });
});
