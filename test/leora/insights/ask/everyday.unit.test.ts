import { describe, expect, it } from "vitest";
import { counterpartiesIn, ownCategoriesIn } from "../../../../src/leora/insights/ask/own-names.ts";
import { readQuestion } from "../../../../src/leora/insights/ask/question.ts";
import { dateRangeOf } from "../../../../src/leora/insights/ask/ranges.ts";
import { quickestTimeOf } from "../../../support/quickest.ts";

/** A Monday. */
const TODAY = "2026-11-30";

/** As people ask: language, intent (of tasks also which), categories, first and last day. */
const QUESTIONS: readonly (readonly [string, string, string, string, string])[] = [
  ["Oktabrda qancha sarfladim?", "uz", "spending", "", "2026-10-01 2026-10-31"],
  ["2025-yilda qancha daromad qildim?", "uz", "income", "", "2025-01-01 2025-12-31"],
  ["oxirgi 3 oyda taksiga qancha ketdi", "uz", "spending", "taxi", "2026-08-31 2026-11-30"],
  ["so'nggi ikki haftada xarajatlarim", "uz", "spending", "", "2026-11-17 2026-11-30"],
  ["3 kun oldin nimaga pul sarfladim?", "uz", "spending", "", "2026-11-27 2026-11-27"],
  ["5-noyabrda qancha ketdi?", "uz", "spending", "", "2026-11-05 2026-11-05"],
  ["5 noyabr kuni bozorlikka qancha sarfladim", "uz", "spending", "groceries", "2026-11-05 2026-11-05"],
  ["o'tgan yili necha pul topdim", "uz", "income", "", "2025-01-01 2025-12-31"],
  ["2 oy oldin qancha sarfladim", "uz", "spending", "", "2026-09-01 2026-09-30"],
  ["Sentabr oyida daromadim qancha bo'ldi", "uz", "income", "", "2026-09-01 2026-09-30"],
  ["sentabrdan noyabrgacha xarajat", "uz", "spending", "", "2026-09-01 2026-11-30"],
  ["1-15 oktabr xarajatlari", "uz", "spending", "", "2026-10-01 2026-10-15"],
  ["oktabrdan beri qancha ketdi", "uz", "spending", "", "2026-10-01 2026-11-30"],
  ["dushanba kuni qancha ishlatdim", "uz", "spending", "", "2026-11-23 2026-11-23"],
  ["Dollar kursi qancha?", "uz", "overview", "", ""],
  ["Kitob o'qish bo'yicha necha kun ketma-ket?", "uz", "habits", "", ""],
  ["Bugun nima qilishim kerak?", "uz", "tasks days", "", "2026-11-30 2026-11-30"],
  ["Ertaga qanday vazifalarim bor?", "uz", "tasks days", "", "2026-12-01 2026-12-01"],
  ["Ijaraga qancha to'layapman?", "uz", "spending", "rent", ""],
  ["Dilnozadan qancha olishim kerak?", "uz", "debts", "", ""],
  ["Muddati o'tgan vazifalarim bormi?", "uz", "tasks overdue", "", ""],
  ["kiyim va ovqatga qancha ketdi", "uz", "spending", "clothing+food", ""],
  ["Shu haftada nima ishlarim bor?", "uz", "tasks days", "", "2026-11-30 2026-12-06"],
  ["Telefon sotib olsam bo'ladimi 5 million?", "uz", "balance", "", ""],
  ["2026-yil sentabrda oylik qancha tushdi", "uz", "income", "salary", "2026-09-01 2026-09-30"],
  ["mart oyida kommunalga qancha to'ladim", "uz", "spending", "utilities", "2026-03-01 2026-03-31"],
  ["may oyida qancha sarfladim", "uz", "spending", "", "2026-05-01 2026-05-31"],
  ["Bir yilda qancha tejadim?", "uz", "savings", "", "2025-12-01 2026-11-30"],
  ["avvalgi oyda qancha sarfladim", "uz", "spending", "", "2026-10-01 2026-10-31"],
  ["Qarzlarimni qachon qaytarishim kerak?", "uz", "debts", "", ""],
  ["Октябрда қанча сарфладим?", "uz", "spending", "", "2026-10-01 2026-10-31"],
  ["2025-йилда қанча даромад қилдим?", "uz", "income", "", "2025-01-01 2025-12-31"],
  ["Охирги 3 ойда таксига қанча кетди?", "uz", "spending", "taxi", "2026-08-31 2026-11-30"],
  ["3 кун олдин қанча кетди?", "uz", "spending", "", "2026-11-27 2026-11-27"],
  ["5-ноябрда қанча пул кетди", "uz", "spending", "", "2026-11-05 2026-11-05"],
  ["Бугун нима қилишим керак?", "uz", "tasks days", "", "2026-11-30 2026-11-30"],
  ["Эртага қандай вазифаларим бор?", "uz", "tasks days", "", "2026-12-01 2026-12-01"],
  ["Дилнозадан қанча олишим керак?", "uz", "debts", "", ""],
  ["Уч ой ичида озиқ-овқатга қанча кетди", "uz", "spending", "food", "2026-08-31 2026-11-30"],
  ["Ўтган йили қанча топдим", "uz", "income", "", "2025-01-01 2025-12-31"],
  ["Сколько потратил в сентябре?", "ru", "spending", "", "2026-09-01 2026-09-30"],
  ["Сколько я потратил в 2025 году?", "ru", "spending", "", "2025-01-01 2025-12-31"],
  ["за последние 3 месяца сколько ушло на еду", "ru", "spending", "food", "2026-08-31 2026-11-30"],
  ["сколько я заработал за последние две недели", "ru", "income", "", "2026-11-17 2026-11-30"],
  ["3 дня назад сколько потратил", "ru", "spending", "", "2026-11-27 2026-11-27"],
  ["траты 5 ноября", "ru", "spending", "", "2026-11-05 2026-11-05"],
  ["расходы в прошлом году", "ru", "spending", "", "2025-01-01 2025-12-31"],
  ["Могу ли я купить телефон за 5 миллионов?", "ru", "balance", "", ""],
  ["Что мне делать сегодня?", "ru", "tasks days", "", "2026-11-30 2026-11-30"],
  ["сколько на одежду и еду?", "ru", "spending", "clothing+food", ""],
  ["Когда вернуть долг Акмалу?", "ru", "debts", "", ""],
  ["какие задачи на завтра", "ru", "tasks days", "", "2026-12-01 2026-12-01"],
  ["что просрочено?", "ru", "tasks overdue", "", ""],
  ["сколько ушло на такси с 1 по 15 октября", "ru", "spending", "taxi", "2026-10-01 2026-10-15"],
  ["расходы с сентября по ноябрь", "ru", "spending", "", "2026-09-01 2026-11-30"],
  ["доход с начала года", "ru", "income", "", "2026-01-01 2026-11-30"],
  ["сколько дней подряд я читаю книги", "ru", "habits", "", ""],
  ["курс доллара какой?", "ru", "overview", "", ""],
  ["сколько стоила аренда за год", "ru", "spending", "rent", "2025-12-01 2026-11-30"],
  ["расходы за октябрь 2025", "ru", "spending", "", "2025-10-01 2025-10-31"],
  ["неделю назад сколько потратил", "ru", "spending", "", "2026-11-23 2026-11-29"],
  ["два месяца назад доход", "ru", "income", "", "2026-09-01 2026-09-30"],
  ["в понедельник сколько ушло на обед", "ru", "spending", "food", "2026-11-23 2026-11-23"],
  ["сколько мне должен Азиз", "ru", "debts", "", ""],
  ["Что у меня запланировано на пятницу?", "ru", "tasks days", "", "2026-12-04 2026-12-04"],
  ["на что я трачу больше всего", "ru", "spending", "", ""],
  ["сколько трачу на бензин", "ru", "spending", "fuel", ""],
  ["how much did I spend in September 2026", "en", "spending", "", "2026-09-01 2026-09-30"],
  ["spending in october", "en", "spending", "", "2026-10-01 2026-10-31"],
  ["what did I earn in 2025", "en", "income", "", "2025-01-01 2025-12-31"],
  ["last 2 weeks expenses", "en", "spending", "", "2026-11-17 2026-11-30"],
  [
    "how much did I spend over the past 3 months on food and clothes",
    "en",
    "spending",
    "food+clothing",
    "2026-08-31 2026-11-30",
  ],
  ["3 days ago spending", "en", "spending", "", "2026-11-27 2026-11-27"],
  ["what did I spend on November 5", "en", "spending", "", "2026-11-05 2026-11-05"],
  ["on 5 November how much did I spend on groceries", "en", "spending", "groceries", "2026-11-05 2026-11-05"],
  ["since September how much did I save", "en", "savings", "", "2026-09-01 2026-11-30"],
  ["what should I do tomorrow?", "en", "tasks days", "", "2026-12-01 2026-12-01"],
  ["What's overdue?", "en", "tasks overdue", "", ""],
  ["Can I afford a phone for 500 dollars?", "en", "balance", "", ""],
  ["who owes me money", "en", "debts", "", ""],
  ["When do I have to pay Akmal back?", "en", "debts", "", ""],
  ["what's the dollar exchange rate", "en", "overview", "", ""],
  ["last year income", "en", "income", "", "2025-01-01 2025-12-31"],
  ["how much may I spend on food this month", "en", "spending", "food", "2026-11-01 2026-11-30"],
  ["how much in May on rent", "en", "spending", "rent", "2026-05-01 2026-05-31"],
  ["expenses from 1 to 15 October", "en", "spending", "", "2026-10-01 2026-10-15"],
  ["my reading streak", "en", "habits", "", ""],
  ["tasks for Friday", "en", "tasks days", "", "2026-12-04 2026-12-04"],
  ["how much did I spend last Monday", "en", "spending", "", "2026-11-23 2026-11-23"],
  ["two months ago expenses", "en", "spending", "", "2026-09-01 2026-09-30"],
  ["What tasks did I complete this week?", "en", "tasks days", "", "2026-11-30 2026-11-30"],
  ["eylülde ne kadar harcadım", "tr", "spending", "", "2026-09-01 2026-09-30"],
  ["Eylül 2026'da ne kadar harcadım?", "tr", "spending", "", "2026-09-01 2026-09-30"],
  ["son 3 ayda market harcamam", "tr", "spending", "groceries", "2026-08-31 2026-11-30"],
  ["son iki haftada ne kadar kazandım", "tr", "income", "", "2026-11-17 2026-11-30"],
  ["3 gün önce ne kadar harcadım", "tr", "spending", "", "2026-11-27 2026-11-27"],
  ["5 Kasım'da ne kadar harcadım", "tr", "spending", "", "2026-11-05 2026-11-05"],
  ["2025'te gelirim ne kadardı", "tr", "income", "", "2025-01-01 2025-12-31"],
  ["2025 yılında toplam harcama", "tr", "spending", "", "2025-01-01 2025-12-31"],
  ["geçen yıl ne kadar biriktirdim", "tr", "savings", "", "2025-01-01 2025-12-31"],
  ["geçen ay kiraya ne kadar ödedim", "tr", "spending", "rent", "2026-10-01 2026-10-31"],
  ["yarın ne yapmam gerekiyor", "tr", "tasks days", "", "2026-12-01 2026-12-01"],
  ["bugün ne yapmalıyım", "tr", "tasks days", "", "2026-11-30 2026-11-30"],
  ["geciken görevlerim neler", "tr", "tasks overdue", "", ""],
  ["giyim ve yemeğe ne kadar harcadım", "tr", "spending", "clothing+food", ""],
  ["Ahmet'e ne kadar borcum var?", "tr", "debts", "", ""],
  ["Bana kim borçlu", "tr", "debts", "", ""],
  ["dolar kuru kaç", "tr", "overview", "", ""],
  ["ekimde faturalar ne kadar tuttu", "tr", "spending", "utilities", "2026-10-01 2026-10-31"],
  ["telefon alabilir miyim", "tr", "balance", "", ""],
  ["Ocak ayında ne kadar para harcadım", "tr", "spending", "", "2026-01-01 2026-01-31"],
  ["1-15 Ekim arası harcamalarım", "tr", "spending", "", "2026-10-01 2026-10-15"],
  ["pazartesi günü ne kadar harcadım", "tr", "spending", "", "2026-11-23 2026-11-23"],
  ["kaç gündür üst üste kitap okuyorum", "tr", "habits", "", ""],
  ["bu haftaki görevlerim", "tr", "tasks days", "", "2026-11-30 2026-12-06"],
  ["كم أنفقت في أكتوبر؟", "ar", "spending", "", "2026-10-01 2026-10-31"],
  ["كم صرفت في تشرين الأول؟", "ar", "spending", "", "2026-10-01 2026-10-31"],
  ["كم كان دخلي في سبتمبر 2026", "ar", "income", "", "2026-09-01 2026-09-30"],
  ["مصاريفي في عام 2025", "ar", "spending", "", "2025-01-01 2025-12-31"],
  ["كم صرفت آخر 3 أشهر", "ar", "spending", "", "2026-08-31 2026-11-30"],
  ["مصاريف آخر أسبوعين", "ar", "spending", "", "2026-11-17 2026-11-30"],
  ["كم صرفت قبل 3 أيام", "ar", "spending", "", "2026-11-27 2026-11-27"],
  ["كم صرفت قبل يومين", "ar", "spending", "", "2026-11-28 2026-11-28"],
  ["كم أنفقت في 5 نوفمبر", "ar", "spending", "", "2026-11-05 2026-11-05"],
  ["كم أنفقت على الملابس والطعام", "ar", "spending", "clothing+food", ""],
  ["ما هي مهامي غدا", "ar", "tasks days", "", "2026-12-01 2026-12-01"],
  ["ماذا علي أن أفعل اليوم؟", "ar", "tasks days", "", "2026-11-30 2026-11-30"],
  ["ما المهام المتأخرة", "ar", "tasks overdue", "", ""],
  ["كم يدين لي أحمد", "ar", "debts", "", ""],
  ["متى أسدد الدين لأحمد", "ar", "debts", "", ""],
  ["كم دفعت للإيجار هذا العام", "ar", "spending", "rent", "2026-01-01 2026-11-30"],
  ["كم وفرت العام الماضي", "ar", "savings", "", "2025-01-01 2025-12-31"],
  ["خلال الأشهر الثلاثة الماضية كم صرفت", "ar", "spending", "", "2026-08-31 2026-11-30"],
  ["سعر الدولار كم؟", "ar", "overview", "", ""],
  ["هل أستطيع شراء هاتف بـ 500 دولار", "ar", "balance", "", ""],
  ["كم يوما على التوالي قرأت", "ar", "habits", "", ""],
  ["كم صرفت منذ سبتمبر", "ar", "spending", "", "2026-09-01 2026-11-30"],
];

describe("as people ask", () => {
  it.each(QUESTIONS)("%s", (question, language, intent, categories, days) => {
    const read = readQuestion(question, "en", TODAY);
    const range = read.range && dateRangeOf(read.range, TODAY);
    expect({
      language: read.language,
      intent: read.intent === "tasks" ? `tasks ${read.scope}` : read.intent,
      categories: read.categories.map(({ categoryId, subcategoryId }) => subcategoryId ?? categoryId).join("+"),
      days: range ? `${range.from} ${range.to}` : "",
    }).toEqual({ language, intent, categories, days });
  });
});

const daysOf = (question: string, today: string): string => {
  const { range } = readQuestion(question, "en", today);
  const days = range && dateRangeOf(range, today);
  return days ? `${days.from} ${days.to}` : "";
};

describe("days in words", () => {
  it.each([
    // The latest such month that has begun, which may be this one or that of last year.
    ["noyabrda qancha sarfladim", "2026-11-30", "2026-11-01 2026-11-30"],
    ["расходы за ноябрь", "2026-11-12", "2026-11-01 2026-11-12"],
    ["расходы за декабрь", "2026-11-12", "2025-12-01 2025-12-31"],
    ["spending in February 2024", "2026-11-12", "2024-02-01 2024-02-29"],
    ["o'tgan yil oktabrda qancha ketdi", "2026-11-12", "2025-10-01 2025-10-31"],
    ["расходы в октябре прошлого года", "2026-11-12", "2025-10-01 2025-10-31"],
    ["spending in 2026", "2026-11-12", "2026-01-01 2026-11-12"],
    ["spending this year", "2026-11-12", "2026-01-01 2026-11-12"],
    // So many units end today, and today counts.
    ["oxirgi 5 kunda qancha ketdi", "2026-03-02", "2026-02-26 2026-03-02"],
    ["за последние 2 недели расходы", "2026-03-02", "2026-02-17 2026-03-02"],
    ["spending over the last 3 months", "2026-05-31", "2026-03-01 2026-05-31"],
    ["son 2 yılda ne kadar harcadım", "2026-05-31", "2024-06-01 2026-05-31"],
    ["last 7 days spending", "2026-03-02", "2026-02-24 2026-03-02"],
    // Weeks, months and years ago are whole ones.
    ["2 hafta oldin qancha ketdi", "2026-11-12", "2026-10-26 2026-11-01"],
    ["1 year ago spending", "2026-11-12", "2025-01-01 2025-12-31"],
    // A day of a month, with a year before or after it.
    ["2025-yil 5-noyabrda qancha ketdi", "2026-11-12", "2025-11-05 2025-11-05"],
    ["расходы 5 ноября 2025 года", "2026-11-12", "2025-11-05 2025-11-05"],
    ["15-noyabrda qancha ketdi", "2026-11-12", "2025-11-15 2025-11-15"],
    ["29 февраля расходы", "2026-11-12", "2024-02-29 2024-02-29"],
    // From one to another.
    ["1-oktabrdan 15-oktabrgacha qancha ketdi", "2026-11-12", "2026-10-01 2026-10-15"],
    ["spending from November to January", "2026-11-12", "2025-11-01 2026-01-31"],
    ["расходы с понедельника", "2026-11-12", "2026-11-09 2026-11-12"],
    ["Noyabr va oktabrda qancha sarfladim", "2026-11-12", "2026-10-01 2026-11-12"],
    ["ekim ve kasımda ne kadar harcadım", "2026-11-12", "2026-10-01 2026-11-12"],
    ["spending between October 5 and October 12", "2026-11-12", "2026-10-05 2026-10-12"],
    // No periods.
    ["How much may I spend?", "2026-11-12", ""],
    ["Могу ли я купить телефон за 2000 долларов?", "2026-11-12", ""],
    ["Can I spend $2000 on rent?", "2026-11-12", ""],
    ["На 2000 сум", "2026-11-12", ""],
    ["9999-12-31 va 9999-12-31", "2026-11-12", ""],
    ["bozorda pazar qancha", "2026-11-12", ""],
  ] as const)("%s, on %s", (question, today, days) => {
    expect(daysOf(question, today)).toBe(days);
  });

  it("of tasks may lie ahead, unless those that are done are asked for", () => {
    expect(daysOf("Juma kuni qanday vazifalarim bor?", "2026-11-12")).toBe("2026-11-13 2026-11-13");
    expect(daysOf("Juma kuni nechta vazifa bajardim?", "2026-11-12")).toBe("2026-11-06 2026-11-06");
    expect(daysOf("Какие задачи на этой неделе?", "2026-11-12")).toBe("2026-11-09 2026-11-15");
    expect(daysOf("Which tasks did I do this week?", "2026-11-12")).toBe("2026-11-09 2026-11-12");
    expect(daysOf("tasks next week", "2026-11-12")).toBe("2026-11-16 2026-11-22");
  });

  it("are read in a time that grows with the question alone", async () => {
    const texts = [
      "oxirgi 3 ",
      "1 - ",
      "1 dan ",
      "2026 yil ",
      "bir va ",
      "taksi va ",
      "oktabrdan ",
      "за последние ",
      "с 1 по ",
    ];
    const question = (text: string) => text.repeat(1000).slice(0, 1000);
    for (const text of texts) {
      expect(await quickestTimeOf(5, () => readQuestion(question(text), "en", TODAY)), text).toBeLessThan(30);
    }
  });
});

describe("people whom a question names", () => {
  const names = ["Akmal aka", "Akmal Karimov", "Dilnoza", "Азиз", "أحمد", "Ahmet", "Ali", "Kapitalbank", "Kim"];
  it.each([
    ["Dilnozadan qancha olishim kerak?", ["Dilnoza"]],
    ["Сколько мне должна Дилноза?", ["Dilnoza"]],
    ["Сколько я должен Дилнозе?", ["Dilnoza"]],
    ["Когда вернуть долг Акмалу?", ["Akmal aka", "Akmal Karimov"]],
    ["Akmal Karimovga qarzim qancha?", ["Akmal Karimov"]],
    ["Азизга қанча қарзим бор?", ["Азиз"]],
    ["Azizdan qarzim", ["Азиз"]],
    ["How much is Akmal Karimov's debt?", ["Akmal Karimov"]],
    ["Ahmet'e ne kadar borcum var?", ["Ahmet"]],
    ["متى أسدد الدين لأحمد", ["أحمد"]],
    ["Kapitalbankka qancha qarzim bor?", ["Kapitalbank"]],
    ["Kimga qarzim bor?", []],
    ["Alisherga qarzim bormi?", []],
  ])("%s", (question, expected) => {
    const read = readQuestion(question, "en", TODAY);
    expect([read.intent, ...counterpartiesIn(read, names)]).toEqual(["debts", ...expected]);
  });
});

describe("categories of the user's own", () => {
  const names = new Map([
    ["pets_1", "Mushuk va it"],
    ["pets_2", "Mushuk va it"],
    ["clubs_1", "🎾 Дорогой клуб"],
    ["baby_1", "Baby stuff"],
    ["kids_1", "مصاريف الأطفال الصغار"],
    ["sweet_1", "Tatlı ve çikolata"],
    ["odd_1", "*=,"],
    ["month_1", "Oktabr"],
  ]);
  it.each([
    ["How much did I spend on Mushuk va it?", ["pets_1", "pets_2"]],
    ["Mushuk va itga qancha ketdi?", ["pets_1", "pets_2"]],
    ["Мушук ва итга қанча кетди?", ["pets_1", "pets_2"]],
    ["mushukka qancha sarfladim", ["pets_1", "pets_2"]],
    ["How much is it?", []],
    ["сколько ушло на дорогой клуб", ["clubs_1"]],
    ["what did baby stuff cost", ["baby_1"]],
    ["كم صرفت على مصاريف الأطفال الصغار", ["kids_1"]],
    ["tatlı ve çikolataya ne kadar harcadım", ["sweet_1"]],
    ["Oktabrda qancha sarfladim?", []],
  ])("%s", (question, expected) => {
    expect(ownCategoriesIn(readQuestion(question, "en", TODAY), names)).toEqual(expected);
  });
});
