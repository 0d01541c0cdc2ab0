import { afterEach, describe, expect, it, vi } from "vitest";
import { AppError } from "../../../src/kernel/errors.ts";
import { knownError } from "../../../src/kernel/http/wire.ts";

/** What a product says: neither all of the kernel's codes nor those of another product matter here. */
const ERRORS = {
  not_found: { status: 404, code: "NOT_FOUND" },
  store_closed: { status: 409, code: "STORE_CLOSED" },
  internal: { status: 500, code: "INTERNAL_ERROR" },
};

describe("an error on its way out", () => {
  afterEach(() => vi.restoreAllMocks());

  it("is itself when the product has words for its code", () => {
    const [own, kernel] = [new AppError<"store_closed">("store_closed"), new AppError("not_found")];
    expect(knownError(ERRORS, own)).toBe(own);
    expect(knownError(ERRORS, kernel)).toBe(kernel);
  });

  it.each(["stale", "toString"])(
    "is a logged bug that says nothing when its code is `%s`, of which the product knows nothing",
    (code) => {
      const lines: string[] = [];
      vi.spyOn(console, "error").mockImplementation((line: string) => void lines.push(line));
      const said = knownError(ERRORS, new AppError<string>(code, { message: "Row 7 of somebody", data: { row: 7 } }));
      expect(said).toMatchObject({ code: "internal", message: "internal", data: undefined, headers: {} });
      expect(lines).toEqual([expect.stringContaining('"unknown error code"')]);
    },
  );
});
