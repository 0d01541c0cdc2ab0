import { describe, expect, it } from "vitest";
import { named } from "./catalog.ts";
import { subjects } from "./subjects.ts";

describe.each(subjects)("the OpenAPI document of $name", ({ catalog, anonymous, tokenRefused }) => {
  const { endpoints, base, document, operationOf, wire } = catalog;
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

  it("is served, in version 3.1, with every endpoint once", async () => {
    const { status, body } = await anonymous().get(`${base}/openapi.json`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./), paths: expect.any(Object) });
    expect(operations).toHaveLength(endpoints.length);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(endpoints.length);
  });

  it.each(named(endpoints))("%s has examples that fit its schemas", (_, endpoint) => {
    const { requestBody, responses } = operationOf(endpoint);
    const body = requestBody?.content["application/json"]?.example;
    if (endpoint.body && !endpoint.upload) expect(endpoint.body.safeParse(body).error).toBeUndefined();
    if (endpoint.media) return;
    const reply = responses[endpoint.status ?? 200]?.content?.["application/json"]?.example;
    const schema = wire.successSchema(endpoint.reply, endpoint.paged === true);
    expect(schema.safeParse(reply).error).toBeUndefined();
  });

  it.each(named(endpoints))("%s names its errors, each with a status and a body", (_, endpoint) => {
    const { responses, "x-error-codes": codes } = operationOf(endpoint);
    const failures = Object.entries(responses).filter(([status]) => Number(status) >= 400);
    expect(codes).toContain(wire.errors.internal.code);
    if (endpoint.access !== "public") expect(codes).toEqual(expect.arrayContaining([...tokenRefused]));
    for (const [status, { content }] of failures) {
      const example = content?.["application/json"]?.example as { error?: { code: string } };
      expect(wire.failureSchema.safeParse(example).error).toBeUndefined();
      if (!example.error) continue;
      const { code } = example.error;
      const statuses = Object.values(wire.errors).filter((error) => error.code === code);
      expect(new Set(statuses.map((error) => String(error.status)))).toEqual(new Set([status]));
    }
  });
});
