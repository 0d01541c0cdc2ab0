import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { products } from "../../../src/products.ts";

// `public/vendor` is written by `npm run vendor`.

const PAGES = ["/docs/", "/koshelok/api/schema/swagger-ui/", "/koshelok/api/schema/redoc/"];
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";
const TYPES: Record<string, string> = {
  "": "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};
/** The scripts whose names tell what they contain. */
const HASHED = /^\/vendor\/scalar\/.*-[0-9A-Z]{8}\.js$/;
/** What Workers accept as one static file. */
const ASSET_BYTES_MAX = 25 * 1024 * 1024;
/** Scalar is some 120 scripts, on a busy machine. */
const TIMEOUT_MS = 60_000;

const ORIGIN = "http://localhost";
const call = (path: string, init?: RequestInit) => exports.default.fetch(new Request(ORIGIN + path, init));

const IN_MARKUP = /(?:src|href)="([^"]*)"/g;
const IN_SCRIPTS = /\b(?:from|import)\s*\(?\s*["'`](\.{0,2}\/[^"'`]*\.js)["'`]/g;
const IN_STYLES = /(?:@import\s+|url\()\s*["']?([^"')]+)/g;

/** The addresses of what a page, script or style asks for, except data that stands in it. */
function askedFor(path: string, text: string): string[] {
  const pattern = path.endsWith(".js") ? IN_SCRIPTS : path.endsWith(".css") ? IN_STYLES : IN_MARKUP;
  const addresses = [...text.matchAll(pattern)].map(([, address]) => address ?? "");
  return addresses
    .filter((address) => !address.startsWith("data:"))
    .map((address) => new URL(address, ORIGIN + path).href);
}

interface LoadedFile {
  path: string;
  status: number;
  headers: Headers;
  text: string;
}

/** Pages and all files that they ask for, at once or later. Each of them is asked for once. */
async function loadAll(pages: readonly string[]): Promise<{ files: LoadedFile[]; foreign: string[] }> {
  const files = new Map<string, LoadedFile>();
  const foreign: string[] = [];
  const waiting = [...pages];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path)) continue;
    const reply = await call(path);
    const text = await reply.text();
    files.set(path, { path, status: reply.status, headers: reply.headers, text });
    for (const address of askedFor(path, text)) {
      const { origin, pathname } = new URL(address);
      if (origin === ORIGIN) waiting.push(pathname);
      else foreign.push(`${path}: ${address}`);
    }
  }
  return { files: [...files.values()], foreign };
}

describe("the pages of documentation", () => {
  it("and all that they load are our own files, under a strict policy", { timeout: TIMEOUT_MS }, async () => {
    const { files, foreign } = await loadAll(PAGES);
    expect(foreign).toEqual([]);
    for (const { path, status, headers, text } of files) {
      if (path === "/docs/products.json") continue;
      const extension = /\.(\w+)$/.exec(path)?.[1] ?? "";
      expect([path, status, headers.get("content-type")]).toEqual([path, 200, TYPES[extension]]);
      expect([path, headers.get("content-security-policy")]).toEqual([path, POLICY]);
      expect([path, headers.get("x-content-type-options")]).toEqual([path, "nosniff"]);
      expect([path, text.length < ASSET_BYTES_MAX, /\n\/[/*]# sourceMappingURL=.*\s*$/.test(text)]).toEqual([
        path,
        true,
        false,
      ]);
    }
    const paths = files.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining([...PAGES, "/docs/favicon.svg", "/vendor/scalar/index.js"]));
    // What is loaded with the page, and what it loads when a request is tried out.
    expect(paths.filter((path) => HASHED.test(path)).length).toBeGreaterThan(100);
    expect(paths.filter((path) => path.includes("/modal-"))).toHaveLength(1);
  });

  it("are asked for each time, but their scripts with a hash in the name once in a year", async () => {
    const index = await (await call("/vendor/scalar/index.js")).text();
    const [hashed = ""] = /reference-\w+\.js/.exec(index) ?? [];
    const kept = await call(`/vendor/scalar/${hashed}`);
    expect(kept.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    const again = await call(`/vendor/scalar/${hashed}`, {
      headers: { "If-None-Match": kept.headers.get("etag") ?? "" },
    });
    expect([again.status, again.headers.get("cache-control")]).toEqual([304, "public, max-age=31536000, immutable"]);
    for (const path of [
      "/docs/",
      "/docs/docs.js",
      "/vendor/scalar/index.js",
      "/vendor/swagger-ui/swagger-ui-bundle.js",
    ]) {
      expect([path, (await call(path)).headers.get("cache-control")]).toEqual([
        path,
        "public, max-age=0, must-revalidate",
      ]);
    }
    const missing = await call("/vendor/scalar/reference-AAAAAAAA.js");
    expect([missing.status, missing.headers.get("cache-control")]).toEqual([404, null]);
  });

  it("offer every product", async () => {
    const documented: object[] = await (await call("/docs/products.json")).json();
    expect(documented).toHaveLength(products.length);
    expect(documented.slice(0, 3)).toEqual([
      { name: "Leora", url: "/v1/openapi.json" },
      { name: "CRM", url: "/crm/api/v1/openapi.json" },
      { name: "Koshelok", url: "/koshelok/openapi.json" },
    ]);
  });

  it("carry what was bundled with Scalar: its licences", async () => {
    const licences = await (await call("/vendor/scalar/LICENSES.txt")).text();
    for (const name of ["@scalar/api-reference", "vue", "@codemirror/view", "highlight.js"]) {
      expect(licences).toMatch(new RegExp(`^${name} \\d+\\.`, "m"));
    }
  });
});
