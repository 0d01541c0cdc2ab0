import { describe, expect, test } from "vitest";
import { requireShallowJson } from "../../../src/kernel/http/json-depth.ts";
import { LIMITS } from "../../../src/limits.ts";
import { newActor } from "../../support/actor.ts";

const MAX = LIMITS.http.jsonDepth;
const lists = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
const objects = (depth: number) => `${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`;

function refusalOf(text: string): string | null {
  try {
    requireShallowJson(text);
    return null;
  } catch (error) {
    return (error as { details: { field: string }[] }).details[0]?.field ?? "";
  }
}

describe("the depth of a JSON text", () => {
  test.each([
    ["the most lists", lists(MAX), null],
    ["the most objects", objects(MAX), null],
    ["one list more", lists(MAX + 1), Array(MAX).fill("0").join(".")],
    ["one object more", objects(MAX + 1), Array(MAX).fill("a").join(".")],
    ["many after another", `[${"[],{},".repeat(100)}0]`, null],
    ["brackets in text", JSON.stringify({ a: "[".repeat(100), "{{{": '"[[\\' }), null],
    ["brackets after an escaped quote", `["\\"${"[".repeat(100)}"]`, null],
    ["brackets after an escaped backslash", `["\\\\",${lists(MAX)}]`, ["1", ...Array(MAX - 1).fill("0")].join(".")],
    ["not JSON", `]]]]:,"`, null],
    ["a text that does not end", `"${"[".repeat(100)}`, null],
  ])("%s", (_, text, expected) => {
    expect(refusalOf(text)).toBe(expected);
  });

  test("is refused where it is too deep, however deep it is", () => {
    const text = `{"a":[1,2,{"b":"x","c":{"d":${lists(100_000)}}}]}`;
    expect(refusalOf(text)).toBe(["a", "2", "c", "d", ...Array(MAX - 5).fill("0"), "0"].join("."));
  });

  test("a mebibyte takes milliseconds, whatever it holds", () => {
    const started = performance.now();
    for (const text of [
      "\\".repeat(1 << 20),
      '"\\'.repeat(1 << 19),
      "[]".repeat(1 << 19),
      `"${"a".repeat(1 << 20)}"`,
    ]) {
      expect(refusalOf(text)).toBe(null);
    }
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

describe("a body that is too deep is refused on its path", () => {
  const deep = (depth: number) => `{"changes":[{"entity":"tasks","data":{"title":"t","deep":${lists(depth)}}}]}`;
  const path = ["changes.0.data.deep", ...Array(MAX - 4).fill("0")].join(".");

  test.each(["/v1/sync/push", "/v1/tasks", "/v1/tasks/bulk", "/v1/auth/login", "/v1/recurring"])(
    "POST %s",
    async (url) => {
      const actor = await newActor();
      const headers = { "Content-Type": "application/json", "Idempotency-Key": "k" };
      const reply = await actor.requestRaw("POST", url, deep(5_000), headers);
      expect([reply.status, reply.error?.code]).toEqual([400, "VALIDATION_ERROR"]);
      expect(reply.error?.details).toEqual([{ field: path, message: `Nested more than ${MAX} levels deep` }]);
    },
  );

  test("as deep as allowed: read, and its change is answered alone", async () => {
    const actor = await newActor();
    const reply = await actor.requestRaw("POST", "/v1/sync/push", deep(MAX - 4), {
      "Content-Type": "application/json",
    });
    expect([reply.status, reply.data.results[0].status]).toEqual([200, "rejected"]);
  });

  test("a frame on the socket", async () => {
    const actor = await newActor();
    const socket = await actor.connect();
    await socket.next("hello");
    socket.send(`{"event":"subscribe","data":{"entities":${lists(20_000)}}}`);
    expect((await socket.next("error")).data.code).toBe("VALIDATION_ERROR");
  });
});

test("an answer names at most so many problems of a body", async () => {
  const actor = await newActor();
  const overrides = Object.fromEntries(Array.from({ length: 50_000 }, (_, index) => [`x${index}`, {}]));
  const reply = await actor.post("/v1/recurring", { entity: "tasks", rrule: "FREQ=DAILY", overrides });
  expect(reply.status).toBe(400);
  expect(reply.error?.details).toHaveLength(LIMITS.http.problems);
});
