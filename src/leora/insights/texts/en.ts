import type { FactsOf } from "./facts.ts";
import { type Kit, list, type Phrases, sentence, type Wording } from "./phrases.ts";

// The words of insights in English. It has one form of address, so the tones differ in how they advise.

type Summary = FactsOf<"weekly_summary">;
type Savings = FactsOf<"savings_rate_low">;
type Debt = FactsOf<"debt_overdue">;
type Missing = FactsOf<"goal_near">;

const days = { one: "# day", other: "# days" };
const minutes = { one: "# minute", other: "# minutes" };
const tasks = { one: "# task", other: "# tasks" };
const overdue = { one: "# overdue task", other: "# overdue tasks" };

/** The same words in all tones. */
const advice = (text: string) => [text, text] as const;

const budget = ({ spent, limit }: FactsOf<"budget_near_limit">, { money }: Kit) => `${money(spent)} of ${money(limit)}`;

const savings = ({ month, income, expense, net }: Savings, kit: Kit): string =>
  `In ${kit.month(month)}, income was ${kit.money(income)} and expenses ${kit.money(expense)}, a difference of ${kit.money(net)}.`;

const debt = ({ direction, outstanding }: Debt, counterparty: string, { money, quoted }: Kit): string =>
  direction === "i_owe"
    ? `You owe ${quoted(counterparty)} ${money(outstanding)}`
    : `${quoted(counterparty)} owes you ${money(outstanding)}`;

const payAdvice = (direction: Debt["direction"]) =>
  direction === "i_owe" ? advice("make the payment today") : advice("send a kind reminder");

const dueIn = (count: number, kit: Kit): string => (count === 0 ? "today" : `in ${kit.count(count, days)}`);

const left = ({ remaining }: Missing, unit: string | undefined, { quantity }: Kit): string =>
  remaining === null ? "" : `, with ${quantity(remaining, unit)} to go`;

function summary(title: string, push: string, facts: Summary, kit: Kit): Wording {
  const { from, to, income, expense, net, topCategoryId, tasksCompleted, focusMinutes, habitsRate } = facts;
  const { money } = kit;
  const flow = `income ${money(income)}, expenses ${money(expense)}, net ${money(net)}`;
  const done = sentence([
    tasksCompleted > 0 && `completed: ${kit.count(tasksCompleted, tasks)}`,
    focusMinutes > 0 && `focus: ${kit.count(focusMinutes, minutes)}`,
    habitsRate !== null && `habits: ${kit.percent(habitsRate)}`,
  ]);
  const top = topCategoryId && `The largest expense was ${kit.category(topCategoryId)}.`;
  return {
    title,
    statement: list([`${kit.range(from, to)}: ${flow}.`, top, done], " "),
    advice: advice("plan the next period with this in mind"),
    explain: `These are the totals of what was recorded for ${kit.range(from, to)}. Adjustments and debt principal are left out.`,
    push: `${push}: ${flow}.`,
  };
}

export const en: Phrases = {
  openings: {
    friend: { warning: "Heads up.", critical: "This one matters.", celebration: "Way to go!" },
    strict: { critical: "Act now.", celebration: "Good result." },
    polite: { critical: "This is important.", celebration: "Congratulations!" },
  },
  advise: {
    friend: (friend) => `let's ${friend}`,
    strict: (_, formal) => formal,
    polite: (_, formal) => `please ${formal}`,
  },
  actions: {
    review_budget: "Review budget",
    open_transaction: "Open transaction",
    pay_debt: "Record payment",
    open_task: "Open task",
    reschedule_task: "Reschedule",
    complete_habit: "Mark habit done",
    open_goal: "Open goal",
    start_focus: "Start focus",
    open_accounts: "View accounts",
  },
  rules: {
    budget_near_limit: (facts, kit) => ({
      title: "Budget almost used up",
      statement: `${kit.percent(facts.percentUsed)} of the budget ${kit.quoted(kit.names.budget)} is used: ${budget(facts, kit)}.`,
      advice: advice("spend less until the period ends"),
      explain: `We warn when between 90% and 100% of a budget is spent. It is now ${kit.percent(facts.percentUsed)}: ${budget(facts, kit)}.`,
      push: `${kit.percent(facts.percentUsed)} of the budget ${kit.quoted(kit.names.budget)} is used.`,
    }),
    budget_exceeded: (facts, kit) => ({
      title: "Budget exceeded",
      statement: `The budget ${kit.quoted(kit.names.budget)} is over its limit by ${kit.money(facts.over)} (${kit.percent(facts.percentUsed)}): ${budget(facts, kit)}.`,
      advice: advice("spend less here or rethink the limit"),
      explain: `We tell you when more than 100% of a limit is spent. It is now ${kit.percent(facts.percentUsed)}: ${budget(facts, kit)}.`,
      push: `The budget ${kit.quoted(kit.names.budget)} is over its limit by ${kit.money(facts.over)}.`,
    }),
    budget_pace: (facts, kit) => ({
      title: "Spending too fast",
      statement: `${kit.quoted(kit.names.budget)}: ${kit.money(facts.spent)} spent in ${kit.count(facts.daysElapsed, days)}. At this pace it will be ${kit.money(facts.projected)} by the end of the period, and the limit is ${kit.money(facts.limit)}.`,
      advice: advice("cut the daily expenses a little"),
      explain: `${kit.money(facts.spent)} in ${kit.count(facts.daysElapsed, days)} makes ${kit.money(facts.projected)} in the whole period of ${kit.count(facts.daysTotal, days)}. That is more than 120% of the limit.`,
      push: `${kit.quoted(kit.names.budget)}: at this pace the budget will not last the period.`,
    }),
    unusual_spend: (facts, kit) => ({
      title: "Unusual expense",
      statement: `${kit.money(facts.amount)} for ${kit.category(facts.categoryId)} on ${kit.day(facts.date)} is ${kit.number(facts.ratio)} times the usual ${kit.money(facts.median)}.`,
      advice: advice("check that the entry is right"),
      explain: `We point out an expense of at least 2.5 times the median of its category in the 90 days before it (${kit.money(facts.median)}). This one is ${kit.number(facts.ratio)} times.`,
      push: `${kit.category(facts.categoryId)}: an unusual expense of ${kit.money(facts.amount)}.`,
    }),
    low_balance: (facts, kit) => ({
      title: "Account below zero",
      statement: `The balance of ${kit.quoted(kit.names.account)} is ${kit.money(facts.balance)}.`,
      advice: advice("top up the account or correct its balance"),
      explain: `We tell you when an account other than credit and debt falls below zero. The balance is ${kit.money(facts.balance)}.`,
      push: `${kit.quoted(kit.names.account)} is below zero: ${kit.money(facts.balance)}.`,
    }),
    cash_runway: (facts, kit) => ({
      title: "Reserves for less than a month",
      statement: `Cash, cards and savings hold ${kit.money(facts.available)}, and the last month cost ${kit.money(facts.expense)}.`,
      advice: advice("put off expenses that can wait"),
      explain: `Cash, cards and savings together (${kit.money(facts.available)}) are less than the expenses of the last 30 days (${kit.money(facts.expense)}).`,
      push: `Reserves of ${kit.money(facts.available)}: less than a month of expenses.`,
    }),
    debt_overdue: (facts, kit) => ({
      title: facts.direction === "i_owe" ? "Debt overdue" : "Loan not repaid in time",
      statement: `${debt(facts, kit.names.counterparty, kit)}. It was due on ${kit.day(facts.dueDate)} and is ${kit.count(facts.days, days)} late.`,
      advice: payAdvice(facts.direction),
      explain: `The debt is open and its due date (${kit.day(facts.dueDate)}) passed ${kit.count(facts.days, days)} ago. ${kit.money(facts.outstanding)} remains.`,
      push: `${debt(facts, kit.names.counterparty, kit)}, ${kit.count(facts.days, days)} overdue.`,
    }),
    debt_due_soon: (facts, kit) => ({
      title: "Debt due soon",
      statement: `${debt(facts, kit.names.counterparty, kit)}. It is due ${dueIn(facts.days, kit)}, on ${kit.day(facts.dueDate)}.`,
      advice: facts.direction === "i_owe" ? advice("set the money aside") : payAdvice(facts.direction),
      explain: `We remind you of an open debt that is due within 3 days. It is due on ${kit.day(facts.dueDate)}, and ${kit.money(facts.outstanding)} remains.`,
      push: `${debt(facts, kit.names.counterparty, kit)}, due ${dueIn(facts.days, kit)}.`,
    }),
    no_transactions: (facts, kit) => ({
      title: "Nothing recorded lately",
      statement: `The last transaction was on ${kit.day(facts.lastDate)}, ${kit.count(facts.days, days)} ago.`,
      advice: advice("add the expenses of the missing days"),
      explain: `There is no transaction in the last 3 days. The last one was on ${kit.day(facts.lastDate)}.`,
      push: `No new transactions for ${kit.count(facts.days, days)}.`,
    }),
    savings_rate_low: (facts, kit) => ({
      title: "Little saved",
      statement: `${savings(facts, kit)} That is a savings rate of ${kit.percent(facts.savingsPercent)}.`,
      advice: advice("set part of next month's income aside first"),
      explain: `Income less expenses, divided by income, is under 10%: ${kit.percent(facts.savingsPercent)}.`,
      push: `${kit.month(facts.month)}: a savings rate of ${kit.percent(facts.savingsPercent)}.`,
    }),
    savings_rate_good: (facts, kit) => ({
      title: "Well saved",
      statement: `${savings(facts, kit)} ${kit.percent(facts.savingsPercent)} of the income was saved.`,
      explain: `Income less expenses, divided by income, is at least 20%: ${kit.percent(facts.savingsPercent)}.`,
      push: `${kit.month(facts.month)}: ${kit.percent(facts.savingsPercent)} of the income was saved.`,
    }),
    category_spike: (facts, kit) => ({
      title: "A category jumped",
      statement: `${kit.category(facts.categoryId)} cost ${kit.money(facts.amount)} in ${kit.month(facts.month)}, and ${kit.money(facts.previousAmount)} the month before.`,
      advice: advice("look into the reason"),
      explain: `The category cost at least 1.5 times the month before, and the rise is at least 10% of all expenses: ${kit.money(facts.amount)} instead of ${kit.money(facts.previousAmount)}.`,
      push: `${kit.category(facts.categoryId)}: up from ${kit.money(facts.previousAmount)} to ${kit.money(facts.amount)}.`,
    }),
    recurring_increase: (facts, kit) => ({
      title: "A regular payment went up",
      statement: `${kit.quoted(kit.names.name)} was ${kit.money(facts.previousAmount)} and is now ${kit.money(facts.amount)}.`,
      advice: advice("check the tariff"),
      explain: `A payment of this name came 3 months in a row, and the last is at least 10% dearer: ${kit.money(facts.amount)} instead of ${kit.money(facts.previousAmount)}.`,
      push: `${kit.quoted(kit.names.name)} went up to ${kit.money(facts.amount)}.`,
    }),
    tasks_overdue: (facts, kit) => ({
      title: "Overdue tasks",
      statement: `On the list: ${kit.count(facts.count, overdue)}${facts.count === 1 ? "," : ". The oldest is"} ${kit.quoted(kit.names.task)}.`,
      advice: advice("start with it or give it a new date"),
      explain: `We count open tasks whose due date has passed: ${kit.count(facts.count, tasks)}. From 5 on this is critical.`,
      push: `On the list: ${kit.count(facts.count, overdue)}.`,
    }),
    tasks_due_today: (facts, kit) => ({
      title: "Due today",
      statement: `Due today: ${kit.count(facts.count, tasks)}${facts.count === 1 ? "," : ". The first is"} ${kit.quoted(kit.names.task)}.`,
      advice: advice("begin with the most important one"),
      explain: `We count open tasks that are due today: ${kit.count(facts.count, tasks)}.`,
      push: `Due today: ${kit.count(facts.count, tasks)}.`,
    }),
    task_deadline: (facts, kit) => ({
      title: "A deadline is near",
      statement: `${kit.quoted(kit.names.task)} is due on ${kit.day(facts.dueDate)}, in ${kit.count(facts.days, days)}.`,
      advice: advice("make time for it today"),
      explain: `An open task of high priority is due in ${kit.count(facts.days, days)}: ${kit.day(facts.dueDate)}.`,
      push: `${kit.quoted(kit.names.task)} is due in ${kit.count(facts.days, days)}.`,
    }),
    goal_behind: (facts, kit) => ({
      title: "Goal behind schedule",
      statement: `${kit.quoted(kit.names.goal)}: ${kit.percent(facts.timePercent)} of the time is gone and ${kit.percent(facts.progressPercent)} is done${left(facts, kit.names.unit, kit)}. The target date is ${kit.day(facts.targetDate)}.`,
      advice: advice("take one concrete step this week"),
      explain: `At least a quarter of the time is gone, and progress is more than 20 points behind it: ${kit.percent(facts.progressPercent)} against ${kit.percent(facts.timePercent)}.`,
      push: `${kit.quoted(kit.names.goal)} is behind schedule at ${kit.percent(facts.progressPercent)}.`,
    }),
    goal_near: (facts, kit) => ({
      title: "Almost there",
      statement: `${kit.quoted(kit.names.goal)} is ${kit.percent(facts.progressPercent)} done${left(facts, kit.names.unit, kit)}.`,
      advice: advice("finish it"),
      explain: `The goal is at least 90% done and not yet 100%: ${kit.percent(facts.progressPercent)}.`,
      push: `${kit.quoted(kit.names.goal)} is ${kit.percent(facts.progressPercent)} done.`,
    }),
    goal_reached: (facts, kit) => ({
      title: "Goal reached",
      statement: `${kit.quoted(kit.names.goal)} is done.`,
      explain: `The goal has come to 100%, or was completed in the last 7 days. It stands at ${kit.percent(facts.progressPercent)}.`,
      push: `Goal reached: ${kit.quoted(kit.names.goal)}!`,
    }),
    goal_stale: (facts, kit) => ({
      title: "A goal is waiting",
      statement: `${kit.quoted(kit.names.goal)} has had no check-in for ${kit.count(facts.days, days)}.`,
      advice: advice("record progress or rethink the goal"),
      explain: `The goal is older than 14 days and has had no check-in for at least 14: ${kit.count(facts.days, days)}.`,
      push: `${kit.quoted(kit.names.goal)}: no check-in for ${kit.count(facts.days, days)}.`,
    }),
    streak_at_risk: (facts, kit) => ({
      title: "Streak at risk",
      statement: `${kit.quoted(kit.names.habit)} has a streak of ${kit.count(facts.streak, days)} and is still open today.`,
      advice: advice("do it before the day ends"),
      explain: `The streak is at least 3 days, and the habit is due today and not done yet. It stands at ${kit.count(facts.streak, days)}.`,
      push: `${kit.quoted(kit.names.habit)}: a streak of ${kit.count(facts.streak, days)} may end today.`,
    }),
    streak_milestone: (facts, kit) => ({
      title: "A new milestone",
      statement: `${kit.quoted(kit.names.habit)}: ${kit.count(facts.streak, days)} in a row.`,
      explain: `Today the streak has come to one of the numbers that we celebrate: ${kit.count(facts.streak, days)}.`,
      push: `${kit.quoted(kit.names.habit)}: ${kit.count(facts.streak, days)} in a row!`,
    }),
    habit_slipping: (facts, kit) => ({
      title: "A habit is slipping",
      statement: `${kit.quoted(kit.names.habit)} was done on ${kit.percent(facts.completionRate30d)} of ${kit.count(facts.dueDays, days)} in the last month.`,
      advice: advice("make the habit easier or change its time"),
      explain: `In the last 30 days the habit was due at least 10 times and done less than 50%: ${kit.percent(facts.completionRate30d)}.`,
      push: `${kit.quoted(kit.names.habit)} is down to ${kit.percent(facts.completionRate30d)}.`,
    }),
    habit_perfect_week: (facts, kit) => ({
      title: "A perfect week",
      statement: `${kit.quoted(kit.names.habit)} was done on every due day of last week: ${kit.count(facts.dueDays, days)}.`,
      explain: `In the week of ${kit.range(facts.from, facts.to)} the habit was done on each due day: ${kit.count(facts.dueDays, days)}.`,
      push: `${kit.quoted(kit.names.habit)}: a week without a miss.`,
    }),
    focus_record: (facts, kit) => ({
      title: "Focus record",
      statement: `Focus today: ${kit.count(facts.minutes, minutes)}. The best before was ${kit.count(facts.previousBest, minutes)}.`,
      explain: `Today's focus is at least 60 minutes and more than on any of the 30 days before: ${kit.count(facts.minutes, minutes)}.`,
      push: `A new record: ${kit.count(facts.minutes, minutes)} of focus today.`,
    }),
    focus_drop: (facts, kit) => ({
      title: "Less focus",
      statement: `Focus last week: ${kit.count(facts.minutes, minutes)}, after ${kit.count(facts.previousMinutes, minutes)} the week before.`,
      advice: advice("schedule the first session of this week"),
      explain: `Last week had less than half the focus of the week before, which had at least 60 minutes: ${kit.count(facts.minutes, minutes)} after ${kit.count(facts.previousMinutes, minutes)}.`,
      push: `Less focus: ${kit.count(facts.minutes, minutes)} after ${kit.count(facts.previousMinutes, minutes)}.`,
    }),
    daily_overview: (facts, kit) => {
      const plan = list([
        facts.tasksDue > 0 && `tasks ${kit.number(facts.tasksDone)}/${kit.number(facts.tasksDue)}`,
        facts.habitsDue > 0 && `habits ${kit.number(facts.habitsDone)}/${kit.number(facts.habitsDue)}`,
        ...(facts.income === null || facts.expense === null
          ? ["money not summed up (an exchange rate is missing)"]
          : [`income ${kit.money(facts.income)}`, `expenses ${kit.money(facts.expense)}`]),
      ]);
      return {
        title: "Your day",
        statement: `Today: ${plan}.`,
        advice: advice("plan the rest of the day"),
        explain: "Today's plan and money. In a fraction, the first number is done and the second is due today.",
        push: `Today: ${plan}.`,
      };
    },
    weekly_summary: (facts, kit) => summary("Your week", "Week", facts, kit),
    monthly_summary: (facts, kit) => summary("Your month", "Month", facts, kit),
    custom_summary: (facts, kit) => summary("Your period", "Period", facts, kit),
    wisdom_quote: ({ mentorId, quote: index }, { quote }) => {
      const { text, author, source, isVerbatim } = quote(mentorId, index);
      return {
        title: "Thought of the day",
        statement: isVerbatim ? `“${text}” — ${author}.` : `${text} (A principle of ${author}.)`,
        advice: advice("think about it for a minute"),
        explain: isVerbatim
          ? `Source: ${author}, ${source}.`
          : `A principle of ${author} in our own words, not a quotation.`,
        push: `Thought of the day: ${author}.`,
      };
    },
  },
};
