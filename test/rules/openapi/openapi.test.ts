import { describe, expect, it } from "vitest";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import { named } from "../catalog.ts";
import { subjects } from "../subjects.ts";
import { type DescribedDocument, gapsOf, unusedTexts } from "./gaps.ts";

describe.each(subjects)("the OpenAPI document of $name", ({ catalog, anonymous, tokenRefused }) => {
  const { endpoints, base, document, operationOf, responseOf, wire, documentation } = catalog;
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

  it("is served, in version 3.1, with every endpoint once", async () => {
    const { status, body } = await anonymous().get(`${base}/openapi.json`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./), paths: expect.any(Object) });
    expect(operations).toHaveLength(endpoints.length);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(endpoints.length);
  });

  it("names and describes everything, and describes nothing that it does not have", () => {
    const described = unsafeCast<DescribedDocument>(document);
    expect(gapsOf(described)).toEqual([]);
    expect(unusedTexts(described, documentation.descriptions)).toEqual([]);
  });

  it.each(named(endpoints))("%s has examples that fit its schemas", (_, endpoint) => {
    const { requestBody, responses } = operationOf(endpoint);
    const body = requestBody?.content["application/json"]?.example;
    const input = endpoint.documented?.().body ?? endpoint.body;
    if (input && !endpoint.upload) expect(input.safeParse(body).error).toBeUndefined();
    if (endpoint.media) return;
    const reply = responses[endpoint.status ?? 200]?.content?.["application/json"]?.example;
    const schema = wire.successSchema(endpoint.documented?.().reply ?? endpoint.reply, endpoint.paged === true);
    expect(schema.safeParse(reply).error).toBeUndefined();
  });

  it.each(named(endpoints))("%s names its errors, each with a status and a body", (_, endpoint) => {
    const operation = operationOf(endpoint);
    const codes = operation["x-error-codes"];
    const failures = Object.keys(operation.responses).filter((status) => Number(status) >= 400);
    expect(codes).toContain(wire.errors.internal.code);
    if (endpoint.access !== "public") expect(codes).toEqual(expect.arrayContaining([...tokenRefused]));
    for (const status of failures) {
      const example = responseOf(operation, Number(status))?.content?.["application/json"]?.example as {
        error?: { code: string };
      };
      expect(wire.failureSchema(codes).safeParse(example).error).toBeUndefined();
      if (!example.error) continue;
      const { code } = example.error;
      const statuses = Object.values(wire.errors).filter((error) => error.code === code);
      expect(new Set(statuses.map((error) => String(error.status)))).toEqual(new Set([status]));
    }
  });
});
