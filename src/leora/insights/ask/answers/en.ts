import { list } from "../../texts/phrases.ts";
import { type AnswerPhrases, firstOf, savedPercent } from "./phrases.ts";

const budgetForms = { one: "# active budget", other: "# active budgets" };
const tasks = { one: "# open task", other: "# open tasks" };
const overdueForms = { one: "# overdue task", other: "# overdue tasks" };
const goalForms = { one: "# active goal", other: "# active goals" };
const habitForms = { one: "# active habit", other: "# active habits" };
const minutes = { one: "# minute", other: "# minutes" };
const sessions = { one: "# completed session", other: "# completed sessions" };

export const en: AnswerPhrases = {
  openings: { friendly: "Here's what I found.", strict: "", polite: "This is what your records show." },
  spending: ({ expense, currency }, { money, range, top }) =>
    expense === 0
      ? `${range}: no expenses recorded.`
      : list([`${range}: you spent ${money(expense, currency)}.`, top && `Most of it: ${top}.`], " "),
  spendingOf: ({ name, amount, isNothing }, { range }) =>
    isNothing ? `${range}: nothing spent on ${name}.` : `${range}: you spent ${amount} on ${name}.`,
  income: ({ income, currency }, { money, range }) =>
    income === 0 ? `${range}: no income recorded.` : `${range}: your income was ${money(income, currency)}.`,
  incomeOf: ({ name, amount, isNothing }, { range }) =>
    isNothing ? `${range}: no income from ${name}.` : `${range}: you received ${amount} from ${name}.`,
  spendingOfAll: (amount, parts, { range }) => `${range}: you spent ${amount}: ${parts}.`,
  incomeOfAll: (amount, parts, { range }) => `${range}: you received ${amount}: ${parts}.`,
  savings(facts, { money, percent, range }) {
    const { income, expense, net, currency } = facts;
    const share = savedPercent(facts);
    const flow = `Income ${money(income, currency)}, expenses ${money(expense, currency)}.`;
    if (net < 0) return `${range}: you spent ${money(-net, currency)} more than you earned. ${flow}`;
    return `${range}: you saved ${money(net, currency)}${share === null ? "" : ` (${percent(share)} of your income)`}. ${flow}`;
  },
  overview: ({ income, expense, net, currency }, { money, range, top }) =>
    list(
      [
        `${range}: income ${money(income, currency)}, expenses ${money(expense, currency)}, net ${money(net, currency)}.`,
        top && `Most was spent on: ${top}.`,
      ],
      " ",
    ),
  balance: (total, accounts) => list([`Your accounts hold ${total}.`, accounts && `${accounts}.`], " "),
  noAccounts: "You have no active accounts.",
  budgets: ({ count: all, budgets }, { count, money, percent, quoted }) =>
    all === 0
      ? "You have no active budgets."
      : `You have ${count(all, budgetForms)}. ${firstOf(
          budgets,
          ({ name, spent, limit, currency, percentUsed }) =>
            `${quoted(name)}: ${money(spent, currency)} of ${money(limit, currency)} spent (${percent(percentUsed)})`,
          "; ",
        )}.`,
  debts: ({ count, overdue }, owed, lent, { number }) =>
    count === 0
      ? "You have no open debts."
      : list(
          [owed && `You owe ${owed}.`, lent && `You are owed ${lent}.`, overdue > 0 && `Overdue: ${number(overdue)}.`],
          " ",
        ),
  due: (day, isOver) => (isOver ? `was due ${day}` : `due ${day}`),
  tasks: ({ open, overdue, dueToday, dueInRange, completedInRange }, next, { number, count, range }) =>
    list(
      [
        open === 0
          ? "You have no open tasks."
          : `You have ${count(open, tasks)}: ${number(dueToday)} due today, ${number(overdue)} overdue.`,
        next && `Next: ${next}.`,
        dueInRange > 0 && `${range}: ${number(completedInRange)} of ${number(dueInRange)} done.`,
      ],
      " ",
    ),
  tasksOfDays: ({ overdue, dueInRange, completedInRange }, open, listed, { number, count, range }) =>
    list(
      [
        open === 0 ? `${range}: no open tasks.` : `${range}: ${count(open, tasks)}: ${listed}.`,
        completedInRange > 0 && `${number(completedInRange)} of ${number(dueInRange)} done.`,
        overdue > 0 && `Overdue: ${number(overdue)}.`,
      ],
      " ",
    ),
  tasksOverdue: ({ overdue }, listed, { count }) =>
    overdue === 0 ? "No task is overdue." : `${count(overdue, overdueForms)}: ${listed}.`,
  goals: ({ active, completed, goals }, { number, count, percent, quoted }) =>
    list(
      [
        `You have ${count(active, goalForms)}, and reached ${number(completed)}.`,
        goals.length > 0 &&
          `${firstOf(goals, ({ title, progressPercent }) => `${quoted(title)}: ${percent(progressPercent)}`)}.`,
      ],
      " ",
    ),
  habits: ({ active, dueToday, doneToday, habits }, { number, count, quoted }) =>
    active === 0
      ? "You have no active habits."
      : `You have ${count(active, habitForms)}. Today ${number(doneToday)} of ${number(dueToday)} done. Longest streaks: ${firstOf(
          habits,
          ({ title, streakCurrent }) => `${quoted(title)} (${number(streakCurrent)})`,
        )}.`,
  focus: ({ totalMinutes, completed }, { count, range }) =>
    completed === 0
      ? `${range}: no completed focus sessions.`
      : `${range}: ${count(totalMinutes, minutes)} of focus in ${count(completed, sessions)}.`,
};
