import { describe, expect, it } from "vitest";
import { prefersMinimal } from "../../../src/kernel/http/prefer.ts";

describe("Prefer (RFC 7240) asks for a minimal reply", () => {
  it.each([
    "return=minimal",
    "Return = Minimal",
    'return="minimal"',
    "return=minimal; foo=bar",
    "respond-async, return=minimal",
    ", ,wait=10,, return=minimal ,",
    'foo="a, return=representation"; bar, return=minimal',
    'foo="a \\", return=representation", return=minimal',
    "return=minimal, return=representation",
  ])("%s", (header) => expect(prefersMinimal(header)).toBe(true));
});

describe("Prefer asks for nothing of the kind", () => {
  it.each([
    null,
    "",
    "return",
    "return=",
    "return=representation",
    "return=minimalist",
    "return=minimal=x; a",
    "returns=minimal",
    "handling=lenient; return=minimal",
    'foo="return=minimal"',
    'foo="a, return=minimal',
    "return=representation, return=minimal",
    "return=other, return=minimal",
  ])("%s", (header) => expect(prefersMinimal(header)).toBe(false));

  it("of a header of many open quotes, in a time that grows with its length", () => {
    const header = '"\\'.repeat(50_000);
    expect(prefersMinimal(`${header}, return=minimal`)).toBe(false);
  });
});
