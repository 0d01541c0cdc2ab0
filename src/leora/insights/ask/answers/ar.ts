import { list } from "../../texts/phrases.ts";
import { type AnswerPhrases, firstOf, savedPercent } from "./phrases.ts";

export const ar: AnswerPhrases = {
  openings: { friendly: "إليك النتيجة.", strict: "", polite: "هذا ما تُظهره سجلاتكم." },
  spending: ({ expense, currency }, { money, range, top }) =>
    expense === 0
      ? `${range}: لا مصروفات مسجّلة.`
      : list([`${range}: مجموع المصروفات ${money(expense, currency)}.`, top && `أكبرها: ${top}.`], " "),
  spendingOf: ({ name, amount, isNothing }, { range }) =>
    isNothing ? `${range}: لا مصروفات في فئة ${name}.` : `${range}: المصروف في فئة ${name} هو ${amount}.`,
  income: ({ income, currency }, { money, range }) =>
    income === 0 ? `${range}: لا دخل مسجّل.` : `${range}: مجموع الدخل ${money(income, currency)}.`,
  incomeOf: ({ name, amount, isNothing }, { range }) =>
    isNothing ? `${range}: لا دخل في فئة ${name}.` : `${range}: الدخل في فئة ${name} هو ${amount}.`,
  spendingOfAll: (amount, parts, { range }) => `${range}: مجموع المصروفات ${amount}: ${parts}.`,
  incomeOfAll: (amount, parts, { range }) => `${range}: مجموع الدخل ${amount}: ${parts}.`,
  savings(facts, { money, percent, range }) {
    const { income, expense, net, currency } = facts;
    const share = savedPercent(facts);
    const flow = `الدخل ${money(income, currency)}، والمصروف ${money(expense, currency)}.`;
    if (net < 0) return `${range}: المصروف أكثر من الدخل بمقدار ${money(-net, currency)}. ${flow}`;
    return `${range}: ما وُفّر ${money(net, currency)}${share === null ? "" : ` (${percent(share)} من الدخل)`}. ${flow}`;
  },
  overview: ({ income, expense, net, currency }, { money, range, top }) =>
    list(
      [
        `${range}: الدخل ${money(income, currency)}، والمصروف ${money(expense, currency)}، والفرق ${money(net, currency)}.`,
        top && `أكبر المصروفات: ${top}.`,
      ],
      " ",
    ),
  balance: (total, accounts) => list([`رصيد الحسابات: ${total}.`, accounts && `${accounts}.`], " "),
  noAccounts: "لا حسابات نشطة.",
  budgets: ({ count, budgets }, { number, money, percent, quoted }) =>
    count === 0
      ? "لا ميزانيات نشطة."
      : `عدد الميزانيات النشطة: ${number(count)}. ${firstOf(
          budgets,
          ({ name, spent, limit, currency, percentUsed }) =>
            `${quoted(name)}: المصروف ${money(spent, currency)} والحد ${money(limit, currency)} (${percent(percentUsed)})`,
          "؛ ",
        )}.`,
  debts: ({ count, overdue }, owed, lent, { number }) =>
    count === 0
      ? "لا ديون مفتوحة."
      : list(
          [
            owed && `ديون عليكم: ${owed}.`,
            lent && `ديون لكم: ${lent}.`,
            overdue > 0 && `ما تجاوز موعده: ${number(overdue)}.`,
          ],
          " ",
        ),
  due: (day, isOver) => (isOver ? `انقضى موعده ${day}` : `حتى ${day}`),
  tasks: ({ open, overdue, dueToday, dueInRange, completedInRange }, next, { number, range }) =>
    list(
      [
        open === 0
          ? "لا مهام مفتوحة."
          : `المهام المفتوحة: ${number(open)}، لليوم ${number(dueToday)}، والمتأخرة ${number(overdue)}.`,
        next && `التالية: ${next}.`,
        dueInRange > 0 && `${range}: أُنجز ${number(completedInRange)} من ${number(dueInRange)}.`,
      ],
      " ",
    ),
  tasksOfDays: ({ overdue, dueInRange, completedInRange }, open, listed, { number, range }) =>
    list(
      [
        open === 0 ? `${range}: لا مهام مفتوحة.` : `${range}: المهام المفتوحة ${number(open)}: ${listed}.`,
        completedInRange > 0 && `أُنجز ${number(completedInRange)} من ${number(dueInRange)}.`,
        overdue > 0 && `المتأخرة: ${number(overdue)}.`,
      ],
      " ",
    ),
  tasksOverdue: ({ overdue }, listed, { number }) =>
    overdue === 0 ? "لا مهام متأخرة." : `المهام المتأخرة ${number(overdue)}: ${listed}.`,
  goals: ({ active, completed, goals }, { number, percent, quoted }) =>
    list(
      [
        `الأهداف النشطة: ${number(active)}، وما تحقق: ${number(completed)}.`,
        goals.length > 0 &&
          `${firstOf(goals, ({ title, progressPercent }) => `${quoted(title)}: ${percent(progressPercent)}`, "، ")}.`,
      ],
      " ",
    ),
  habits: ({ active, dueToday, doneToday, habits }, { number, quoted }) =>
    active === 0
      ? "لا عادات نشطة."
      : `العادات النشطة: ${number(active)}. أُنجز اليوم ${number(doneToday)} من ${number(dueToday)}. أطول السلاسل: ${firstOf(
          habits,
          ({ title, streakCurrent }) => `${quoted(title)} (${number(streakCurrent)})`,
          "، ",
        )}.`,
  focus: ({ totalMinutes, completed }, { number, range }) =>
    completed === 0
      ? `${range}: لا جلسات تركيز مكتملة.`
      : `${range}: دقائق التركيز ${number(totalMinutes)}، والجلسات المكتملة ${number(completed)}.`,
};
