import { expect, it } from "vitest";
import { AppError } from "../../../src/kernel/errors.ts";
import { appErrorOf, plainError } from "../../../src/kernel/hub/protocol.ts";

/** What an error says, without its stack. */
const saidBy = ({ code, message, details, headers, data, facts }: AppError<string>) => ({
  code,
  message,
  details,
  headers,
  data,
  facts,
});

it.each([
  new AppError<string>("not_found"),
  new AppError<string>("two_factor_required", {
    message: "A code, please",
    details: [{ field: "code", message: "Missing" }],
    headers: { "Retry-After": "1" },
    data: { rev: 7 },
    facts: { challengeToken: "t", expiresIn: 300 },
  }),
])("comes out of a hub as it was thrown there: %s", (error) => {
  expect(saidBy(appErrorOf(structuredClone(plainError(error))))).toEqual(saidBy(error));
});
