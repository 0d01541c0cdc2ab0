import { exports } from "cloudflare:workers";
import { describe, expect, it } from "vitest";

const PATHS = [
  "/v1/openapi.json",
  "/openapi.json",
  "/crm/api/v1/openapi.json",
  "/koshelok/openapi.json",
  "/koshelok/api/schema/",
  "/docs/products.json",
];
const PAGES = ["/docs/", "/koshelok/api/schema/redoc/"];

async function get(path: string, tag?: string) {
  const headers: HeadersInit = tag === undefined ? {} : { "If-None-Match": tag };
  const reply = await exports.default.fetch(new Request(`http://localhost${path}`, { headers }));
  return { status: reply.status, headers: reply.headers, text: await reply.text() };
}

describe("documents that everybody gets alike", () => {
  it.each(PATHS)("%s is not sent again to whoever has it", async (path) => {
    const { status, headers, text } = await get(path);
    const tag = headers.get("etag") ?? "";
    expect([status, tag]).toEqual([200, expect.stringMatching(/^"\w{32}"$/)]);
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
      const again = await get(path, known);
      expect([again.status, again.text, again.headers.get("etag")]).toEqual([304, "", tag]);
    }
    const other = await get(path, '"other"');
    expect([other.status, other.text]).toEqual([200, text]);
  });

  it.each(PAGES)("neither is the page %s", async (path) => {
    const { status, headers } = await get(path);
    const tag = headers.get("etag") ?? "";
    const again = await get(path, tag);
    expect([status, again.status, again.text, again.headers.get("etag")]).toEqual([200, 304, "", tag]);
    expect(again.headers.get("content-security-policy")).toContain("default-src 'self'");
  });

  it.each(PATHS)("%s may be kept for five minutes, by any cache", async (path) => {
    const { headers } = await get(path);
    expect(headers.get("cache-control")).toBe("public, max-age=300");
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("have tags of their own", async () => {
    const tags = await Promise.all([...new Set(PATHS)].map(async (path) => (await get(path)).headers.get("etag")));
    // Two of them are Leora's, and two Koshelok's.
    expect(new Set(tags).size).toBe(4);
  });
});
