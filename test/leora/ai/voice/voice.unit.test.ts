import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Moment } from "../../../../src/kernel/time.ts";
import { draftOf, neededCurrency } from "../../../../src/leora/ai/voice/draft.ts";
import type { VoiceAccount } from "../../../../src/leora/ai/voice/own.ts";
import { parseVoice } from "../../../../src/leora/ai/voice/parse.ts";
import { EXPENSE_CATEGORIES, INCOME_CATEGORIES } from "../../../../src/leora/categories/catalog.ts";
import { TransactionCreate } from "../../../../src/leora/finance/transactions/contract.ts";
import { TaskCreate } from "../../../../src/leora/planner/tasks/contract.ts";
import { categoryIn } from "../../../../src/leora/words/category-words.ts";
import { tokensOf } from "../../../../src/leora/words/tokens.ts";
import { EVERYDAY } from "./everyday.ts";
import { inOneLine, NOON } from "./one-line.ts";
import { UTTERANCES } from "./utterances.ts";

const SAID = [...UTTERANCES, ...EVERYDAY];

const parse = (said: string, currency = "UZS") => parseVoice(said, NOON, currency);

const account = (
  id: string,
  currency: string,
  createdAt: number,
  lastUse: number | null,
  name = `Hisob ${id}`,
): VoiceAccount => ({
  id: `0192f0c1-2b3c-7d4e-8f5a-00000000000${id}`,
  currency,
  name,
  createdAt,
  lastUse,
});
const ACCOUNTS = ["UZS", "USD", "EUR", "RUB", "KZT", "TRY", "GBP", "JPY", "GEL", "TJS", "CNY"].map((currency, index) =>
  account("1", currency, index, null),
);

describe("what is said", () => {
  it.each(SAID)("%s", (said, understood) => {
    expect(inOneLine(parse(said))).toBe(understood);
  });

  it.each(SAID)("%s: the draft is a body of its endpoint", (said) => {
    const { intent, draft, missing, confidence } = draftOf(parse(said), ACCOUNTS);
    expect(draft === null).toBe(intent === "ask" || intent === "unknown");
    expect(confidence).toBeGreaterThanOrEqual(0);
    expect(confidence).toBeLessThanOrEqual(1);
    if (!draft) return;
    const contract = draft.entity === "tasks" ? TaskCreate : TransactionCreate;
    // Examples stand in for what the draft says is missing, and for nothing else.
    const examples = { amount: 1, accountId: ACCOUNTS[0]?.id, title: "x" };
    const filled = Object.fromEntries(missing.map((field) => [field, examples[field]]));
    expect(contract.safeParse({ ...draft.data, ...filled }).error).toBeUndefined();
    expect(contract.safeParse(draft.data).success).toBe(missing.every((field) => field === "accountId"));
    for (const field of missing) expect(draft.data).not.toHaveProperty(field);
  });
});

describe("amounts", () => {
  it.each([
    ["non 5", "USD", 5],
    ["non 5.25", "USD", 5.25],
    ["non 5,5", "USD", 5.5],
    ["non 1.234", "USD", 1234],
    ["non 1.234,56", "USD", 1234.56],
    ["non 12.3456", "USD", null],
    ["non 100,50", "JPY", null],
    ["non 100.000", "KWD", 100000],
    ["non 1,2345 mln", "UZS", 1234500],
    ["non 90 mlrd", "UZS", 90e9],
    ["non 99999 mlrd", "UZS", null],
  ])("%s in %s: %s", (said, currency, amount) => {
    const parsed = parse(said, currency);
    expect(parsed.intent === "create_transaction" && parsed.transaction.amount).toBe(amount);
    expect(draftOf(parsed, []).missing).toEqual(amount === null ? ["amount", "accountId"] : ["accountId"]);
  });

  it("without a currency are of the primary one", () => {
    expect(neededCurrency(parse("такси 25 000", "KZT"))).toBe("KZT");
    expect(neededCurrency(parse("такси 25 сом", "KGS"))).toBe("KGS");
    expect(neededCurrency(parse("такси $25", "KZT"))).toBe("USD");
    expect(neededCurrency(parse("напомни про такси"))).toBeNull();
  });
});

describe("days and times", () => {
  const sunday = new Moment(Date.parse("2026-03-01T18:30:00Z"), "Asia/Tashkent");
  it.each([
    ["taksi 5 ming yakshanba kuni", "2026-02-22"],
    ["taksi 5 ming kecha", "2026-02-28"],
    ["taksi 5 ming 29-fevral", "2024-02-29"],
    ["taksi 5 ming 30 fevral", "2026-03-01"],
    ["taksi 5 ming 1 mart", "2026-03-01"],
    ["taksi 5 ming 2 mart", "2025-03-02"],
    ["taxi 5 usd on March 3, 2024", "2024-03-03"],
    ["такси 5 тысяч 3 марта 2024 года", "2024-03-03"],
  ])("of money lie behind: %s", (said, date) => {
    const parsed = parseVoice(said, sunday, "UZS");
    expect(parsed.intent === "create_transaction" && parsed.transaction.date).toBe(date);
  });

  it.each([
    ["eslat yakshanba kuni dars", "2026-03-08", null],
    ["eslat 1 mart dars", "2026-03-01", null],
    ["eslat 28-fevral dars", "2027-02-28", null],
    ["eslat soat 23 da dars", "2026-03-02", "23:00"],
    ["eslat 23:40 da dars", "2026-03-01", "23:40"],
    ["eslat soat 9 yarimda dars", "2026-03-02", "09:30"],
    ["напомни в 12 ночи", "2026-03-02", "00:00"],
    ["напомни в 3 часа дня урок", "2026-03-02", "15:00"],
    ["напомни в 18.30 урок", "2026-03-02", "18:30"],
    ["remind me at 12 am sleep", "2026-03-02", "00:00"],
    ["remind me at 12 pm lunch", "2026-03-02", "12:00"],
    ["remind me at 25 pm lunch", null, null],
    ["напомни через час урок", "2026-03-02", "00:30"],
    ["eslat 29 daqiqadan keyin dars", "2026-03-01", "23:59"],
    ["remind me in 48 hours", "2026-03-03", "23:30"],
  ])("of tasks lie ahead: %s", (said, dueDate, timeOfDay) => {
    // It is 23:30 on Sunday in Tashkent.
    const parsed = parseVoice(said, sunday, "UZS");
    expect(parsed.intent === "create_task" && [parsed.task.dueDate, parsed.task.timeOfDay]).toEqual([
      dueDate,
      timeOfDay,
    ]);
  });
});

describe("categories", () => {
  const names = [
    ...EXPENSE_CATEGORIES.map((category) => ["expense", category] as const),
    ...INCOME_CATEGORIES.map((category) => ["income", category] as const),
  ].flatMap(([type, { id, names: own, subcategories = [] }]) =>
    [
      { id, names: own, parent: null as string | null },
      ...subcategories.map((sub) => ({ ...sub, parent: id })),
    ].flatMap((category) =>
      Object.values(category.names).map((name) => ({ type, name, id: category.id, parent: category.parent })),
    ),
  );

  it.each(names)("$name is $id", ({ type, name, id, parent }) => {
    const found = categoryIn(tokensOf(`10 ${name} 20`), type);
    const expected = { categoryId: parent ?? id, subcategoryId: parent === null ? null : id };
    // The name of a whole category may be that of a part of it as well.
    expect(
      found && { categoryId: found.categoryId, ...(parent !== null && { subcategoryId: found.subcategoryId }) },
    ).toEqual(parent === null ? { categoryId: id } : expected);
  });
});

describe("the account", () => {
  const [first, used, usedLast, dollars] = [
    account("1", "UZS", 1, null),
    account("2", "UZS", 2, 10),
    account("3", "UZS", 3, 20),
    account("4", "USD", 4, 30),
  ];
  const accountOf = (said: string, accounts: VoiceAccount[]) => draftOf(parse(said), accounts).draft?.data.accountId;

  it("is the one in that currency that was used last, else the oldest", () => {
    expect(accountOf("taksi 5 ming", [dollars, first, used, usedLast])).toBe(usedLast.id);
    expect(accountOf("taksi 5 ming", [account("5", "UZS", 5, null), first, dollars])).toBe(first.id);
    expect(accountOf("taksi $5", [first, usedLast, dollars])).toBe(dollars.id);
  });

  it("is missing when there is none", () => {
    const { draft, missing } = draftOf(parse("taksi 5 euro"), [first, dollars]);
    expect([draft?.data.accountId, missing]).toEqual([undefined, ["accountId"]]);
  });
});

describe("any text", () => {
  const WORDS = SAID.flatMap(([said]) => said.split(" "));
  const texts = fc.oneof(
    fc.string({ unit: "binary", maxLength: 500 }),
    fc.string({ unit: "grapheme", maxLength: 500 }),
    fc.array(fc.constantFrom(...WORDS), { maxLength: 80 }).map((words) => words.join(" ").slice(0, 500)),
    fc
      .tuple(fc.constantFrom(...WORDS, "1 ", "and ", "111 ", "-", "'", "one-", "ﷺ"), fc.nat(500))
      .map(([word, count]) => word.repeat(count).slice(0, 500)),
  );

  it("is read in a few milliseconds, and makes a body or none", () => {
    parse("warm");
    let [count, total] = [0, 0];
    fc.assert(
      fc.property(texts, (text) => {
        const start = performance.now();
        const { draft, missing } = draftOf(parse(text), ACCOUNTS);
        total += performance.now() - start;
        count += 1;
        if (!draft || missing.some((field) => field !== "accountId")) return true;
        return (draft.entity === "tasks" ? TaskCreate : TransactionCreate).safeParse(draft.data).success;
      }),
      { numRuns: 1000 },
    );
    expect(total / count).toBeLessThan(10);
  });
});
