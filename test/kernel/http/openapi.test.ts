import { exports } from "cloudflare:workers";
import { expect, it } from "vitest";
import { leora } from "../../../src/leora/app.ts";

interface Operation {
  summary?: string;
  operationId?: string;
  requestBody?: { content: Record<string, { example?: unknown }> };
  responses: Record<string, { content?: Record<string, { example?: unknown }> }>;
  "x-error-codes"?: string[];
}

const document = async () => {
  const reply = await exports.default.fetch("http://localhost/v1/openapi.json");
  return (await reply.json()) as { openapi: string; paths: Record<string, Record<string, Operation>> };
};

it("describes every endpoint, and nothing else", async () => {
  const { openapi, paths } = await document();
  expect(openapi).toBe("3.1.0");
  const described = Object.entries(paths).flatMap(([path, methods]) => Object.keys(methods).map((m) => `${m} ${path}`));
  const offered = leora.api.endpoints.map(({ method, path }) => `${method} ${path}`);
  expect(described.toSorted()).toEqual(offered.toSorted());
});

it("gives every operation a name of its own, an example for each body, and its error codes", async () => {
  const operations = Object.values((await document()).paths).flatMap((path) => Object.values(path));
  const names = operations.map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(names.length);
  for (const { operationId, requestBody, responses, "x-error-codes": codes = [] } of operations) {
    const media = [requestBody, ...Object.values(responses)].flatMap((body) => Object.values(body?.content ?? {}));
    for (const { example } of media) expect([operationId, example]).not.toEqual([operationId, undefined]);
    expect(codes).toContain("RATE_LIMIT_EXCEEDED");
    expect(codes).toContain("INTERNAL_ERROR");
  }
});
