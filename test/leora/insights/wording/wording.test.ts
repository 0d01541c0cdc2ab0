import { expect, it } from "vitest";
import type { AskFindings } from "../../../../src/leora/insights/ask/facts.ts";
import { wordAnswer } from "../../../../src/leora/insights/wording/wording.ts";
import { VendorAccount } from "../../../support/vendor-account.ts";

// The runtime's own fetch: what is said to it and how it gives up differ from Node's.

const findings: AskFindings = {
  intent: "focus",
  dateRange: { from: "2026-11-01", to: "2026-11-30" },
  facts: { totalMinutes: 1250, sessions: 50, completed: 42, days: 20 },
  asked: null,
};
const request = {
  question: "Focus?",
  findings,
  language: "en",
  style: "strict",
  privateTexts: [],
  mentorId: null,
  categoryNames: new Map<string, string>(),
} as const;

it("a model is asked once more after 503, and given up after its time", async () => {
  const account = new VendorAccount("openai", `sk-${crypto.randomUUID()}`);
  const vendor = { apiKey: account.name, baseUrl: `${account.baseUrl}/v1/`, model: "gpt-4o-mini", timeoutMs: 5_000 };
  await account.answerNext({ status: 503, headers: { "Retry-After": "0" } });
  expect(await wordAnswer(vendor, request)).toMatchObject({ ok: true, tokensUsed: 234 });
  await account.answerNext({ status: 200, hang: true });
  expect(await wordAnswer({ ...vendor, timeoutMs: 300 }, request)).toEqual({
    ok: false,
    errorCode: "timeout",
    tokensUsed: null,
  });
  await account.answerNext({ status: 0 });
  expect(await wordAnswer(vendor, request)).toEqual({ ok: false, errorCode: "vendor_error", tokensUsed: null });
  expect((await account.calls()).map(({ status }) => status)).toEqual([503, 200, 200, 0]);
});
