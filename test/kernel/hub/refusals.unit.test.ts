import { expect, test } from "vitest";
import { Refusals } from "../../../src/kernel/hub/refusals.ts";
import { LIMITS } from "../../../src/limits.ts";

const NOW = Date.parse("2026-11-24T10:00:00Z");
const owner = { product: "leora", userId: "u" };
const request = { sessionId: "s", database: null, bucket: "read" as const, now: NOW };
const refused = (code: string, resetAt: number | null = null) => ({
  ok: false as const,
  error: { code, message: "", headers: {} },
  rate: resetAt === null ? null : { limit: 1, remaining: 0, resetAt },
  d1: 0,
});

test("a bucket's refusal holds until its window ends, for that user, product and bucket alone", () => {
  const refusals = new Refusals();
  refusals.remember(owner, request, refused("rate_limited", NOW + 1));
  expect(refusals.expects(owner, { ...request, sessionId: "other" })).toBe(true);
  expect(refusals.expects(owner, { ...request, bucket: "write" })).toBe(false);
  expect(refusals.expects({ ...owner, userId: "v" }, request)).toBe(false);
  expect(refusals.expects({ ...owner, product: "crm" }, request)).toBe(false);
  expect(refusals.expects(owner, { ...request, now: NOW + 1 })).toBe(false);
});

test("an ended session's refusal holds for ever, for that session alone", () => {
  const refusals = new Refusals();
  refusals.remember(owner, request, refused("token_invalid"));
  expect(refusals.expects(owner, { ...request, bucket: "write", now: NOW + 1e12 })).toBe(true);
  expect(refusals.expects(owner, { ...request, sessionId: "other" })).toBe(false);
  expect(refusals.expects({ ...owner, product: "crm" }, request)).toBe(false);
});

test("what a command was answered with is no refusal", () => {
  const refusals = new Refusals();
  refusals.remember(owner, request, refused("invalid_input", NOW + 1));
  expect(refusals.expects(owner, request)).toBe(false);
});

test("only so many are remembered: the oldest leaves first, unless it was refused again", () => {
  const refusals = new Refusals();
  const session = (index: number) => ({ ...request, sessionId: `s${index}` });
  const refuse = (index: number) => refusals.remember(owner, session(index), refused("token_invalid"));
  for (let index = 0; index < LIMITS.hub.refusals; index += 1) refuse(index);
  expect(refusals.expects(owner, session(0))).toBe(true);
  refuse(0);
  refuse(LIMITS.hub.refusals);
  expect([0, 1, 2].map((index) => refusals.expects(owner, session(index)))).toEqual([true, false, true]);
});
