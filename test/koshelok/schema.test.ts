import { describe, expect, it } from "vitest";
import { visitor } from "./support.ts";

const PAGES = ["swagger-ui", "redoc"];

describe("the schema", () => {
  it("is JSON, with and without the slash, and describes paths as the original spells them", async () => {
    const [schema, same, standard] = await Promise.all(
      ["/api/schema/", "/api/schema", "/openapi.json"].map((path) => visitor().get(path)),
    );
    expect(schema?.headers.get("content-type")).toMatch(/^application\/json/);
    expect([same?.text, standard?.text]).toEqual([schema?.text, schema?.text]);
    expect(schema?.body.servers).toEqual([
      { url: "http://localhost:8787/koshelok", description: "Local development" },
      { url: "https://koshelok.leora.app", description: "Production" },
      { url: "https://staging-koshelok.leora.app", description: "Staging" },
    ]);
    expect(Object.keys(schema?.body.paths)).toEqual(
      expect.arrayContaining(["/users/signup/", "/users/image/", "/finance/summary/{period}/"]),
    );
    const { content } = schema?.body.paths["/users/image/"].patch.requestBody ?? {};
    expect(content["multipart/form-data"].schema).toEqual({ $ref: "#/components/schemas/PhotoUpload" });
    expect(schema?.body.components.schemas.PhotoUpload).toEqual({
      type: "object",
      properties: {
        photo: { type: "string", format: "binary", description: "A JPEG, PNG or WebP image of at most 5 MiB" },
      },
      required: ["photo"],
    });
  });

  it.each(PAGES)("has a page of %s that asks nobody else for anything", async (name) => {
    for (const slash of ["/", ""]) {
      const page = await visitor().get(`/api/schema/${name}${slash}`);
      expect([page.status, page.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
      expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'self'; /);
      expect([...page.text.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, url]) => url)).toEqual(
        expect.arrayContaining([`/docs/schema/${name}.js`]),
      );
      expect(page.text).not.toMatch(/https?:/);
    }
  });
});
