import { describe, expect, it } from "vitest";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import {
  type Facts,
  type Finding,
  INSIGHT_ACTIONS,
  INSIGHT_RULES,
  INSIGHT_TONES,
  type InsightRule,
} from "../../../src/leora/insights/finding.ts";
import { actionLabel, type InsightTexts, textsOf } from "../../../src/leora/insights/texts/texts.ts";
import { APP_LANGUAGES, type AppLanguage } from "../../../src/leora/languages.ts";
import { finding } from "./findings.ts";

type Said = Pick<Finding, "rule" | "level" | "facts" | "names">;
const sample = (rule: InsightRule) => unsafeCast<Said>(finding(rule));
const say = (found: unknown, language: AppLanguage, tone: (typeof INSIGHT_TONES)[number] = "polite"): InsightTexts =>
  textsOf(unsafeCast<Said>(found), { language, tone });

/** Numbers of the rules themselves, which only `explain` names. */
const OF_RULES: Readonly<Partial<Record<InsightRule, readonly number[]>>> = {
  budget_near_limit: [90, 100],
  budget_exceeded: [100],
  budget_pace: [120],
  unusual_spend: [90, 2.5],
  cash_runway: [30],
  debt_due_soon: [3],
  no_transactions: [3],
  savings_rate_low: [10],
  savings_rate_good: [20],
  category_spike: [1.5, 10],
  recurring_increase: [3, 10],
  tasks_overdue: [5],
  goal_behind: [20],
  goal_near: [90, 100],
  goal_reached: [100, 7],
  goal_stale: [14],
  streak_at_risk: [3],
  habit_slipping: [30, 10, 50],
  focus_record: [60, 30],
  focus_drop: [60],
  // The place of the quotation: On the Shortness of Life, 1.3.
  wisdom_quote: [1.3],
};

const numbersIn = (text: string): number[] =>
  [...text.matchAll(/\d+(?:\u00a0\d{3})*(?:[.,]\d+)?/g)].map(([number]) =>
    Number(number.replaceAll("\u00a0", "").replace(",", ".")),
  );

/** The numbers that facts allow: their own, without signs, and the parts of their days. */
const numbersOf = (facts: Facts): number[] =>
  Object.values(facts).flatMap((fact) => {
    if (typeof fact === "number") return [Math.abs(fact)];
    return typeof fact === "string" && /^\d{4}-\d{2}(-\d{2})?$/.test(fact) ? fact.split("-").map(Number) : [];
  });

const VOICES = APP_LANGUAGES.flatMap((language) => INSIGHT_TONES.map((tone) => ({ language, tone })));

describe("the texts of insights", () => {
  it.each(INSIGHT_RULES)("%s has all texts in every language and tone", (rule) => {
    for (const voice of VOICES) {
      const texts = textsOf(sample(rule), voice);
      for (const [name, text] of Object.entries(texts)) {
        const where = `${voice.language} ${voice.tone} ${name}: ${text}`;
        expect(text.trim(), where).toBe(text);
        expect(text.length, where).toBeGreaterThan(3);
        expect(text, where).not.toMatch(/undefined|null|NaN|\[object|[#{}$]|\.\.| {2}| [.,]/);
      }
      expect(texts.push.length).toBeLessThanOrEqual(120);
      expect(texts.push, `${voice.language} push`).not.toMatch(/…$/);
      expect(texts.title.length).toBeLessThanOrEqual(40);
    }
  });

  it.each(INSIGHT_RULES)("%s names only numbers of its facts, and in explain those of the rule", (rule) => {
    const found = sample(rule);
    const ofFacts = numbersOf(found.facts);
    for (const voice of VOICES) {
      const { title, body, explain, push } = textsOf(found, voice);
      const strange = (text: string, known: readonly number[]) => numbersIn(text).filter((n) => !known.includes(n));
      const ofRule = [...ofFacts, ...(OF_RULES[rule] ?? [])];
      expect(
        {
          title: strange(title, ofFacts),
          body: strange(body, ofFacts),
          push: strange(push, ofFacts),
          explain: strange(explain, ofRule),
        },
        `${voice.language}: ${body} | ${explain} | ${push}`,
      ).toEqual({ title: [], body: [], push: [], explain: [] });
    }
  });

  it.each(INSIGHT_RULES.filter((rule) => rule !== "wisdom_quote"))("%s leaves out no number of its facts", (rule) => {
    const found = sample(rule);
    const numbers = Object.entries(found.facts).filter(([, fact]) => typeof fact === "number");
    for (const language of APP_LANGUAGES) {
      const { body, explain } = say(found, language);
      const said = numbersIn(`${body} ${explain}`);
      const missing = numbers.filter(([, number]) => !said.includes(Math.abs(Number(number)))).map(([name]) => name);
      // What is used of a budget in percent says little while its pace is the news.
      expect(missing, `${language}: ${body}`).toEqual(rule === "budget_pace" ? ["percentUsed"] : []);
    }
  });

  it.each(INSIGHT_RULES)("%s sounds different in each tone", (rule) => {
    for (const language of APP_LANGUAGES) {
      const bodies = INSIGHT_TONES.map((tone) => say(sample(rule), language, tone).body);
      expect(new Set(bodies).size, `${language}: ${bodies.join(" | ")}`).toBe(3);
    }
  });

  it("never make a push longer than 120 characters, whatever names and amounts are", () => {
    const name = "Ҳаётимдаги энг муҳим иш 👨‍👩‍👧‍👦 ".repeat(20);
    const huge = 90_071_992_547_409.91;
    for (const rule of INSIGHT_RULES) {
      const { level, facts, names } = sample(rule);
      const numbers = Object.entries(facts).map(([key, fact]) => [
        key,
        typeof fact === "number" && key !== "quote" ? huge : fact,
      ]);
      const longNames = Object.fromEntries(Object.keys(names).map((key) => [key, name]));
      for (const voice of VOICES) {
        const { push } = textsOf({ rule, level, facts: Object.fromEntries(numbers), names: longNames }, voice);
        expect(push.length, push).toBeLessThanOrEqual(120);
        expect(push.isWellFormed()).toBe(true);
      }
    }
  });

  it("has a label for every action in every language", () => {
    for (const language of APP_LANGUAGES) {
      const labels = INSIGHT_ACTIONS.map((type) => actionLabel(type, language));
      expect(new Set(labels).size).toBe(INSIGHT_ACTIONS.length);
      for (const label of labels) expect(label.length).toBeGreaterThan(5);
    }
  });
});

describe("whole texts", () => {
  it("address a friend and a stranger", () => {
    const overdue = finding("debt_overdue");
    expect(say(overdue, "uz", "friend").body).toBe(
      "Bu muhim. “Alisher” oldidagi qarzing: 300\u00a0000\u00a0UZS. Muddat 2026-yil 25-noyabr edi, 5 kun o'tdi. To'lovni bugun amalga oshir.",
    );
    expect(say(overdue, "uz", "polite").body).toBe(
      "Bu muhim. “Alisher” oldidagi qarzingiz: 300\u00a0000\u00a0UZS. Muddat 2026-yil 25-noyabr edi, 5 kun o'tdi. Iltimos, to'lovni bugun amalga oshiring.",
    );
    expect(say(overdue, "ru", "friend").body).toBe(
      "Это важно. Твой долг перед «Alisher»: 300\u00a0000\u00a0UZS. Срок был 25 ноября 2026 года, просрочка — 5 дней. Внеси платёж сегодня.",
    );
    expect(say(overdue, "ru", "strict").body).toBe(
      "Не откладывайте. Ваш долг перед «Alisher»: 300\u00a0000\u00a0UZS. Срок был 25 ноября 2026 года, просрочка — 5 дней. Внесите платёж сегодня.",
    );
    expect(say(overdue, "tr", "polite").body).toBe(
      "Bu önemli. Borcunuz: 300\u00a0000\u00a0UZS (alacaklı “Alisher”). Vade 25 Kasım 2026 idi, 5 gün geçti. Lütfen ödemeyi bugün yapın.",
    );
    expect(say(overdue, "en", "friend").body).toBe(
      "This one matters. You owe “Alisher” 300\u00a0000\u00a0UZS. It was due on November 25, 2026 and is 5 days late. Let's make the payment today.",
    );
    expect(say(overdue, "ar", "polite").body).toBe(
      "هذا مهم. دينكم لـ«\u2068Alisher\u2069»: \u2066300\u00a0000\u00a0UZS\u2069. كان الموعد 25 نوفمبر 2026، والتأخير 5 أيام. يُرجى سداد الدفعة اليوم.",
    );
  });

  it("tell what is owed from what is lent, and today from later", () => {
    const lent = finding("debt_due_soon", { direction: "they_owe_me", days: 0 });
    expect(say(lent, "en").body).toBe(
      "“Nodira” owes you 300\u00a0000\u00a0UZS. It is due today, on December 3, 2026. Please send a kind reminder.",
    );
    expect(say(lent, "ru").push).toBe("Вам должны 300\u00a0000\u00a0UZS («Nodira»), срок сегодня.");
  });

  it("write amounts and percents as the language does", () => {
    const low = finding("low_balance");
    expect(say(low, "en").push).toBe("“Visa” is below zero: \u221245.50\u00a0USD.");
    expect(say(low, "uz").push).toBe("“Visa” hisobi manfiy: \u221245,50\u00a0USD.");
    expect(say(finding("goal_near", { progressPercent: 94.5 }), "tr").push).toBe("“Ingliz tili”: ilerleme %94,5.");
    expect(say(finding("goal_near", { progressPercent: 94.5 }), "ru").push).toBe(
      "«Ingliz tili»: выполнено 94,5\u00a0%.",
    );
  });

  it("name categories of the catalogue in the language, and the user's by their own names", () => {
    expect(say(finding("unusual_spend"), "ru").push).toBe("«Такси»: необычная трата, 189\u00a0000\u00a0UZS.");
    const custom = finding("unusual_spend", { categoryId: "bogdorchilik" }, { category: "Bog'dorchilik" });
    expect(say(custom, "ru").push).toBe("«Bog'dorchilik»: необычная трата, 189\u00a0000\u00a0UZS.");
  });

  it("leave out of an overview what is not planned, and of a summary what there is not", () => {
    const idle = finding("daily_overview", { tasksDue: 0, tasksDone: 0, habitsDue: 0, habitsDone: 0 });
    expect(say(idle, "en", "strict").body).toBe(
      "Today: income 0\u00a0UZS, expenses 84\u00a0500\u00a0UZS. Plan the rest of the day.",
    );
    const unsummed = finding("daily_overview", { habitsDue: 0, habitsDone: 0, income: null, expense: null });
    expect(APP_LANGUAGES.map((language) => say(unsummed, language).push)).toEqual([
      "Today: tasks 3/8, money not summed up (an exchange rate is missing).",
      "Сегодня: задачи 3/8, движение денег не посчитано (нет курса валюты).",
      "Bugun: vazifalar 3/8, pul harakati hisoblanmadi (valyuta kursi yo'q).",
      "اليوم: المهام 3 من 8، لم تُجمع حركة المال (لا يوجد سعر صرف).",
      "Bugün: görevler 3/8, para hareketi toplanamadı (döviz kuru eksik).",
    ]);
    expect(say(finding("custom_summary"), "uz", "strict").body).toBe(
      "2026-yil 23–29-noyabr: kirim 4\u00a0000\u00a0000\u00a0UZS, chiqim 4\u00a0750\u00a0000\u00a0UZS, farqi \u2212750\u00a0000\u00a0UZS. Bajarilgan vazifalar: 12 ta, fokus: 340 daqiqa. Keyingi davr rejasini shunga qarab tuzing.",
    );
  });

  it("say by how much a budget is over, and advise to spend less", () => {
    const bodies = APP_LANGUAGES.map((language) => say(finding("budget_exceeded"), language, "strict").body);
    expect(bodies).toEqual([
      "Act now. The budget “Taksi” is over its limit by 300\u00a0000\u00a0UZS (120%): 1\u00a0800\u00a0000\u00a0UZS of 1\u00a0500\u00a0000\u00a0UZS. Spend less here or rethink the limit.",
      "Не откладывайте. Бюджет «Taksi» превышен на 300\u00a0000\u00a0UZS (120\u00a0%): потрачено 1\u00a0800\u00a0000\u00a0UZS при лимите 1\u00a0500\u00a0000\u00a0UZS. Сократите эти траты или пересмотрите лимит.",
      "Kechiktirmang. “Taksi” byudjeti limitdan 300\u00a0000\u00a0UZS ga oshdi (120%): sarflandi 1\u00a0800\u00a0000\u00a0UZS, limit 1\u00a0500\u00a0000\u00a0UZS. Bu byudjetdagi xarajatlarni kamaytiring yoki limitni qayta ko'rib chiqing.",
      "الأمر لا يحتمل التأجيل. تجاوزت ميزانية «\u2068Taksi\u2069» حدها بمقدار \u2066300\u00a0000\u00a0UZS\u2069 (\u2066120%\u2069): المصروف \u20661\u00a0800\u00a0000\u00a0UZS\u2069 والحد \u20661\u00a0500\u00a0000\u00a0UZS\u2069. يجب تقليل هذه المصروفات أو مراجعة الحد.",
      "Ertelemeyin. “Taksi” bütçesi 300\u00a0000\u00a0UZS aşıldı (%120): harcanan 1\u00a0800\u00a0000\u00a0UZS, limit 1\u00a0500\u00a0000\u00a0UZS. Bu harcamaları azaltın ya da limiti gözden geçirin.",
    ]);
  });

  it("say how much of a goal is missing, in its unit, and nothing of it where it is not measured", () => {
    const near = finding("goal_near");
    expect(APP_LANGUAGES.map((language) => say(near, language, "strict").body)).toEqual([
      "Good result. “Ingliz tili” is 94% done, with 6\u00a0dars to go. Finish it.",
      "Хороший результат. «Ingliz tili»: выполнено 94\u00a0%, осталось 6\u00a0dars. Доведите дело до конца.",
      "Yaxshi natija. “Ingliz tili”: 94% bajarildi, yana 6\u00a0dars qoldi. Oxirigacha yetkazing.",
      "نتيجة جيدة. «\u2068Ingliz tili\u2069»: أُنجز \u206694%\u2069، والمتبقي \u20686\u00a0dars\u2069. يجب إكماله حتى النهاية.",
      "İyi sonuç. “Ingliz tili”: ilerleme %94, kalan 6\u00a0dars. Sonuna kadar götürün.",
    ]);
    const behind = finding("goal_behind");
    expect(APP_LANGUAGES.map((language) => say(behind, language, "strict").body)).toEqual([
      "“Mashina”: 61% of the time is gone and 22.5% is done, with 7\u00a0750\u00a0USD to go. The target date is March 31, 2027. Take one concrete step this week.",
      "«Mashina»: прошло 61\u00a0% времени, сделано 22,5\u00a0%, осталось 7\u00a0750\u00a0USD. Срок — 31 марта 2027 года. Сделайте на этой неделе один конкретный шаг.",
      "“Mashina”: vaqtning 61% i o'tdi, bajarilgani esa 22,5%, yana 7\u00a0750\u00a0USD qoldi. Muddat: 2027-yil 31-mart. Shu hafta bitta aniq qadam qo'ying.",
      "«\u2068Mashina\u2069»: مضى \u206661%\u2069 من الوقت، وأُنجز \u206622.5%\u2069، والمتبقي \u20687\u00a0750\u00a0USD\u2069. الموعد 31 مارس 2027. يجب القيام بخطوة واحدة محددة هذا الأسبوع.",
      "“Mashina”: geçen süre %61, ilerleme %22,5, kalan 7\u00a0750\u00a0USD. Hedef tarihi 31 Mart 2027. Bu hafta somut bir adım atın.",
    ]);
    expect(say(finding("goal_behind", { remaining: null }), "en", "strict").body).toBe(
      "“Mashina”: 61% of the time is gone and 22.5% is done. The target date is March 31, 2027. Take one concrete step this week.",
    );
    const { body } = say(finding("goal_near", {}, { unit: `bir\njuda ${"uzun".repeat(10)}` }), "en", "strict");
    expect(body).toBe("Good result. “Ingliz tili” is 94% done, with 6\u00a0bir juda uzunuzunuz… to go. Finish it.");
    expect(say(finding("goal_near", {}, { unit: "" }), "uz", "strict").body).toBe(
      "Yaxshi natija. “Ingliz tili”: 94% bajarildi, yana 6 qoldi. Oxirigacha yetkazing.",
    );
  });

  it("name the first task of today, or the only one", () => {
    const due = (count: number) =>
      APP_LANGUAGES.map((language) => say(finding("tasks_due_today", { count }), language, "strict").body);
    expect(due(6)).toEqual([
      "Due today: 6 tasks. The first is “Hisobot”. Begin with the most important one.",
      "Со сроком сегодня: 6 задач. Первая: «Hisobot». Начните с самой важной.",
      "Bugun muddati tugaydigan vazifalar: 6 ta. Birinchisi: “Hisobot”. Eng muhimidan boshlang.",
      "المستحق اليوم: 6 مهام. أولها: «\u2068Hisobot\u2069». يجب البدء بالأهم.",
      "Bugün son günü olan 6 görev var. İlki: “Hisobot”. En önemlisinden başlayın.",
    ]);
    expect(due(1)).toEqual([
      "Due today: 1 task, “Hisobot”. Begin with the most important one.",
      "Со сроком сегодня: 1 задача, «Hisobot». Начните с самой важной.",
      "Bugun muddati tugaydigan vazifalar: 1 ta, “Hisobot”. Eng muhimidan boshlang.",
      "المستحق اليوم: مهمة واحدة، «\u2068Hisobot\u2069». يجب البدء بالأهم.",
      "Bugün son günü olan 1 görev var: “Hisobot”. En önemlisinden başlayın.",
    ]);
  });

  it("say of a summary only what was done", () => {
    const idle = finding("weekly_summary", {
      topCategoryId: null,
      tasksCompleted: 0,
      focusMinutes: 0,
      habitsRate: null,
    });
    expect(say(idle, "uz", "strict").body).toBe(
      "2026-yil 23–29-noyabr: kirim 4\u00a0000\u00a0000\u00a0UZS, chiqim 4\u00a0750\u00a0000\u00a0UZS, farqi \u2212750\u00a0000\u00a0UZS. Keyingi davr rejasini shunga qarab tuzing.",
    );
    const habitsAlone = finding("weekly_summary", { topCategoryId: null, tasksCompleted: 0, focusMinutes: 0 });
    expect(APP_LANGUAGES.map((language) => say(habitsAlone, language, "strict").body.split(". ").at(-2))).toEqual([
      "Habits: 78.57%",
      "Привычки: 78,57\u00a0%",
      "Odatlar: 78,57%",
      "العادات: \u206678.57%\u2069",
      "Alışkanlıklar: %78,57",
    ]);
    const focusAlone = finding("weekly_summary", { tasksCompleted: 0, habitsRate: null });
    expect(say(focusAlone, "ru", "strict").body).toContain(". Фокус: 340 минут. ");
  });

  it("say neutrally that a category took more", () => {
    expect(say(finding("category_spike"), "ru", "friend").body).toMatch(/ Посмотри, на что ушло больше\.$/);
    expect(say(finding("category_spike"), "ru", "polite").body).toMatch(
      / Пожалуйста, посмотрите, на что ушло больше\.$/,
    );
  });

  it.each(INSIGHT_RULES.filter((rule) => rule !== "wisdom_quote"))(
    "%s says sen to a friend in Uzbek throughout",
    (rule) => {
      expect(say(sample(rule), "uz", "friend").body).not.toMatch(/\bsiz|ingiz|[ai]ng\.$/i);
    },
  );

  it("say of a payment that it went up, whatever the gender of its name", () => {
    const increased = finding("recurring_increase", {}, { name: "Аренда" });
    expect(say(increased, "ru").push).toBe("Платёж «Аренда» подорожал: 66\u00a0000\u00a0UZS.");
    expect(say(increased, "ar").push).toBe("ارتفعت دفعة «\u2068Аренда\u2069» إلى \u206666\u00a0000\u00a0UZS\u2069.");
  });

  it("do not call the only overdue task the oldest", () => {
    expect(say(finding("tasks_overdue", { count: 1 }), "en", "strict").body).toBe(
      "On the list: 1 overdue task, “Hisobot”. Start with it or give it a new date.",
    );
    expect(say(finding("tasks_overdue", { count: 2 }), "en", "strict").body).toBe(
      "On the list: 2 overdue tasks. The oldest is “Hisobot”. Start with it or give it a new date.",
    );
  });

  it("quote the dead with the work, and give principles of the living as such", () => {
    const dead = say(finding("wisdom_quote"), "en", "strict");
    expect(dead.body).toBe(
      "“It is not that we have little time, but that we waste much of it.” — Seneca. Think about it for a minute.",
    );
    expect(dead.explain).toBe("Source: Seneca, On the Shortness of Life, 1.3.");
    const living = say(finding("wisdom_quote", { mentorId: "buffett", author: "Warren Buffett", quote: 0 }), "en");
    expect(living.body).toBe(
      "Set savings aside first, and live on the rest. (A principle of Warren Buffett.) Please think about it for a minute.",
    );
    expect(living.explain).toBe("A principle of Warren Buffett in our own words, not a quotation.");
  });

  it("put a long name on one line and cut it", () => {
    const { push } = say(finding("goal_reached", {}, { goal: `Birinchi\n\tqator ${"a".repeat(60)}` }), "en");
    expect(push).toBe(`Goal reached: “Birinchi qator ${"a".repeat(24)}…”!`);
  });
});

describe("counted things", () => {
  it.each([
    [1, "В списке 1 просроченная задача."],
    [2, "В списке 2 просроченные задачи."],
    [5, "В списке 5 просроченных задач."],
    [11, "В списке 11 просроченных задач."],
    [21, "В списке 21 просроченная задача."],
    [24, "В списке 24 просроченные задачи."],
    [112, "В списке 112 просроченных задач."],
  ])("of %i in Russian", (count, push) => {
    expect(say(finding("tasks_overdue", { count }), "ru").push).toBe(push);
  });

  it.each([
    [1, "قبل يوم واحد"],
    [2, "قبل يومين"],
    [3, "قبل 3 أيام"],
    [10, "قبل 10 أيام"],
    [11, "قبل 11 يومًا"],
    [99, "قبل 99 يومًا"],
    [100, "قبل 100 يوم"],
    [103, "قبل 103 أيام"],
  ])("of %i in Arabic, after a preposition", (days, words) => {
    expect(say(finding("no_transactions", { days }), "ar").body).toContain(`${words}.`);
  });

  it("of one and two in Arabic, as subject", () => {
    expect(say(finding("tasks_due_today", { count: 1 }), "ar").body).toContain("المستحق اليوم: مهمة واحدة، «");
    expect(say(finding("tasks_due_today", { count: 2 }), "ar").body).toContain("المستحق اليوم: مهمتان. أولها: «");
    expect(say(finding("tasks_due_today", { count: 2 }), "ar").push).toBe("اليوم موعد مهمتين.");
  });

  it("of fractions in Russian", () => {
    expect(say(finding("unusual_spend"), "ru").body).toContain("в 2,7 раза больше");
    expect(say(finding("unusual_spend", { ratio: 3 }), "ru").body).toContain("в 3 раза больше");
    expect(say(finding("unusual_spend", { ratio: 6 }), "ru").body).toContain("в 6 раз больше");
    expect(say(finding("unusual_spend", { ratio: 21 }), "ru").body).toContain("в 21 раз больше");
  });

  it("of times in Arabic", () => {
    expect(say(finding("unusual_spend"), "ar").body).toContain("هذا 2.7 ضعف المعتاد");
    expect(say(finding("unusual_spend", { ratio: 3 }), "ar").body).toContain("هذا 3 أضعاف المعتاد");
    expect(say(finding("unusual_spend", { ratio: 11 }), "ar").body).toContain("هذا 11 ضعف المعتاد");
  });

  it("of days that something lasts in Turkish", () => {
    expect(say(finding("no_transactions"), "tr").push).toBe("4 gündür yeni işlem yok.");
    expect(say(finding("goal_stale"), "tr").push).toBe("“Sport”: 19 gündür kayıt yok.");
  });

  it("of one in English", () => {
    expect(say(finding("task_deadline", { days: 1 }), "en").push).toBe("“Taqdimot” is due in 1 day.");
  });
});
