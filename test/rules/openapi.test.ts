import { describe, expect, it } from "vitest";
import { leoraWire } from "../../src/leora/wire.ts";
import { anonymous } from "../support/actor.ts";
import { document, endpoints, named, operationOf } from "./catalog.ts";

const operations = Object.values(document.paths).flatMap((path) => Object.values(path));

describe("the OpenAPI document", () => {
  it("is served, in version 3.1, with every endpoint once", async () => {
    const { status, body } = await anonymous().get("/v1/openapi.json");
    expect(status).toBe(200);
    expect(body).toMatchObject({ openapi: expect.stringMatching(/^3\.1\./), paths: expect.any(Object) });
    expect(operations).toHaveLength(endpoints.length);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(endpoints.length);
  });

  it.each(named(endpoints))("%s has examples that fit its schemas", (_, endpoint) => {
    const { requestBody, responses } = operationOf(endpoint);
    const body = requestBody?.content["application/json"]?.example;
    if (endpoint.body) expect(endpoint.body.safeParse(body).error).toBeUndefined();
    const reply = responses[endpoint.status ?? 200]?.content?.["application/json"]?.example;
    const schema = leoraWire.successSchema(endpoint.reply, endpoint.paged === true);
    expect(schema.safeParse(reply).error).toBeUndefined();
  });

  it.each(named(endpoints))("%s names its errors, each with a status and a body", (_, endpoint) => {
    const { responses, "x-error-codes": codes } = operationOf(endpoint);
    const failures = Object.entries(responses).filter(([status]) => Number(status) >= 400);
    expect(codes).toContain("INTERNAL_ERROR");
    if (endpoint.access !== "public") expect(codes).toContain("AUTH_TOKEN_INVALID");
    for (const [status, { content }] of failures) {
      const example = content?.["application/json"]?.example as { error: { code: string } };
      expect(leoraWire.failureSchema.safeParse(example).error).toBeUndefined();
      const statuses = Object.values(leoraWire.errors).filter(({ code }) => code === example.error.code);
      expect(statuses.map((one) => String(one.status))).toEqual([status]);
    }
  });
});
