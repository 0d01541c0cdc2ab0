import { expect, it } from "vitest";
import { AppError } from "../../../src/kernel/errors.ts";
import { appErrorOf, plainError } from "../../../src/kernel/hub/protocol.ts";

it.each([
  new AppError("not_found"),
  new AppError<string>("two_factor_required", {
    message: "A code, please",
    details: [{ field: "code", message: "Missing" }],
    headers: { "Retry-After": "1" },
    data: { rev: 7 },
    facts: { challengeToken: "t", expiresIn: 300 },
  }),
])("an error comes out of a hub as it was thrown there: %s", ({ ...error }) => {
  const sent = structuredClone(plainError(new AppError<string>(error.code, { ...error })));
  const { ...received } = appErrorOf(sent);
  expect(received).toEqual(error);
});
