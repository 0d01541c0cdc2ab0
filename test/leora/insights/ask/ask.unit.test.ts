import { describe, expect, it } from "vitest";
import { answerOf } from "../../../../src/leora/insights/ask/answer.ts";
import { TALK_STYLES } from "../../../../src/leora/insights/ask/answers/phrases.ts";
import type { AskFindings, MoneyFacts } from "../../../../src/leora/insights/ask/facts.ts";
import { readQuestion } from "../../../../src/leora/insights/ask/question.ts";
import { dateRangeOf, NAMED_RANGES } from "../../../../src/leora/insights/ask/ranges.ts";
import { ASK_INTENTS } from "../../../../src/leora/insights/ask/subjects.ts";
import { APP_LANGUAGES, type AppLanguage } from "../../../../src/leora/languages.ts";
import { quickestTimeOf } from "../../../support/quickest.ts";

const TODAY = "2026-11-30";

/** Questions, and what they are about: language, intent, category, days. English is the fallback. */
const QUESTIONS: readonly (readonly [
  question: string,
  language: string,
  intent: string,
  category: string | null,
  range: string | null,
])[] = [
  ["Mening xarajatlarim qanday?", "uz", "spending", null, null],
  ["Bu oy qancha sarfladim?", "uz", "spending", null, "this_month"],
  ["ovqatga qancha ketdi?", "uz", "spending", "food", null],
  ["сколько на такси?", "ru", "spending", "taxi", null],
  ["сколько я потратил в прошлом месяце", "ru", "spending", null, "last_month"],
  ["How much did I spend on coffee this week?", "en", "spending", "coffee", "this_week"],
  ["what are my expenses", "en", "spending", null, null],
  ["Bu ay ne kadar harcadım?", "tr", "spending", null, "this_month"],
  ["كم أنفقت هذا الشهر؟", "ar", "spending", null, "this_month"],
  ["ما هي مصاريفي", "ar", "spending", null, null],
  ["Qancha daromad qildim?", "uz", "income", null, null],
  ["oylik daromadim qancha", "uz", "income", null, null],
  ["Сколько я заработал за месяц?", "ru", "income", null, "last_30_days"],
  ["what is my income this month", "en", "income", null, "this_month"],
  ["Gelirim ne kadar?", "tr", "income", null, null],
  ["ما هو دخلي؟", "ar", "income", null, null],
  ["qancha tejadim", "uz", "savings", null, null],
  ["Сколько я накопил?", "ru", "savings", null, null],
  ["how much did I save last month", "en", "savings", null, "last_month"],
  ["Ne kadar tasarruf ettim?", "tr", "savings", null, null],
  ["كم وفرت هذا الشهر", "ar", "savings", null, "this_month"],
  ["Hisobimda qancha pul bor?", "uz", "balance", null, null],
  ["какой у меня баланс", "ru", "balance", null, null],
  ["сколько у меня денег", "ru", "balance", null, null],
  ["How much money do I have?", "en", "balance", null, null],
  ["Bakiyem ne kadar", "tr", "balance", null, null],
  ["كم رصيدي", "ar", "balance", null, null],
  ["byudjetlarim qanday holatda", "uz", "budgets", null, null],
  ["бюджет на месяц", "ru", "budgets", null, null],
  ["Am I over budget?", "en", "budgets", null, null],
  ["Bütçem ne durumda", "tr", "budgets", null, null],
  ["كيف ميزانيتي", "ar", "budgets", null, null],
  ["qarzlarim qancha", "uz", "debts", null, null],
  ["кому я должен", "ru", "debts", null, null],
  ["how much do I owe", "en", "debts", null, null],
  ["Ne kadar borcum var", "tr", "debts", null, null],
  ["ما هي ديوني", "ar", "debts", null, null],
  ["bugungi vazifalarim", "uz", "tasks", null, "today"],
  ["какие у меня задачи на сегодня", "ru", "tasks", null, "today"],
  ["what tasks are overdue", "en", "tasks", null, null],
  ["görevlerim neler", "tr", "tasks", null, null],
  ["ما هي مهامي اليوم", "ar", "tasks", null, "today"],
  ["maqsadlarim qanday ketyapti", "uz", "goals", null, null],
  ["как мои цели", "ru", "goals", null, null],
  ["how are my goals going", "en", "goals", null, null],
  ["hedeflerim nasıl", "tr", "goals", null, null],
  ["كيف أهدافي", "ar", "goals", null, null],
  ["odatlarimni bajaryapmanmi", "uz", "habits", null, null],
  ["мои привычки", "ru", "habits", null, null],
  ["how is my habit streak", "en", "habits", null, null],
  ["alışkanlıklarım", "tr", "habits", null, null],
  ["كيف عاداتي", "ar", "habits", null, null],
  ["necha daqiqa fokus qildim", "uz", "focus", null, null],
  ["сколько я был в фокусе", "ru", "focus", null, null],
  ["focus time this week", "en", "focus", null, "this_week"],
  ["odaklanma sürem", "tr", "focus", null, null],
  ["كم وقت التركيز", "ar", "focus", null, null],
  ["Umumiy holatim qanday?", "uz", "overview", null, null],
  ["как дела", "ru", "overview", null, null],
  ["give me an overview", "en", "overview", null, null],
  ["Genel durumum nasıl?", "tr", "overview", null, null],
  ["ما الوضع العام", "ar", "overview", null, null],
  ["daromad va xarajatim qancha", "uz", "overview", null, null],
  ["доходы и расходы", "ru", "overview", null, null],
  ["Бу ой қанча сарфладим", "uz", "spending", null, "this_month"],
  ["бу ой канча пул кетди", "uz", "spending", null, "this_month"],
  ["salom", "en", "overview", null, null],
  ["123", "en", "overview", null, null],
  ["ресторанга қанча кетди", "uz", "spending", "restaurants", null],
  ["maoshim qancha tushdi", "uz", "income", "salary", null],
  ["how much did I spend on netflix", "en", "spending", "movies", null],
  ["كم صرفت على الطعام", "ar", "spending", "food", null],
  ["taksiye ne kadar harcadım", "tr", "spending", "taxi", null],
  ["как дела", "ru", "overview", null, null],
  ["qarzim bormi", "uz", "debts", null, null],
  ["сколько ушло на продукты за неделю", "ru", "spending", "groceries", "last_7_days"],
  ["last 7 days expenses", "en", "spending", null, "last_7_days"],
  ["kecha qancha ketdi", "uz", "spending", null, "yesterday"],
  ["bugun nima qildim vazifalardan", "uz", "tasks", null, "today"],
  ["ما هي عاداتي", "ar", "habits", null, null],
  ["كم صرفت أمس", "ar", "spending", null, "yesterday"],
  ["bu yıl toplam gelir", "tr", "income", null, "this_year"],
  ["за все время расходы", "ru", "spending", null, "all_time"],
  ["all time income", "en", "income", null, "all_time"],
  ["Maoshim tushdimi", "uz", "income", "salary", null],
  ["Кунлик одатларим", "uz", "habits", null, null],
  ["Bugun nima ishim bor", "uz", "tasks", null, "today"],
  ["Что у меня на сегодня", "ru", "tasks", null, "today"],
  ["расходы на сегодня", "ru", "spending", null, "today"],
  ["Куда уходят деньги", "ru", "spending", null, null],
  ["Where does my money go", "en", "spending", null, null],
  ["What should I do today", "en", "tasks", null, "today"],
];

describe("a question", () => {
  it.each(QUESTIONS)("%s", (question, language, intent, category, range) => {
    const read = readQuestion(question, "en", TODAY);
    expect(read.categories.length).toBeLessThan(2);
    const [asked] = read.categories;
    const named = asked ? (asked.subcategoryId ?? asked.categoryId) : null;
    expect([read.language, read.intent, named, read.range]).toEqual([language, intent, category, range]);
  });

  it.each(APP_LANGUAGES)("that shows no language is answered in %s when that is the setting", (fallback) => {
    for (const question of ["123?", "Netflix", "bu hafta"])
      expect(readQuestion(question, fallback, TODAY).language).toBe(fallback);
  });

  it("of any text is read in a few milliseconds", async () => {
    const texts = [
      "a".repeat(1000),
      "of ".repeat(333),
      "ﷺ".repeat(1000),
      "bu ".repeat(333),
      "é̂̃".repeat(300),
      "-".repeat(1000),
    ];
    for (const text of texts) {
      expect(await quickestTimeOf(5, () => readQuestion(text, "en", TODAY)), text).toBeLessThan(30);
    }
  });
});

describe("days", () => {
  it.each([
    // A Monday, a Sunday, and a leap day.
    ["2026-11-30", "today", "2026-11-30", "2026-11-30"],
    ["2026-11-30", "yesterday", "2026-11-29", "2026-11-29"],
    ["2026-11-30", "last_7_days", "2026-11-24", "2026-11-30"],
    ["2026-11-30", "last_30_days", "2026-11-01", "2026-11-30"],
    ["2026-11-30", "last_90_days", "2026-09-02", "2026-11-30"],
    ["2026-11-30", "this_week", "2026-11-30", "2026-11-30"],
    ["2026-11-29", "this_week", "2026-11-23", "2026-11-29"],
    ["2026-11-30", "last_week", "2026-11-23", "2026-11-29"],
    ["2026-11-29", "last_week", "2026-11-16", "2026-11-22"],
    ["2024-02-29", "this_month", "2024-02-01", "2024-02-29"],
    ["2024-03-31", "last_month", "2024-02-01", "2024-02-29"],
    ["2026-01-15", "last_month", "2025-12-01", "2025-12-31"],
    ["2026-11-30", "this_year", "2026-01-01", "2026-11-30"],
    ["2026-11-30", "all_time", "1900-01-01", "2026-11-30"],
  ] as const)("on %s, %s", (today, range, from, to) => {
    expect(dateRangeOf(range, today)).toEqual({ from, to, beginsWithFirstRow: range === "all_time" });
  });

  it("of one's own, which must not end before they begin", () => {
    const range = { from: "2026-01-02", to: "2026-01-02" };
    expect(dateRangeOf(range, "2026-11-30")).toEqual({ ...range, beginsWithFirstRow: false });
    expect(() => dateRangeOf({ from: "2026-01-03", to: "2026-01-02" }, "2026-11-30")).toThrow(
      expect.objectContaining({
        code: "invalid_input",
        details: [expect.objectContaining({ field: "context.dateRange" })],
      }),
    );
  });

  it("are all known", () => {
    for (const range of NAMED_RANGES) expect(dateRangeOf(range, "2026-11-30").to <= "2026-11-30").toBe(true);
  });
});

const dateRange = { from: "2026-11-01", to: "2026-11-30" };
const MONEY: MoneyFacts = {
  currency: "UZS",
  income: 8000000,
  expense: 3500000.5,
  net: 4499999.5,
  byCategory: [
    { categoryId: "food", amount: 1200000, percent: 34.3 },
    { categoryId: "own-1", amount: 800000, percent: 22.9 },
  ],
};
const money = (intent: "spending" | "income" | "savings" | "overview", facts = MONEY): AskFindings => ({
  intent,
  dateRange,
  facts,
  asked: null,
});
const FINDINGS: readonly AskFindings[] = [
  money("spending"),
  money("income"),
  money("savings"),
  money("overview"),
  {
    intent: "balance",
    dateRange,
    asked: null,
    facts: {
      accounts: [
        { accountId: "1", name: "Karta", currency: "UZS", balance: 1500000.1 },
        { accountId: "2", name: "Naqd", currency: "UZS", balance: 0.2 },
        { accountId: "3", name: "Dollar", currency: "USD", balance: -20.5 },
      ],
    },
  },
  {
    intent: "budgets",
    dateRange,
    asked: null,
    facts: {
      count: 1,
      budgets: [
        {
          budgetId: "1",
          name: "Oziq",
          currency: "UZS",
          limit: 2000000,
          spent: 1840000,
          remaining: 160000,
          percentUsed: 92,
          periodEnd: null,
        },
      ],
    },
  },
  {
    intent: "debts",
    dateRange,
    asked: null,
    facts: {
      count: 2,
      overdue: 1,
      totals: [
        { direction: "i_owe", currency: "USD", outstanding: 1250 },
        { direction: "they_owe_me", currency: "UZS", outstanding: 300000 },
      ],
      debts: [],
    },
  },
  {
    intent: "tasks",
    dateRange,
    asked: null,
    scope: "open",
    facts: {
      open: 12,
      overdue: 3,
      dueToday: 2,
      dueInRange: 40,
      completedInRange: 31,
      tasks: [
        { taskId: "1", title: "Kitob o'qish", status: "planned", priority: "high", dueDate: null, timeOfDay: null },
      ],
    },
  },
  {
    intent: "goals",
    dateRange,
    asked: null,
    facts: {
      active: 2,
      completed: 1,
      goals: [
        {
          goalId: "1",
          title: "Mashina",
          progressPercent: 45.5,
          currentValue: 1,
          targetValue: 2,
          unit: "UZS",
          targetDate: null,
        },
      ],
    },
  },
  {
    intent: "habits",
    dateRange,
    asked: null,
    facts: {
      active: 4,
      dueToday: 3,
      doneToday: 2,
      habits: [
        {
          habitId: "1",
          title: "Yugurish",
          streakCurrent: 12,
          streakBest: 30,
          completionRate30d: 80,
          isDoneToday: true,
        },
      ],
    },
  },
  { intent: "focus", dateRange, asked: null, facts: { totalMinutes: 1250, sessions: 50, completed: 42, days: 20 } },
];

/** Without the marks that keep an amount together in a line of Arabic, and with plain spaces, also around the dash of a range. */
const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, "").replace(/[\u00a0\u2009]/g, " ");
const answer = (findings: AskFindings, language: AppLanguage, style: (typeof TALK_STYLES)[number] = "strict") =>
  plain(answerOf(findings, { language, style, today: TODAY, categoryNames: new Map([["own-1", "Mushuk"]]) }));

describe("an answer", () => {
  it("groups thousands by no-break spaces", () => {
    expect(
      answerOf(money("income"), { language: "uz", style: "strict", today: TODAY, categoryNames: new Map() }),
    ).toContain("8\u00a0000\u00a0000\u00a0UZS");
  });

  it.each(APP_LANGUAGES)("in %s names the main number of every intent", (language) => {
    const numbers = {
      spending: "3 500 000",
      income: "8 000 000",
      savings: "4 499 999",
      overview: "4 499 999",
      balance: "1 500 000",
      budgets: "1 840 000",
      debts: "1 250",
      tasks: "12",
      goals: "45",
      habits: "12",
      focus: "1 250",
    };
    expect(FINDINGS.map(({ intent }) => intent).toSorted()).toEqual(ASK_INTENTS.toSorted());
    for (const findings of FINDINGS) {
      for (const style of TALK_STYLES) expect(answer(findings, language, style)).toContain(numbers[findings.intent]);
      expect(answer(findings, language)).not.toMatch(/undefined|null|NaN| {2}/);
    }
  });

  it.each([
    [
      "uz",
      "2026-yil 1–30-noyabr: jami 3 500 000,50 UZS sarflandi. Eng ko'pi: “Oziq-ovqat” 1 200 000 UZS (34,3%), “Mushuk” 800 000 UZS (22,9%).",
    ],
    [
      "en",
      "November 1 – 30, 2026: you spent 3 500 000.50 UZS. Most of it: “Food” 1 200 000 UZS (34.3%), “Mushuk” 800 000 UZS (22.9%).",
    ],
  ] as const)("in %s is a sentence", (language, sentence) => {
    expect(answer(money("spending"), language)).toBe(sentence);
  });

  it("names the category that was asked for", () => {
    const findings: AskFindings = {
      intent: "spending",
      dateRange: { from: "2026-11-30", to: "2026-11-30" },
      facts: MONEY,
      asked: { amount: 45000, categories: [{ categoryId: "taxi", amount: 45000 }] },
    };
    expect(answer(findings, "ru", "friendly")).toBe(
      "Вот что получилось. 30 ноября 2026 года: в категории «Такси» потрачено 45 000 UZS.",
    );
    expect(answer({ ...findings, asked: { amount: 0, categories: [{ categoryId: "taxi", amount: 0 }] } }, "ru")).toBe(
      "30 ноября 2026 года: в категории «Такси» расходов нет.",
    );
  });

  it("adds up balances by currency", () => {
    const balance = FINDINGS.find(({ intent }) => intent === "balance");
    expect(balance && answer(balance, "en")).toBe(
      "Your accounts hold 1 500 000.30 UZS, −20.50 USD. “Karta”: 1 500 000.10 UZS, “Naqd”: 0.20 UZS, “Dollar”: −20.50 USD.",
    );
  });

  it.each(APP_LANGUAGES)("in %s says so when there is nothing", (language) => {
    const nothing: readonly AskFindings[] = [
      money("spending", { currency: "UZS", income: 0, expense: 0, net: 0, byCategory: [] }),
      { intent: "balance", dateRange, asked: null, facts: { accounts: [] } },
      { intent: "budgets", dateRange, asked: null, facts: { count: 0, budgets: [] } },
      { intent: "debts", dateRange, asked: null, facts: { count: 0, overdue: 0, totals: [], debts: [] } },
      {
        intent: "tasks",
        dateRange,
        asked: null,
        scope: "open",
        facts: { open: 0, overdue: 0, dueToday: 0, dueInRange: 0, completedInRange: 0, tasks: [] },
      },
      { intent: "habits", dateRange, asked: null, facts: { active: 0, dueToday: 0, doneToday: 0, habits: [] } },
      { intent: "focus", dateRange, asked: null, facts: { totalMinutes: 0, sessions: 0, completed: 0, days: 0 } },
    ];
    for (const findings of nothing)
      expect(answer(findings, language).replace(/^[^:]*2026[^:]*: /, "")).not.toMatch(/\d/);
  });
});
