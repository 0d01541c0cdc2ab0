import { describe, expect, it } from "vitest";
import { isUuid, newId } from "../../src/kernel/id.ts";

const NOW = Date.parse("2026-10-01T09:30:00.000Z");

describe("newId", () => {
  it("is a UUID v7 of the given time", () => {
    const id = newId(NOW);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(NOW);
  });

  it("sorts in the order of making within one millisecond, and never repeats", () => {
    const ids = Array.from({ length: 10_000 }, () => newId(NOW));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("sorts by time first, also when it is made out of order", () => {
    const later = newId(NOW + 1);
    const earlier = newId(NOW);
    expect(earlier < later).toBe(true);
  });
});

describe("isUuid", () => {
  it.each([
    "01a0f6cc-9dc0-76f1-801c-29397c267364",
    "01A0F6CC-9DC0-76F1-801C-29397C267364",
    "00000000-0000-0000-0000-000000000000",
  ])("%s is one", (text) => {
    expect(isUuid(text)).toBe(true);
  });

  it.each([
    "",
    "01a0f6cc9dc076f1801c29397c267364",
    "{01a0f6cc-9dc0-76f1-801c-29397c267364}",
    "01a0f6cc-9dc0-76f1-801c-29397c26736g",
    "01a0f6cc-9dc0-76f1-801c-29397c267364\n",
  ])("%j is none", (text) => {
    expect(isUuid(text)).toBe(false);
  });
});
