import { describe, expect, it } from "vitest";
import { answerOf } from "../../../../src/leora/insights/ask/answer.ts";
import type { AskFindings, DebtFacts, TaskFacts } from "../../../../src/leora/insights/ask/facts.ts";
import type { AppLanguage } from "../../../../src/leora/languages.ts";

// What answers name: debts with their counterparties and days, tasks of some days, and several categories.

const TODAY = "2026-11-30";
const dateRange = { from: "2026-12-01", to: "2026-12-01" };

const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, "").replace(/[\u00a0\u2009]/g, " ");
const answer = (findings: AskFindings, language: AppLanguage) =>
  plain(answerOf(findings, { language, style: "strict", today: TODAY, categoryNames: new Map() }));

const debt = (
  counterpartyName: string,
  outstanding: number,
  dueDate: string | null,
  direction: "i_owe" | "they_owe_me" = "i_owe",
): DebtFacts["debts"][number] => ({
  debtId: counterpartyName,
  direction,
  counterpartyName,
  currency: "UZS",
  outstanding,
  dueDate,
  status: dueDate !== null && dueDate < TODAY ? "overdue" : "active",
});
const DEBTS: AskFindings = {
  intent: "debts",
  dateRange,
  asked: null,
  facts: {
    count: 4,
    overdue: 1,
    totals: [
      { direction: "i_owe", currency: "UZS", outstanding: 2700000 },
      { direction: "they_owe_me", currency: "UZS", outstanding: 500000 },
    ],
    debts: [
      debt("Akmal", 2000000, "2026-10-05"),
      debt("Dilnoza", 500000, "2026-12-20", "they_owe_me"),
      debt("Bobur\n aka", 600000, "2027-03-01"),
      debt("Karim", 100000, null),
    ],
  },
};

const tasks = (scope: "days" | "overdue", facts: Partial<TaskFacts> = {}): AskFindings => ({
  intent: "tasks",
  dateRange,
  asked: null,
  scope,
  facts: {
    open: 5,
    overdue: 1,
    dueToday: 0,
    dueInRange: 2,
    completedInRange: 1,
    tasks: [
      { taskId: "1", title: "Sport", status: "planned", priority: "high", dueDate: dateRange.from, timeOfDay: "18:30" },
    ],
    ...facts,
  },
});

const CATEGORIES: AskFindings = {
  intent: "spending",
  dateRange,
  facts: { currency: "UZS", income: 0, expense: 900000, net: -900000, byCategory: [] },
  asked: {
    amount: 500000,
    categories: [
      { categoryId: "clothing", amount: 300000 },
      { categoryId: "food", amount: 200000 },
    ],
  },
};

/** In each language: debts, tasks of a day, none of them, overdue tasks, none of them, two categories. */
const ANSWERS: Readonly<Record<AppLanguage, readonly [string, string, string, string, string, string]>> = {
  uz: [
    "Siz qaytarishingiz kerak: 2 700 000 UZS (Akmal: 2 000 000 UZS, muddati 5-oktabrda o'tgan; Bobur aka: 600 000 UZS, 2027-yil 1-martgacha). Sizga qaytarishlari kerak: 500 000 UZS (Dilnoza, 20-dekabrgacha). Muddati o'tgani: 1 ta.",
    "2026-yil 1-dekabr: 1 ta ochiq vazifa: “Sport” (18:30). Bajarilgani: 2 tadan 1 ta. Muddati o'tgan vazifalar: 1 ta.",
    "2026-yil 1-dekabr: ochiq vazifa yo'q.",
    "Muddati o'tgan 1 ta vazifa: “Sport”.",
    "Muddati o'tgan vazifa yo'q.",
    "2026-yil 1-dekabr: 500 000 UZS sarflandi: “Kiyim” 300 000 UZS, “Oziq-ovqat” 200 000 UZS.",
  ],
  ru: [
    "Вы должны: 2 700 000 UZS (Akmal: 2 000 000 UZS, срок истёк 5 октября; Bobur aka: 600 000 UZS, до 1 марта 2027 года). Должны вам: 500 000 UZS (Dilnoza, до 20 декабря). Просрочено: 1.",
    "1 декабря 2026 года: открытых задач 1: «Sport» (18:30). Выполнено 1 из 2. Просрочено: 1.",
    "1 декабря 2026 года: открытых задач нет.",
    "Просроченных задач 1: «Sport».",
    "Просроченных задач нет.",
    "1 декабря 2026 года: потрачено 500 000 UZS: «Одежда» 300 000 UZS, «Питание» 200 000 UZS.",
  ],
  en: [
    "You owe 2 700 000 UZS (Akmal: 2 000 000 UZS, was due October 5; Bobur aka: 600 000 UZS, due March 1, 2027). You are owed 500 000 UZS (Dilnoza, due December 20). Overdue: 1.",
    "December 1, 2026: 1 open task: “Sport” (18:30). 1 of 2 done. Overdue: 1.",
    "December 1, 2026: no open tasks.",
    "1 overdue task: “Sport”.",
    "No task is overdue.",
    "December 1, 2026: you spent 500 000 UZS: “Clothing” 300 000 UZS, “Food” 200 000 UZS.",
  ],
  tr: [
    "Sizin borcunuz: 2 700 000 UZS (Akmal: 2 000 000 UZS, vadesi geçti: 5 Ekim; Bobur aka: 600 000 UZS, son gün 1 Mart 2027). Size olan borç: 500 000 UZS (Dilnoza, son gün 20 Aralık). Vadesi geçen: 1.",
    "1 Aralık 2026: açık görev 1: “Sport” (18:30). 2 görevden tamamlanan 1. Geciken: 1.",
    "1 Aralık 2026: açık görev yok.",
    "Geciken 1 görev: “Sport”.",
    "Geciken görev yok.",
    "1 Aralık 2026: toplam 500 000 UZS harcandı: “Giyim” 300 000 UZS, “Yeme içme” 200 000 UZS.",
  ],
  ar: [
    "ديون عليكم: 2 700 000 UZS (Akmal: 2 000 000 UZS، انقضى موعده 5 أكتوبر؛ Bobur aka: 600 000 UZS، حتى 1 مارس 2027). ديون لكم: 500 000 UZS (Dilnoza، حتى 20 ديسمبر). ما تجاوز موعده: 1.",
    "1 ديسمبر 2026: المهام المفتوحة 1: «Sport» (18:30). أُنجز 1 من 2. المتأخرة: 1.",
    "1 ديسمبر 2026: لا مهام مفتوحة.",
    "المهام المتأخرة 1: «Sport».",
    "لا مهام متأخرة.",
    "1 ديسمبر 2026: مجموع المصروفات 500 000 UZS: «الملابس» 300 000 UZS، «الطعام» 200 000 UZS.",
  ],
};

describe("an answer names", () => {
  it.each(Object.entries(ANSWERS) as [AppLanguage, readonly string[]][])(
    "in %s what it is about",
    (language, texts) => {
      const none = { overdue: 0, dueInRange: 0, completedInRange: 0, tasks: [] };
      const findings = [
        DEBTS,
        tasks("days"),
        tasks("days", none),
        tasks("overdue"),
        tasks("overdue", none),
        CATEGORIES,
      ];
      expect(findings.map((each) => answer(each, language))).toEqual(texts);
    },
  );
});
