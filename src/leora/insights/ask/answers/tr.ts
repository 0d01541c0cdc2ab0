import { list } from "../../texts/phrases.ts";
import { type AnswerPhrases, firstOf, savedPercent } from "./phrases.ts";

// No suffix is put on amounts and names: which one would depend on how they are read.

export const tr: AnswerPhrases = {
  openings: { friendly: "İşte sonuç.", strict: "", polite: "Kayıtlarınız şunu gösteriyor." },
  spending: ({ expense, currency }, { money, range, top }) =>
    expense === 0
      ? `${range}: kayıtlı gider yok.`
      : list([`${range}: toplam ${money(expense, currency)} harcandı.`, top && `En çok: ${top}.`], " "),
  spendingOf: ({ name, amount, isNothing }, { range }) =>
    isNothing ? `${range}: ${name} için harcama yok.` : `${range}: ${name} için ${amount} harcandı.`,
  income: ({ income, currency }, { money, range }) =>
    income === 0 ? `${range}: kayıtlı gelir yok.` : `${range}: toplam gelir ${money(income, currency)}.`,
  incomeOf: ({ name, amount, isNothing }, { range }) =>
    isNothing ? `${range}: ${name} için gelir yok.` : `${range}: ${name} için gelir ${amount}.`,
  spendingOfAll: (amount, parts, { range }) => `${range}: toplam ${amount} harcandı: ${parts}.`,
  incomeOfAll: (amount, parts, { range }) => `${range}: toplam gelir ${amount}: ${parts}.`,
  savings(facts, { money, percent, range }) {
    const { income, expense, net, currency } = facts;
    const share = savedPercent(facts);
    const flow = `Gelir ${money(income, currency)}, gider ${money(expense, currency)}.`;
    if (net < 0) return `${range}: gider gelirden ${money(-net, currency)} fazla. ${flow}`;
    return `${range}: ${money(net, currency)} biriktirildi${share === null ? "" : ` (gelir içindeki payı ${percent(share)})`}. ${flow}`;
  },
  overview: ({ income, expense, net, currency }, { money, range, top }) =>
    list(
      [
        `${range}: gelir ${money(income, currency)}, gider ${money(expense, currency)}, fark ${money(net, currency)}.`,
        top && `En çok harcanan: ${top}.`,
      ],
      " ",
    ),
  balance: (total, accounts) => list([`Hesaplardaki bakiye: ${total}.`, accounts && `${accounts}.`], " "),
  noAccounts: "Etkin hesap yok.",
  budgets: ({ count, budgets }, { number, money, percent, quoted }) =>
    count === 0
      ? "Etkin bütçe yok."
      : `Etkin bütçe sayısı: ${number(count)}. ${firstOf(
          budgets,
          ({ name, spent, limit, currency, percentUsed }) =>
            `${quoted(name)}: harcanan ${money(spent, currency)}, limit ${money(limit, currency)} (${percent(percentUsed)})`,
          "; ",
        )}.`,
  debts: ({ count, overdue }, owed, lent, { number }) =>
    count === 0
      ? "Açık borç yok."
      : list(
          [
            owed && `Sizin borcunuz: ${owed}.`,
            lent && `Size olan borç: ${lent}.`,
            overdue > 0 && `Vadesi geçen: ${number(overdue)}.`,
          ],
          " ",
        ),
  due: (day, isOver) => (isOver ? `vadesi geçti: ${day}` : `son gün ${day}`),
  tasks: ({ open, overdue, dueToday, dueInRange, completedInRange }, next, { number, range }) =>
    list(
      [
        open === 0
          ? "Açık görev yok."
          : `Açık görev: ${number(open)}, bugün için ${number(dueToday)}, geciken ${number(overdue)}.`,
        next && `Sıradakiler: ${next}.`,
        dueInRange > 0 && `${range}: ${number(dueInRange)} görevden tamamlanan ${number(completedInRange)}.`,
      ],
      " ",
    ),
  tasksOfDays: ({ overdue, dueInRange, completedInRange }, open, listed, { number, range }) =>
    list(
      [
        open === 0 ? `${range}: açık görev yok.` : `${range}: açık görev ${number(open)}: ${listed}.`,
        completedInRange > 0 && `${number(dueInRange)} görevden tamamlanan ${number(completedInRange)}.`,
        overdue > 0 && `Geciken: ${number(overdue)}.`,
      ],
      " ",
    ),
  tasksOverdue: ({ overdue }, listed, { number }) =>
    overdue === 0 ? "Geciken görev yok." : `Geciken ${number(overdue)} görev: ${listed}.`,
  goals: ({ active, completed, goals }, { number, percent, quoted }) =>
    list(
      [
        `Etkin hedef: ${number(active)}, ulaşılan: ${number(completed)}.`,
        goals.length > 0 &&
          `${firstOf(goals, ({ title, progressPercent }) => `${quoted(title)}: ${percent(progressPercent)}`)}.`,
      ],
      " ",
    ),
  habits: ({ active, dueToday, doneToday, habits }, { number, quoted }) =>
    active === 0
      ? "Etkin alışkanlık yok."
      : `Etkin alışkanlık: ${number(active)}. Bugün yapılması gereken ${number(dueToday)}, tamamlanan ${number(doneToday)}. En uzun seriler: ${firstOf(
          habits,
          ({ title, streakCurrent }) => `${quoted(title)} (${number(streakCurrent)})`,
        )}.`,
  focus: ({ totalMinutes, completed }, { number, range }) =>
    completed === 0
      ? `${range}: tamamlanan odak oturumu yok.`
      : `${range}: ${number(totalMinutes)} dakika odak, tamamlanan oturum ${number(completed)}.`,
};
