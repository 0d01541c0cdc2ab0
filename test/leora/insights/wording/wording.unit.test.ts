import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { AskFindings } from "../../../../src/leora/insights/ask/facts.ts";
import { WORDING_TIMEOUT_MS, type WordingVendor } from "../../../../src/leora/insights/wording/client.ts";
import { isGrounded } from "../../../../src/leora/insights/wording/grounding.ts";
import { MESSAGE_CHARS, withoutPrivateData } from "../../../../src/leora/insights/wording/outgoing.ts";
import { plainText } from "../../../../src/leora/insights/wording/plain-text.ts";
import { type InsightToWord, wordAnswer, wordInsights } from "../../../../src/leora/insights/wording/wording.ts";
import { VendorAccount } from "../../../support/vendor-account.ts";
import type { VendorCall, VendorReply } from "../../../support/vendors.ts";

const ID = "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a";
const FINDINGS: AskFindings = {
  intent: "spending",
  dateRange: { from: "2026-11-01", to: "2026-11-30" },
  facts: {
    currency: "UZS",
    income: 8000000,
    expense: 3500000.5,
    net: 4499999.5,
    byCategory: [{ categoryId: "food", amount: 1200000, percent: 34.3 }],
  },
  asked: null,
};
const REQUEST = {
  question: "Qancha sarfladim?",
  findings: FINDINGS,
  language: "uz",
  style: "friendly",
  privateTexts: [],
  mentorId: null,
  categoryNames: new Map<string, string>(),
} as const;

function newAccount(timeoutMs = WORDING_TIMEOUT_MS): { account: VendorAccount; vendor: WordingVendor } {
  const apiKey = `sk-${randomUUID()}`;
  const account = new VendorAccount("openai", apiKey);
  return { account, vendor: { apiKey, baseUrl: `${account.baseUrl}/v1`, model: "gpt-4o-mini", timeoutMs } };
}

/** A reply with this content, or with other fields of its choice. */
const saying = (content: string | null, choice: object = {}, message: object = {}): VendorReply => ({
  status: 200,
  body: {
    model: "gpt-4o-mini-2024-07-18",
    choices: [
      {
        index: 0,
        finish_reason: "stop",
        message: { role: "assistant", content, refusal: null, ...message },
        ...choice,
      },
    ],
    usage: { prompt_tokens: 90, completion_tokens: 10, total_tokens: 100 },
  },
});
const answering = (answer: string) => saying(JSON.stringify({ answer }));

/** The content of each message of the first call. */
function messagesOf([call]: readonly VendorCall[]): string[] {
  const messages = (call?.body.messages ?? []) as { role: string; content: string }[];
  expect(messages.map(({ role }) => role)).toEqual(["system", "user"]);
  return messages.map(({ content }) => content);
}

async function wordingAfter(
  replies: VendorReply[],
  request: Parameters<typeof wordAnswer>[1] = REQUEST,
  timeoutMs?: number,
) {
  const { account, vendor } = newAccount(timeoutMs);
  await account.answerNext(...replies);
  return { result: await wordAnswer(vendor, request), calls: await account.calls() };
}

describe("an answer", () => {
  it("is the model's, of one call in the published format", async () => {
    const { result, calls } = await wordingAfter([]);
    expect(result).toEqual({
      ok: true,
      answer: "[uz] 2026; -11; -01; 2026; -11; -30; 8000000; 3500000.5; 4499999.5; 1200000; 34.3",
      tokensUsed: 234,
      model: "gpt-4o-mini-2024-07-18",
    });
    expect(calls).toHaveLength(1);
    expect(calls[0]?.path).toBe("/v1/chat/completions");
    const [system = "", user = ""] = messagesOf(calls);
    expect(system).not.toContain("sarfladim");
    expect(JSON.parse(user)).toEqual({
      question: "Qancha sarfladim?",
      language: "uz",
      style: "friendly",
      facts: { from: "2026-11-01", to: "2026-11-30", ...FINDINGS.facts },
    });
    expect(calls[0]?.body.response_format).toEqual({
      type: "json_schema",
      json_schema: {
        name: "answer",
        strict: true,
        schema: {
          type: "object",
          properties: { answer: { type: "string" } },
          required: ["answer"],
          additionalProperties: false,
        },
      },
    });
  });

  it.each([
    ["once more after 429", [{ status: 429, headers: { "Retry-After": "0" } }], { ok: true }, 2],
    ["once more after 503", [{ status: 503, headers: { "Retry-After": "0" } }], { ok: true }, 2],
    ["not a third time", [{ status: 500 }, { status: 502 }], { errorCode: "vendor_error" }, 2],
    [
      "too often",
      [{ status: 429, headers: { "Retry-After": "0" } }, { status: 429 }],
      { errorCode: "rate_limited" },
      2,
    ],
    [
      "with a bad key",
      [{ status: 401, body: { error: { code: "invalid_api_key" } } }],
      { errorCode: "vendor_error" },
      1,
    ],
    ["of a vendor that hangs up", [{ status: 0 }], { errorCode: "vendor_error" }, 1],
    ["that is no JSON", [{ status: 200, base64: btoa("<html>") }], { errorCode: "invalid_output" }, 1],
    ["without choices", [{ status: 200, body: { choices: [] } }], { errorCode: "invalid_output" }, 1],
    ["that breaks the schema", [saying('{"answer": 5}')], { errorCode: "invalid_output", tokensUsed: 100 }, 1],
    ["with more than the schema", [saying('{"answer": "Ha", "tool": "x"}')], { errorCode: "invalid_output" }, 1],
    ["that is text", [saying("Siz ko'p sarfladingiz")], { errorCode: "invalid_output" }, 1],
    ["that is cut off", [saying('{"answer": "Ha"}', { finish_reason: "length" })], { errorCode: "invalid_output" }, 1],
    [
      "that is filtered",
      [saying('{"answer": "Ha"}', { finish_reason: "content_filter" })],
      { errorCode: "invalid_output" },
      1,
    ],
    ["that refuses", [saying(null, {}, { refusal: "I cannot help with that." })], { errorCode: "invalid_output" }, 1],
    ["that is empty", [answering(" ")], { errorCode: "invalid_output" }, 1],
    [
      "that is nothing but a link",
      [answering("![x](https://evil.example/?q=3500000.5)")],
      { errorCode: "invalid_output" },
      1,
    ],
    [
      "with a number of its own",
      [answering("Siz 3 600 000 so'm sarfladingiz")],
      { errorCode: "ungrounded", tokensUsed: 100 },
      1,
    ],
    [
      "with the numbers of the facts",
      [answering("Siz 3 500 000,50 so'm sarfladingiz (34,3%)")],
      { ok: true, tokensUsed: 100 },
      1,
    ],
  ] satisfies [string, VendorReply[], object, number][])("%s", async (_, replies, expected, count) => {
    const { result, calls } = await wordingAfter(replies);
    expect(result).toMatchObject({ ok: false, ...expected });
    expect(calls).toHaveLength(count);
  });

  it("is asked for in the manner of a mentor", async () => {
    const { calls } = await wordingAfter([], { ...REQUEST, mentorId: "buffett" });
    const [, user = ""] = messagesOf(calls);
    expect(JSON.parse(user).style).toBe(
      "friendly; Patient and plain: thinks in years, is wary of debt, stays with what is understood.",
    );
  });

  it("that does not come is given up", async () => {
    expect(WORDING_TIMEOUT_MS).toBe(20_000);
    const { result, calls } = await wordingAfter([{ status: 200, hang: true }], REQUEST, 300);
    expect([result, calls.length]).toEqual([{ ok: false, errorCode: "timeout", tokensUsed: null }, 1]);
  });

  it("is plain and not endless", async () => {
    const { result } = await wordingAfter([
      answering(`**Ha**, [bu yerda](https://evil.example). <b>Yaxshi</b> ${"a".repeat(3000)}`),
    ]);
    expect(result).toMatchObject({ ok: true, answer: `Ha, bu yerda. Yaxshi ${"a".repeat(1478)}…` });
  });

  it("is asked for without ids and contact data, in at most 8,000 characters", async () => {
    const tasks = Array.from({ length: 20 }, (_, index) => ({
      taskId: ID,
      title: `${index} Aziz Karimov ${"\u0001".repeat(150)} aziz@example.com`,
      status: "planned",
      priority: "high",
      dueDate: null,
      timeOfDay: null,
    }));
    const findings: AskFindings = {
      intent: "tasks",
      dateRange: { from: "2026-11-01", to: "2026-11-30" },
      facts: { open: 20, overdue: 0, dueToday: 0, dueInRange: 0, completedInRange: 0, tasks },
      asked: null,
      scope: "open",
    };
    const question = `Men Aziz Karimov, +998 90 123-45-67, aziz@example.com, ${ID}. Vazifalarim?`;
    const request = { ...REQUEST, question, findings, privateTexts: ["Aziz Karimov", "", "998901234567"] };
    const { result, calls } = await wordingAfter([], request);
    expect(result.ok).toBe(true);
    const [, sent = ""] = messagesOf(calls);
    expect(sent.length).toBeLessThanOrEqual(MESSAGE_CHARS);
    expect(sent).not.toMatch(/Aziz|Karimov|example\.com|123-45|0192f0c1|taskId/);
    expect(JSON.parse(sent)).toMatchObject({ question: "Men …, …, …, …. Vazifalarim?", facts: { open: 20 } });
    expect(JSON.parse(sent).facts.tasks).toHaveLength(5);
  });
});

describe("a run", () => {
  const insight = (key: string, facts: InsightToWord["facts"], names = {}): InsightToWord => ({
    key,
    rule: "budget_exceeded",
    facts,
    names,
  });
  const FIRST = insight(
    `budget_exceeded/${ID}`,
    { budgetId: ID, limit: 2000000, spent: 2500000, currency: "UZS" },
    { budget: "Oziq" },
  );
  const SECOND = insight("tasks_overdue", { count: 1234, taskIds: [ID] });
  const run = { insights: [FIRST, SECOND], language: "ru", style: "polite", privateTexts: [] } as const;
  const texts = (key: string, body: string, more: object = {}) => ({
    key,
    title: "T",
    body,
    explain: "E",
    push: "P",
    ...more,
  });

  async function runAfter(replies: VendorReply[], request: Parameters<typeof wordInsights>[1] = run) {
    const { account, vendor } = newAccount();
    await account.answerNext(...replies);
    return { result: await wordInsights(vendor, request), calls: await account.calls() };
  }

  it("is worded in one call, which holds no ids", async () => {
    const { result, calls } = await runAfter([]);
    expect(result).toEqual({
      ok: true,
      texts: new Map([
        [
          FIRST.key,
          {
            title: "[ru] budget_exceeded",
            body: "Body 2000000; 2500000",
            explain: "Explain budget_exceeded",
            push: "Push budget_exceeded",
          },
        ],
        [
          SECOND.key,
          {
            title: "[ru] budget_exceeded",
            body: "Body 1234",
            explain: "Explain budget_exceeded",
            push: "Push budget_exceeded",
          },
        ],
      ]),
      tokensUsed: 234,
      model: "gpt-4o-mini-2024-07-18",
    });
    const [, user = ""] = messagesOf(calls);
    expect(JSON.parse(user)).toEqual({
      language: "ru",
      style: "polite",
      insights: [
        {
          key: "1",
          rule: "budget_exceeded",
          facts: { limit: 2000000, spent: 2500000, currency: "UZS", budget: "Oziq" },
        },
        { key: "2", rule: "budget_exceeded", facts: { count: 1234 } },
      ],
    });
  });

  it("is worded with the name of a category of the user's own", async () => {
    const spike = insight("spike", { categoryId: "secret_a1b2c3", amount: 5 }, { category: "Gifts" });
    const { calls } = await runAfter([], { ...run, insights: [spike] });
    const [, user = ""] = messagesOf(calls);
    expect(JSON.parse(user).insights[0].facts).toEqual({ categoryId: "Gifts", amount: 5, category: "Gifts" });
  });

  it("keeps local texts where it leaves out a key, makes one up, or names a number of another insight", async () => {
    const insights = [texts("1", "2 500 000"), texts("1", "again"), texts("2", "2500000"), texts("9", "new")];
    const { result } = await runAfter([saying(JSON.stringify({ insights }))]);
    expect(result.ok && [...result.texts]).toEqual([
      [FIRST.key, { title: "T", body: "2 500 000", explain: "E", push: "P" }],
    ]);
  });

  it.each([
    ["ungrounded", [texts("1", "999"), texts("2", "Fine", { push: "777" })]],
    ["invalid_output", [texts("1", ""), texts("2", "<br>")]],
  ])("is %s when no text of it may be shown", async (errorCode, insights) => {
    const { result } = await runAfter([saying(JSON.stringify({ insights }))]);
    expect(result).toEqual({ ok: false, errorCode, tokensUsed: 100 });
  });

  it("leaves out the last insights when they are too many, and asks nothing when there are none", async () => {
    const many = Array.from({ length: 100 }, (_, index) =>
      insight(String(index), { spent: index }, { budget: "x".repeat(200) }),
    );
    const { result, calls } = await runAfter([], { ...run, insights: many });
    const [, user = ""] = messagesOf(calls);
    expect(user.length).toBeLessThanOrEqual(MESSAGE_CHARS);
    expect(result.ok && [...result.texts.keys()]).toEqual(many.slice(0, 29).map(({ key }) => key));
    const nothing = await runAfter([], { ...run, insights: [] });
    expect([nothing.result, nothing.calls]).toEqual([
      { ok: true, texts: new Map(), tokensUsed: null, model: "gpt-4o-mini" },
      [],
    ]);
  });
});

describe("grounding", () => {
  const GIVEN = {
    question: "15 000 yetadimi?",
    facts: { from: "2026-11-01", sum: 1234567.5, small: -980.25, list: [{ percent: 34.3 }], large: 2 ** 53 },
  };

  it.each([
    "1 234 567,5 so'm",
    "1,234,567.50",
    "1.234.567,5",
    "1\u00a0234\u202f567,50",
    "1'234'567.5",
    "١٬٢٣٤٬٥٦٧٫٥",
    "−980,25 and 34.3%",
    "15000 or 15 000",
    "9 007 199 254 740 992",
    "01.11.2026, 11/01, 1 November 2026",
    "12 tasks and 7 days",
    "In 2026 15 000",
  ])("holds: %s", (text) => expect(isGrounded(text, GIVEN)).toBe(true));

  it.each([
    "1 234 567",
    "1234568",
    "12345675",
    "980.26",
    "34.4 %",
    "1500",
    "2027",
    "12.11.2027",
    "15\u200b001",
    "१२३४",
    "about 500",
    "10,5,6,7,8,900",
    "15 000 001",
    // The day and the month of a fact in one number.
    "3 011",
    "1101",
    "1\u03362\u03363\u0336",
  ])("fails: %s", (text) => expect(isGrounded(text, GIVEN)).toBe(false));
});

describe("plain text", () => {
  it.each([
    ["See [here](javascript:alert(1)) now", "See here now"],
    ['See [here](//evil.example "title")', "See here"],
    ["![pixel](https://evil.example/p.png) Hi", "Hi"],
    ["<script>alert(1)</script>Hi", "alert(1)Hi"],
    ["<<b>script>x", "x"],
    ["a < b and b > a", "a < b and b > a"],
    ["Go to https://evil.example/a?b=c.", "Go to"],
    ["Go to evil.com/login or www.evil.org", "Go to or"],
    // Any other domain is broken by a space.
    ["so'm.Keyin 12.5, т.е. A.B.", "so'm. Keyin 12.5, т.е. A.B."],
    ["Go to evil.ph/x, ftp.evil.fr, evil.рф, EVIL\u3002COM", "Go to evil. ph/x, ftp. evil. fr, evil. рф, EVIL. COM"],
    ["# Title\n\n**Bold** and `code`", "Title\nBold and code"],
    ["\u202eevil\u202c\u0007", "evil"],
    ["2 * 3", "2 * 3"],
    ["ملف\u200cها", "ملف\u200cها"],
    ["![a[b]](//evil.example/p.png) Hi", "[a[b]] Hi"],
    ["[x](//evil.example/a(b(c)d)e)", "[x] ((b(c)d)e)"],
    ["[a [b]](/local)", "[a [b]] (/local)"],
    ["[x]: /pay\nSee [x]", "See [x]"],
    ["See [x][1]", "See [x] [1]"],
    ["Write to sms:+998901234567", "Write to"],
    ["Go to evil.pro/x not to 3.5.2", "Go to not to 3.5.2"],
    ["1/2 // 3", "1/2 // 3"],
    ["\u2067a\u2069b\u{e0041}\u00ad", "ab"],
  ])("%s", (written, shown) => expect(plainText(written, 100)).toBe(shown));

  it("is made of hostile text in no time", () => {
    const start = performance.now();
    for (const part of ["<", "[", "![", "](", "a.", "<a", "http://", "www.", "*", "`", "<<b>"])
      plainText(part.repeat(10_000), 1000);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});

describe("what leaves", () => {
  const hidden = (text: string, privateTexts: readonly string[]) =>
    withoutPrivateData(text, { privateTexts, categoryName: () => undefined });

  it("has catalogue ids, and no ids of rows", () => {
    const value = {
      id: ID,
      userId: ID,
      ids: [ID],
      taskIds: [ID],
      categoryId: "food",
      topCategoryId: ID,
      list: [{ goalId: ID, paid: 1, idea: "x" }],
    };
    expect(withoutPrivateData(value, { privateTexts: [], categoryName: () => undefined })).toEqual({
      categoryId: "food",
      topCategoryId: "…",
      list: [{ paid: 1, idea: "x" }],
    });
  });

  it("has amounts, and no phone numbers or private texts", () => {
    const text =
      "25 000 000, 300000000, +7 (901) 123-45-67, 998901234567, 8600 1234-5678 9012, a.b@c.uz, Ali, Alisher, C++ (x)";
    expect(hidden(text, ["al", "c++ (x"])).toBe("25 000 000, 300000000, …, …, …, …, Ali, Alisher, …)");
  });

  const NAME = "Ali Valiyev";
  it.each([
    ["Ali Valiyevning kartasi", NAME, "… kartasi"],
    ["Valiyevga qarz, VALİYEV'den", NAME, "… qarz, …"],
    ["alining_puli Áli", NAME, "…_puli …"],
    ["Maosh bali", NAME, "Maosh bali"],
    ["Ислому и Исломова дача", "Ислом Каримов", "… и … дача"],
    ["Oʻktamga, O'KTAMdan, Oktam", "O‘ktam", "…, …, …"],
    ["Işıl'a borç", "Işıl", "…'a borç"],
    ["Али Валиевнинг картаси", NAME, "… картаси"],
    ["Shavkatning puli, Шавкату", "Шавкат Мирзаев", "… puli, …"],
    ["Ҳасанга, Xasanga, Hasanga", "Hasan", "…, …, …"],
    ["Li Na uyi, Lisbon", "Li Na", "… uyi, Lisbon"],
    ["vali_99 hisobi", "vali_99", "… hisobi"],
    ["90 123 45 67", "+998901234567", "…"],
    ["tel 998 90 123-45-67, (90)123.45.67", "+998 90 123 45 67", "tel …, (…"],
    ["٩٠١٢٣٤٥٦٧ va 901234568", "998901234567", "… va 901234568"],
    ["90 123 45 000 so'm", "998901234567", "90 123 45 000 so'm"],
  ])("%s", (text, secret, sent) => expect(hidden(text, [secret])).toBe(sent));

  it("names the user's own categories in place of their ids, which hold what was typed first", () => {
    const names = new Map([["my_secret_lover_a1b2c3", "Gifts for Ali"]]);
    const value = { topCategoryId: "my_secret_lover_a1b2c3", byCategory: [{ categoryId: "gone_a1b2c3" }] };
    expect(withoutPrivateData(value, { privateTexts: ["Ali"], categoryName: (id) => names.get(id) })).toEqual({
      topCategoryId: "Gifts for …",
      byCategory: [{ categoryId: "…" }],
    });
  });
});
