import { list } from "../../texts/phrases.ts";
import { type AnswerPhrases, firstOf, savedPercent } from "./phrases.ts";

const minutes = { one: "# минута", few: "# минуты", many: "# минут", other: "# минуты" };

export const ru: AnswerPhrases = {
  openings: { friendly: "Вот что получилось.", strict: "", polite: "Вот что показывают ваши записи." },
  spending: ({ expense, currency }, { money, range, top }) =>
    expense === 0
      ? `${range}: расходов не записано.`
      : list([`${range}: потрачено ${money(expense, currency)}.`, top && `Больше всего: ${top}.`], " "),
  spendingOf: ({ name, amount, isNothing }, { range }) =>
    isNothing ? `${range}: в категории ${name} расходов нет.` : `${range}: в категории ${name} потрачено ${amount}.`,
  income: ({ income, currency }, { money, range }) =>
    income === 0 ? `${range}: доходов не записано.` : `${range}: доход составил ${money(income, currency)}.`,
  incomeOf: ({ name, amount, isNothing }, { range }) =>
    isNothing ? `${range}: в категории ${name} доходов нет.` : `${range}: в категории ${name} получено ${amount}.`,
  spendingOfAll: (amount, parts, { range }) => `${range}: потрачено ${amount}: ${parts}.`,
  incomeOfAll: (amount, parts, { range }) => `${range}: получено ${amount}: ${parts}.`,
  savings(facts, { money, percent, range }) {
    const { income, expense, net, currency } = facts;
    const share = savedPercent(facts);
    const flow = `Доход ${money(income, currency)}, расход ${money(expense, currency)}.`;
    if (net < 0) return `${range}: расходы больше доходов на ${money(-net, currency)}. ${flow}`;
    return `${range}: отложено ${money(net, currency)}${share === null ? "" : ` (${percent(share)} дохода)`}. ${flow}`;
  },
  overview: ({ income, expense, net, currency }, { money, range, top }) =>
    list(
      [
        `${range}: доход ${money(income, currency)}, расход ${money(expense, currency)}, разница ${money(net, currency)}.`,
        top && `Больше всего ушло на: ${top}.`,
      ],
      " ",
    ),
  balance: (total, accounts) => list([`На счетах: ${total}.`, accounts && `${accounts}.`], " "),
  noAccounts: "Активных счетов нет.",
  budgets: ({ count, budgets }, { number, money, percent, quoted }) =>
    count === 0
      ? "Активных бюджетов нет."
      : `Активных бюджетов: ${number(count)}. ${firstOf(
          budgets,
          ({ name, spent, limit, currency, percentUsed }) =>
            `${quoted(name)}: потрачено ${money(spent, currency)} из ${money(limit, currency)} (${percent(percentUsed)})`,
          "; ",
        )}.`,
  debts: ({ count, overdue }, owed, lent, { number }) =>
    count === 0
      ? "Открытых долгов нет."
      : list(
          [
            owed && `Вы должны: ${owed}.`,
            lent && `Должны вам: ${lent}.`,
            overdue > 0 && `Просрочено: ${number(overdue)}.`,
          ],
          " ",
        ),
  due: (day, isOver) => (isOver ? `срок истёк ${day}` : `до ${day}`),
  tasks: ({ open, overdue, dueToday, dueInRange, completedInRange }, next, { number, range }) =>
    list(
      [
        open === 0
          ? "Открытых задач нет."
          : `Открытых задач: ${number(open)}, на сегодня ${number(dueToday)}, просрочено ${number(overdue)}.`,
        next && `Ближайшие: ${next}.`,
        dueInRange > 0 && `${range}: выполнено ${number(completedInRange)} из ${number(dueInRange)}.`,
      ],
      " ",
    ),
  tasksOfDays: ({ overdue, dueInRange, completedInRange }, open, listed, { number, range }) =>
    list(
      [
        open === 0 ? `${range}: открытых задач нет.` : `${range}: открытых задач ${number(open)}: ${listed}.`,
        completedInRange > 0 && `Выполнено ${number(completedInRange)} из ${number(dueInRange)}.`,
        overdue > 0 && `Просрочено: ${number(overdue)}.`,
      ],
      " ",
    ),
  tasksOverdue: ({ overdue }, listed, { number }) =>
    overdue === 0 ? "Просроченных задач нет." : `Просроченных задач ${number(overdue)}: ${listed}.`,
  goals: ({ active, completed, goals }, { number, percent, quoted }) =>
    list(
      [
        `Активных целей: ${number(active)}, достигнуто: ${number(completed)}.`,
        goals.length > 0 &&
          `${firstOf(goals, ({ title, progressPercent }) => `${quoted(title)}: ${percent(progressPercent)}`)}.`,
      ],
      " ",
    ),
  habits: ({ active, dueToday, doneToday, habits }, { number, quoted }) =>
    active === 0
      ? "Активных привычек нет."
      : `Активных привычек: ${number(active)}. Сегодня выполнено ${number(doneToday)} из ${number(dueToday)}. Самые длинные серии: ${firstOf(
          habits,
          ({ title, streakCurrent }) => `${quoted(title)} (${number(streakCurrent)})`,
        )}.`,
  focus: ({ totalMinutes, completed }, { number, count, range }) =>
    completed === 0
      ? `${range}: завершённых сессий фокуса нет.`
      : `${range}: ${count(totalMinutes, minutes)} фокуса, завершённых сессий: ${number(completed)}.`,
};
