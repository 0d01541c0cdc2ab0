import type { Descriptions } from "../../../kernel/openapi/descriptions.ts";

const RULE_TYPE = { type: "Which rule it is" };
const CATEGORIES = { categoryIds: "Categories of the catalogue, each with its subcategories, or single subcategories" };
const RULE_CURRENCY =
  "The currency that the day's spending is converted to, at the rate of the day; the user's primary one unless stated";

/** What the fields of habits mean (spec 3.3), for the OpenAPI document. */
export const habitDescriptions: Descriptions = {
  components: {
    HabitType: "The part of life that the habit belongs to; `custom` is any other.",
    HabitStatus:
      "`active`: it goes on; `paused`: it rests for a while; `archived`: it is over. Nothing is scheduled unless it is `active`.",
    HabitFrequency:
      "`daily` and `custom`: every day; `weekly`: once a week, on a day of the user's choice. With `daysOfWeek` each of them is on these " +
      "weekdays instead, and with `timesPerWeek` on so many days a week.",
    HabitCompletionMode:
      "`boolean`: a day is done or not; `numeric`: a day has a value, and is done when that reaches `targetPerDay`.",
    HabitCountingType:
      "`create`: the user builds the habit, and a day is done when it is recorded so; `quit`: the user gives the habit up, and every day since " +
      "its creation is done unless it is recorded as missed.",
    HabitDifficulty: "How hard the habit is for the user.",
    HabitStreakUnit:
      "`weeks` for a habit with `timesPerWeek`, and for a `weekly` one without `daysOfWeek`; `days` for any other.",
    HabitFinanceRule: "What makes a day done, or missed, by the user's transactions alone.",
    HabitFinanceRuleCreate:
      "What is to make a day done, or missed, by the user's transactions alone. It replaces the whole rule.",
    NoSpendRule:
      "A day without spending in these categories is done, and one with some is missed. A day without any transaction is done when it is over.",
    SpendRule: "A day is done when enough is spent in these categories.",
    SpendRuleCreate: "A day is done when enough is spent in these categories.",
    AnyTransactionRule: "A day is done when it has a transaction on one of these accounts.",
    DailySpendRule:
      "A day is done when less is spent than the amount, else it is missed. A day without any transaction is done when it is over.",
    DailySpendRuleCreate:
      "A day is done when less is spent than the amount, else it is missed. A day without any transaction is done when it is over.",
  },
  fields: {
    Habit: {
      showStatus: "Whether lists show the row; nothing is scheduled while it is archived",
      title: "What the user does regularly, or wants to give up",
      description: "Anything else about the habit",
      iconId: "The name of the icon that the app shows",
      habitType: "The part of life that the habit belongs to",
      status: "Whether the habit goes on; `active` unless stated. The days of a pause break no streak",
      goalId: "The main goal that the habit serves: each day that counts as done checks it in",
      linkedGoalIds: "Further goals that the habit serves in the same way; a list that is sent replaces the one before",
      frequency: "How often the habit is due; `daily` unless stated",
      daysOfWeek: "The weekdays on which the habit is due, from 0 for Sunday to 6 for Saturday; null or empty for all",
      timesPerWeek:
        "On how many days from Monday to Sunday the habit is to be done; null when `frequency` and `daysOfWeek` say it",
      timeOfDay: "When the habit is done, `HH:mm` in the user's time zone",
      completionMode: "Whether days have values; `boolean` unless stated",
      targetPerDay:
        "The value from which on a day of a `numeric` habit is done, in `unit`, with up to 4 decimals; null for any value",
      unit: "The unit of `targetPerDay` and of the days' values, such as km",
      countingType: "Whether the habit is built or given up; `create` unless stated",
      difficulty: "How hard the habit is; `medium` unless stated",
      priority: "How much the habit matters; `medium` unless stated",
      challengeLengthDays:
        "How many days the user wants to keep the habit up, from its creation on; null without a challenge",
      reminderEnabled:
        "Whether to remind the user on each of the habit's weekdays, unless it is done already; `false` unless stated. It needs a `reminderTime` or a `timeOfDay`",
      reminderTime: "When to remind the user, `HH:mm` in the user's time zone; at `timeOfDay` when null",
      financeRule:
        "What makes a day done by the user's transactions alone; null for no rule. A transaction that names the habit makes its day done as well, and so does a completed task if the habit is `boolean`",
      streakCurrent:
        "How many days are done since a scheduled one was not, or how many weeks: see `HabitStats.streakUnit`; what is still open today or this week breaks no streak",
      streakBest: "The longest streak so far",
      completionRate30d:
        "Done days by scheduled days of the last 30 days, today included, in percent with one decimal; 0 when none was scheduled",
      isDoneToday: "Whether today, in the user's time zone, counts as done",
    },
    NoSpendRule: { ...RULE_TYPE, ...CATEGORIES },
    SpendRule: {
      ...RULE_TYPE,
      ...CATEGORIES,
      minAmount: "How much has to be spent on a day, in `currency`; null for any amount",
      currency: RULE_CURRENCY,
    },
    AnyTransactionRule: {
      ...RULE_TYPE,
      accountIds:
        "The accounts whose transactions count, transfers from and to them included; all when absent or empty",
    },
    DailySpendRule: {
      ...RULE_TYPE,
      amount: "What all spending of a day has to stay below, in `currency`",
      currency: RULE_CURRENCY,
    },
    HabitStats: {
      habitId: "The habit",
      streakUnit: "What the streaks count",
      firstDay:
        "Where the history begins: the day of the habit's creation, or its first recorded day if that is earlier",
      doneDays: "How many days of the whole history count as done, scheduled or not",
      missedDays: "How many days of the whole history are recorded as missed",
      thisWeek: "From Monday to today",
      thisMonth: "From the first of the month to today",
      challenge: "How far the challenge has come; null for a habit without one",
    },
    HabitTally: {
      done: "How many of these days are done",
      scheduled: "How many days were to be done: of a week with `timesPerWeek`, at most so many",
    },
    HabitChallenge: {
      lengthDays: "How many days the challenge has",
      startDate: "Its first day: that of the habit's creation",
      endDate: "Its last day",
      day: "Which of its days it is, from 1; its last one when it is over",
      remainingDays: "How many days are left after that one",
      done: "How many of these days are done",
      scheduled: "How many days are to be done from its first day to its last",
      isCompleted: "Whether everything is done that is scheduled until its last day",
    },
  },
  parameters: {
    "GET /habits": { goalId: "Only habits that serve this goal, by `goalId` or `linkedGoalIds`" },
  },
};
