import { lazy } from "../../kernel/lazy.ts";
import type { StoreVendor } from "./vendor.ts";

const vendors = {
  apple: lazy(async () => (await import("./apple/vendor.ts")).apple),
  google: lazy(async () => (await import("./google/vendor.ts")).google),
} as const;

/** A store for apps. It is loaded when it is first used. */
export const storeVendor = (provider: keyof typeof vendors): Promise<StoreVendor> => vendors[provider]();
