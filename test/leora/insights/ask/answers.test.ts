import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "../../../support/actor.ts";
import { freezeTime } from "../../../support/clock.ts";
import { newPremiumActor } from "../../../support/plan.ts";
import { expense, income, openAccount, record } from "../../finance/support.ts";

// It is Tuesday, 17 December 2024, in Tashkent.
const NOW = "2024-12-17T07:00:00.000Z";
const TODAY = "2024-12-17";

const plain = (text: string) => text.replace(/[\u2066-\u2069]/g, "").replaceAll("\u00a0", " ");

async function ask(actor: Actor, question: string, context?: object) {
  const { status, text, data } = await actor.post("/v1/insights/ask", { question, ...(context && { context }) });
  expect(status, text).toBe(200);
  return { ...data, answer: plain(data.answer) };
}

/** A Premium user whom answers are told without an opening. */
async function strictActor(): Promise<Actor> {
  const actor = await newPremiumActor();
  await actor.patch("/v1/settings", { ai: { talkStyle: "strict" } });
  return actor;
}

beforeEach(() => freezeTime(NOW));

describe("spending", () => {
  let actor: Actor;
  let card: string;
  let petsId: string;

  beforeAll(async () => {
    freezeTime(NOW);
    actor = await strictActor();
    card = await openAccount(actor, "UZS", { name: "Karta" });
    const category = (name: string, fields: object = {}) =>
      actor.post("/v1/categories", { type: "expense", name, ...fields });
    petsId = (await category("Mushuk va it")).data.id;
    const { id: toysId } = (await category("O'yinchoq do'koni", { parentId: "shopping" })).data;
    const { id: giftsId } = (await category("Taksi")).data;
    expect([petsId, toysId, giftsId].every((id) => typeof id === "string")).toBe(true);
    for (const body of [
      expense(card, 70_000, "UZS", { date: "2024-12-10", categoryId: petsId }),
      expense(card, 30_000, "UZS", { date: "2024-10-10", categoryId: petsId }),
      expense(card, 45_000, "UZS", { date: "2024-12-11", categoryId: "shopping", subcategoryId: toysId }),
      expense(card, 300_000, "UZS", { date: "2024-12-12", categoryId: "shopping", subcategoryId: "clothing" }),
      expense(card, 200_000, "UZS", { date: "2024-12-12", categoryId: "food" }),
      expense(card, 20_000, "UZS", { date: "2024-12-12", categoryId: "transport", subcategoryId: "taxi" }),
      expense(card, 3_000_000, "UZS", { date: "2024-12-01", categoryId: "housing", name: "Ijara" }),
      expense(card, 400_000, "UZS", { date: "2024-12-02", categoryId: "housing", name: "Gaz va suv" }),
      expense(card, 150_000, "UZS", { date: "2024-12-03", categoryId: "housing", subcategoryId: "repairs" }),
      expense(card, 90_000, "UZS", { date: "2024-12-03", categoryId: "housing", name: "Remont" }),
      income(card, 9_000_000, "UZS", { date: "2024-11-05" }),
    ]) {
      await record(actor, body);
    }
  });

  it("on a category of the user's own", async () => {
    const asked = await ask(actor, "How much did I spend on Mushuk va it?");
    expect([asked.intent, asked.answer]).toEqual([
      "spending",
      "November 18 – December 17, 2024: you spent 70 000 UZS on “Mushuk va it”.",
    ]);
    expect((await ask(actor, "oktabrda mushuk va itga qancha ketdi?")).answer).toBe(
      "2024-yil 1–31-oktabr: “Mushuk va it” uchun 30 000 UZS sarflandi.",
    );
    // Without a word for spending, the category says it; here it is a subcategory.
    const toys = await ask(actor, "O'yinchoq do'koni bu oy");
    expect([toys.intent, toys.answer]).toEqual([
      "spending",
      "2024-yil 1–17-dekabr: “O'yinchoq do'koni” uchun 45 000 UZS sarflandi.",
    ]);
    // The user's own category of that name has nothing, and that of the catalogue has.
    expect((await ask(actor, "taksiga qancha ketdi?")).answer).toContain("“Taksi” uchun 20 000 UZS sarflandi.");
  });

  it("on two categories is told together and apart", async () => {
    const { answer, facts } = await ask(actor, "сколько потратил на одежду и еду в декабре?");
    expect(answer).toBe("1–17 декабря 2024 года: потрачено 500 000 UZS: «Одежда» 300 000 UZS, «Питание» 200 000 UZS.");
    expect(facts.byCategory).toContainEqual({ categoryId: "food", amount: 200_000, percent: 4.7 });
  });

  it("on a subcategory that has nothing is that of rows of its category which are named so", async () => {
    expect((await ask(actor, "Ijaraga qancha to'layapman?")).answer).toContain(
      "“Ijara” uchun 3 000 000 UZS sarflandi.",
    );
    expect((await ask(actor, "Сколько стоит аренда?")).answer).toContain("«Аренда» потрачено 3 000 000 UZS.");
    // One that has something is that alone.
    expect((await ask(actor, "How much did repairs cost?")).answer).toContain("you spent 150 000 UZS on “Repairs”.");
  });

  it("of the days that the words name, unless the context names others", async () => {
    const days = async (question: string, context?: object) => (await ask(actor, question, context)).dateRange;
    expect(await days("Oktabrda qancha sarfladim?")).toEqual({ from: "2024-10-01", to: "2024-10-31" });
    expect(await days("за последние 3 месяца расходы")).toEqual({ from: "2024-09-18", to: TODAY });
    expect(await days("How much did I spend in 2023?")).toEqual({ from: "2023-01-01", to: "2023-12-31" });
    expect(await days("Oktabrda qancha sarfladim?", { dateRange: "yesterday" })).toEqual({
      from: "2024-12-16",
      to: "2024-12-16",
    });
  });

  it.each([["yesterweek"], [{ from: "2024-12-01" }], [7]])(
    "of days that nobody knows is refused with those that are known: %j",
    async (dateRange) => {
      const reply = await actor.post("/v1/insights/ask", { question: "Qancha sarfladim?", context: { dateRange } });
      expect([reply.status, reply.error?.details]).toEqual([
        400,
        [
          {
            field: "context.dateRange",
            message:
              "Must be one of today, yesterday, last_7_days, last_30_days, last_90_days, this_week, last_week, this_month, last_month, this_year, all_time, or both {from, to} as YYYY-MM-DD",
          },
        ],
      ]);
    },
  );

  it("is not looked for where a phone can be bought, or a rate of a currency is asked for", async () => {
    const afford = await ask(actor, "Могу ли я купить телефон за 5 миллионов?");
    expect([afford.intent, afford.answer]).toEqual(["balance", "На счетах: 4 695 000 UZS."]);
    expect((await ask(actor, "Dollar kursi qancha?")).answer).not.toContain("Kurslar");
  });
});

describe("debts", () => {
  let actor: Actor;

  beforeAll(async () => {
    freezeTime(NOW);
    actor = await strictActor();
    const debt = (counterpartyName: string, direction: string, principalAmount: number, fields: object) =>
      actor.post("/v1/debts", {
        direction,
        counterpartyName,
        principalAmount,
        principalCurrency: "UZS",
        startDate: "2024-11-01",
        ...fields,
      });
    for (const reply of [
      await debt("Bobur", "i_owe", 100, { principalCurrency: "USD", dueDate: "2025-03-01" }),
      await debt("Akmal", "i_owe", 2_000_000, { dueDate: "2024-12-05" }),
      await debt("Dilnoza", "they_owe_me", 500_000, { dueDate: "2024-12-20" }),
      await debt("Karim", "they_owe_me", 300_000, {}),
    ]) {
      expect(reply.status, reply.text).toBe(201);
    }
  });

  it("name the counterparties that are due first, and the primary currency before others", async () => {
    expect((await ask(actor, "Qarzlarim qancha?")).answer).toBe(
      "Siz qaytarishingiz kerak: 2 000 000 UZS, 100 USD (Akmal: 2 000 000 UZS, muddati 5-dekabrda o'tgan; Bobur: 100 USD, 2025-yil 1-martgacha). Sizga qaytarishlari kerak: 800 000 UZS (Dilnoza: 500 000 UZS, 20-dekabrgacha). Muddati o'tgani: 1 ta.",
    );
    expect((await ask(actor, "Какие у меня долги?")).answer).toBe(
      "Вы должны: 2 000 000 UZS, 100 USD (Akmal: 2 000 000 UZS, срок истёк 5 декабря; Bobur: 100 USD, до 1 марта 2025 года). Должны вам: 800 000 UZS (Dilnoza: 500 000 UZS, до 20 декабря). Просрочено: 1.",
    );
  });

  it("of a counterparty that is named are those alone", async () => {
    const dilnoza = await ask(actor, "Dilnozadan qancha olishim kerak?");
    expect([dilnoza.intent, dilnoza.answer]).toEqual([
      "debts",
      "Sizga qaytarishlari kerak: 500 000 UZS (Dilnoza, 20-dekabrgacha).",
    ]);
    expect(dilnoza.facts).toMatchObject({ count: 1, overdue: 0, debts: [{ counterpartyName: "Dilnoza" }] });
    expect((await ask(actor, "Когда вернуть долг Акмалу?")).answer).toBe(
      "Вы должны: 2 000 000 UZS (Akmal, срок истёк 5 декабря). Просрочено: 1.",
    );
    expect((await ask(actor, "How much does Karim owe me?")).answer).toBe("You are owed 300 000 UZS (Karim).");
    expect((await ask(actor, "Sherzoddan qancha qarzim bor?")).facts.count).toBe(4);
  });
});

describe("tasks", () => {
  let actor: Actor;

  beforeAll(async () => {
    freezeTime(NOW);
    actor = await strictActor();
    for (const [title, dueDate, fields] of [
      ["Hisobot", "2024-12-10", {}],
      ["Non olish", TODAY, {}],
      ["Shifokor", "2024-12-18", { timeOfDay: "18:30" }],
      ["Sport", "2024-12-18", {}],
      ["Yuvish", "2024-12-18", { status: "completed" }],
      ["Kitob", "2024-12-20", {}],
    ] as const) {
      expect((await actor.post("/v1/tasks", { title, dueDate, ...fields })).status).toBe(201);
    }
  });

  it("of a day are those of that day", async () => {
    const { answer, dateRange, facts } = await ask(actor, "Ertaga qanday vazifalarim bor?");
    expect(dateRange).toEqual({ from: "2024-12-18", to: "2024-12-18" });
    expect(answer).toBe(
      "2024-yil 18-dekabr: 2 ta ochiq vazifa: “Shifokor” (18:30), “Sport”. Bajarilgani: 3 tadan 1 ta. Muddati o'tgan vazifalar: 1 ta.",
    );
    expect(facts.tasks.map(({ title }: { title: string }) => title)).toEqual(["Shifokor", "Sport"]);
    expect((await ask(actor, "Что мне делать сегодня?")).answer).toBe(
      "17 декабря 2024 года: открытых задач 1: «Non olish». Просрочено: 1.",
    );
    expect((await ask(actor, "tasks for Saturday")).answer).toBe("December 21, 2024: no open tasks. Overdue: 1.");
  });

  it("that are overdue are those alone", async () => {
    const { intent, answer, facts } = await ask(actor, "What's overdue?");
    expect([intent, answer]).toEqual(["tasks", "1 overdue task: “Hisobot”."]);
    expect(facts.tasks).toHaveLength(1);
  });

  it("without a day are all that are open", async () => {
    const { answer } = await ask(actor, "Vazifalarim qanday?");
    expect(answer).toContain("Ochiq vazifalar: 5 ta, bugunga 1 ta, muddati o'tgani 1 ta.");
    expect(answer).toContain("“Hisobot”, “Non olish”, “Shifokor”.");
  });
});

it("a balance begins with the primary currency", async () => {
  const actor = await strictActor();
  await openAccount(actor, "USD", { name: "Dollar", initialBalance: 10 });
  await openAccount(actor, "UZS", { name: "Karta", initialBalance: 5_000 });
  const { answer, facts } = await ask(actor, "How much money do I have?");
  expect(answer).toBe("Your accounts hold 5 000 UZS, 10 USD. “Karta”: 5 000 UZS, “Dollar”: 10 USD.");
  expect(facts.accounts.map(({ currency }: { currency: string }) => currency)).toEqual(["UZS", "USD"]);
});
