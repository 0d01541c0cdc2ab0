import { platform } from "../src/kernel/platform.ts";
import type { Resources } from "../src/kernel/resources.ts";
import { products } from "../src/products.ts";

/** What the platform and every product use of Cloudflare. */
export const resources: readonly Resources[] = [platform, ...products];
