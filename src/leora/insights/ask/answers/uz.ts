import { list } from "../../texts/phrases.ts";
import { type AnswerPhrases, firstOf, savedPercent } from "./phrases.ts";

export const uz: AnswerPhrases = {
  openings: { friendly: "Mana, qarang.", strict: "", polite: "Yozuvlaringiz bo'yicha ma'lumot:" },
  spending: ({ expense, currency }, { money, range, top }) =>
    expense === 0
      ? `${range}: chiqim yozilmagan.`
      : list([`${range}: jami ${money(expense, currency)} sarflandi.`, top && `Eng ko'pi: ${top}.`], " "),
  spendingOf: ({ name, amount, isNothing }, { range }) =>
    isNothing ? `${range}: ${name} bo'yicha chiqim yo'q.` : `${range}: ${name} uchun ${amount} sarflandi.`,
  income: ({ income, currency }, { money, range }) =>
    income === 0 ? `${range}: kirim yozilmagan.` : `${range}: jami kirim ${money(income, currency)}.`,
  incomeOf: ({ name, amount, isNothing }, { range }) =>
    isNothing ? `${range}: ${name} bo'yicha kirim yo'q.` : `${range}: ${name} bo'yicha ${amount} tushdi.`,
  spendingOfAll: (amount, parts, { range }) => `${range}: ${amount} sarflandi: ${parts}.`,
  incomeOfAll: (amount, parts, { range }) => `${range}: ${amount} tushdi: ${parts}.`,
  savings(facts, { money, percent, range }) {
    const { income, expense, net, currency } = facts;
    const share = savedPercent(facts);
    const flow = `Kirim ${money(income, currency)}, chiqim ${money(expense, currency)}.`;
    if (net < 0) return `${range}: chiqim kirimdan ${money(-net, currency)} ko'p. ${flow}`;
    return `${range}: ${money(net, currency)} tejaldi${share === null ? "" : ` (kirimning ${percent(share)} qismi)`}. ${flow}`;
  },
  overview: ({ income, expense, net, currency }, { money, range, top }) =>
    list(
      [
        `${range}: kirim ${money(income, currency)}, chiqim ${money(expense, currency)}, farqi ${money(net, currency)}.`,
        top && `Eng ko'p xarajat: ${top}.`,
      ],
      " ",
    ),
  balance: (total, accounts) => list([`Hisoblardagi qoldiq: ${total}.`, accounts && `${accounts}.`], " "),
  noAccounts: "Faol hisob yo'q.",
  budgets: ({ count, budgets }, { number, money, percent, quoted }) =>
    count === 0
      ? "Faol byudjet yo'q."
      : `Faol byudjetlar: ${number(count)} ta. ${firstOf(
          budgets,
          ({ name, spent, limit, currency, percentUsed }) =>
            `${quoted(name)}: ${money(spent, currency)} sarflandi, limit ${money(limit, currency)} (${percent(percentUsed)})`,
          "; ",
        )}.`,
  debts: ({ count, overdue }, owed, lent, { number }) =>
    count === 0
      ? "Ochiq qarz yo'q."
      : list(
          [
            owed && `Siz qaytarishingiz kerak: ${owed}.`,
            lent && `Sizga qaytarishlari kerak: ${lent}.`,
            overdue > 0 && `Muddati o'tgani: ${number(overdue)} ta.`,
          ],
          " ",
        ),
  due: (day, isOver) => (isOver ? `muddati ${day}da o'tgan` : `${day}gacha`),
  tasks: ({ open, overdue, dueToday, dueInRange, completedInRange }, next, { number, range }) =>
    list(
      [
        open === 0
          ? "Ochiq vazifa yo'q."
          : `Ochiq vazifalar: ${number(open)} ta, bugunga ${number(dueToday)} ta, muddati o'tgani ${number(overdue)} ta.`,
        next && `Navbatdagilari: ${next}.`,
        dueInRange > 0 && `${range}: ${number(dueInRange)} ta vazifadan ${number(completedInRange)} tasi bajarildi.`,
      ],
      " ",
    ),
  tasksOfDays: ({ overdue, dueInRange, completedInRange }, open, listed, { number, range }) =>
    list(
      [
        open === 0 ? `${range}: ochiq vazifa yo'q.` : `${range}: ${number(open)} ta ochiq vazifa: ${listed}.`,
        completedInRange > 0 && `Bajarilgani: ${number(dueInRange)} tadan ${number(completedInRange)} ta.`,
        overdue > 0 && `Muddati o'tgan vazifalar: ${number(overdue)} ta.`,
      ],
      " ",
    ),
  tasksOverdue: ({ overdue }, listed, { number }) =>
    overdue === 0 ? "Muddati o'tgan vazifa yo'q." : `Muddati o'tgan ${number(overdue)} ta vazifa: ${listed}.`,
  goals: ({ active, completed, goals }, { number, percent, quoted }) =>
    list(
      [
        `Faol maqsadlar: ${number(active)} ta, erishilgani ${number(completed)} ta.`,
        goals.length > 0 &&
          `${firstOf(goals, ({ title, progressPercent }) => `${quoted(title)}: ${percent(progressPercent)}`)}.`,
      ],
      " ",
    ),
  habits: ({ active, dueToday, doneToday, habits }, { number, quoted }) =>
    active === 0
      ? "Faol odat yo'q."
      : `Faol odatlar: ${number(active)} ta. Bugun ${number(dueToday)} tadan ${number(doneToday)} tasi bajarildi. Eng uzun ketma-ketlik: ${firstOf(
          habits,
          ({ title, streakCurrent }) => `${quoted(title)} (${number(streakCurrent)})`,
        )}.`,
  focus: ({ totalMinutes, completed }, { number, range }) =>
    completed === 0
      ? `${range}: tugallangan fokus seansi yo'q.`
      : `${range}: ${number(totalMinutes)} daqiqa fokus, tugallangan seanslar ${number(completed)} ta.`,
};
