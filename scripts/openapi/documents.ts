import { mkdirSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import type { Descriptions } from "../../src/kernel/openapi/descriptions.ts";
import type { DescribedDocument } from "../../test/rules/openapi/gaps.ts";

const BUNDLE = "dist/openapi/documents.mjs";

/** A product's OpenAPI document, as production sends it. */
export interface ProductDocument {
  /** The product's name. */
  name: string;
  document: DescribedDocument & Record<string, unknown>;
  descriptions: readonly Descriptions[];
}

/**
 * The OpenAPI documents of all products. They are made by the Worker's own code, which is bundled first: Node.js does not load all
 * that workerd does.
 */
export async function openApiDocuments(): Promise<ProductDocument[]> {
  mkdirSync("dist/openapi", { recursive: true });
  await build({
    entryPoints: ["scripts/openapi/entry.ts"],
    bundle: true,
    platform: "node",
    format: "esm",
    external: ["cloudflare:workers"],
    outfile: BUNDLE,
    logLevel: "error",
  });
  const { documents } = await import(pathToFileURL(resolve(BUNDLE)).href);
  return documents;
}
