import type { Descriptions } from "../../kernel/openapi/descriptions.ts";

const FILTERS = {
  category: "Only insights of this category",
  kind: "Only insights of this kind",
  level: "Only insights of this level",
  scope: "Only insights of this scope",
  source: "Only insights from this source",
};

const ANSWER = {
  optionId: "The option that was chosen; null: none",
  customAnswer: "What the user has written; null: nothing",
  answeredAt: "When it was given, or replaced for the last time",
};

const JOB = {
  jobId: "The id of the run, for `GET /insights/jobs/{jobId}`",
  status: "How far it is",
  scope: "What days it is about",
};

/** What the fields of insights mean (spec 5), for the OpenAPI document. */
export const insightDescriptions: Descriptions = {
  components: {
    InsightKind:
      "`finance`: money; `planner`: tasks and goals; `habit`: habits; `focus`: focus sessions; `combined`: all of them; `wisdom`: the words of a mentor.",
    InsightLevel:
      "`info`: good to know; `warning`: look at it; `critical`: do something; `celebration`: something went well.",
    InsightScope:
      "`daily`: about the day; `weekly`, `monthly`: about the last whole week or month; `custom`: about a range of days.",
    InsightCategory:
      "`overview`: everything in short; `finance`: money; `productivity`: tasks, goals, habits and focus; `wisdom`: the words of a mentor.",
    InsightTone: "How the text speaks: as a friend (`friend`), as a trainer (`strict`), or formally (`polite`).",
    InsightStatus:
      "`new`: nobody has seen it; `viewed`: seen; `completed`: what it advised is done; `dismissed`: the user does not want it.",
    SettableInsightStatus:
      "The statuses that a client may set. They only go forward: `viewed` changes no decision, and one decision is not replaced by the other.",
    InsightSource:
      "Who worded it: `chatgpt`: a vendor of AI; `local`: our own engine. The rules and numbers are always ours.",
    InsightActionType:
      "`review_budget`: look at a budget; `open_transaction`: look at a transaction; `pay_debt`: pay a debt; `open_task`: look at a task; " +
      "`reschedule_task`: choose another day; `complete_habit`: do a habit; `open_goal`: look at a goal; `start_focus`: begin a focus session; " +
      "`open_accounts`: look at the accounts.",
    JobStatus:
      "`queued`: it waits; `running`: under way; `completed`: done; `failed`: it did not work, and the unit of the quota was given back.",
    AskNamedRange:
      "A range of days that ends today, or with the last whole day, week or month; weeks begin on Monday. `last_7_days`, `last_30_days` and " +
      "`last_90_days` include today; `all_time` begins with the user's first row.",
    AskDateRange: "A range by its name, or from one day to another.",
    AskIntent: "What the question is about; `overview` when it names no subject.",
  },
  fields: {
    Insight: {
      kind: "What the insight is about",
      level: "How serious it is",
      scope: "What days it is about",
      category: "Where the app shows it",
      title: "The insight in a few words, in `ai.language` of the settings",
      body: "The insight itself, as plain text",
      explain: "Why it is told",
      push: "The text of a push message",
      tone: "How the texts speak",
      priority: "How much it matters, from 1 to 10",
      payload: "The rule that has found it, and the exact numbers",
      related: "The rows that it is about",
      actions: "What the app may offer to do",
      status: "What has become of it",
      source: "Who worded it",
      validUntil: "Until when it counts; null: for good",
      viewedAt: "When it was first seen",
      dismissedAt: "When it was dismissed",
      completedAt: "When it was completed",
    },
    InsightPayload: {
      rule: "The rule that has found it; beside it stand the rule's facts: amounts as decimals, days, counts, ids",
    },
    InsightRelated: {
      goalId: "A goal",
      budgetId: "A budget",
      debtId: "A debt",
      habitId: "A habit",
      taskId: "A task",
      transactionId: "A transaction",
      accountId: "An account",
    },
    InsightAction: {
      type: "What to do",
      label: "What stands on the button, in the language of the insight",
      action: "The app's screen to open",
      targetId: "The row to open there; null: none",
      confidence: "How sure it helps, from 0 to 1",
      priority: "How urgent it is",
    },
    InsightQuestion: {
      id: "The id of the question, the same for all users",
      prompt: "The question",
      description: "Why it is asked",
      options: "Answers to choose from; null: there are none",
      allowFreeText: "Whether it may be answered in words",
      customLabel: "What stands above the field for words; null where there is none",
      category: "What the question is about",
      answer: "What the user has answered; null: nothing yet",
      createdAt: "When we wrote the question",
    },
    QuestionOption: { id: "What an answer names it by", label: "The answer that it stands for" },
    GivenAnswer: ANSWER,
    QuestionAnswer: { id: "The id of the answer", questionId: "The question that it answers", ...ANSWER },
    InsightGeneration: {
      scope: "What days to look at; `daily` unless stated",
      categories: "What to look for; all categories unless stated",
      dateFrom: "For `custom`: the first day",
      dateTo: "For `custom`: the last day; at most 366 days",
    },
    QueuedInsights: {
      ...JOB,
      categories: "What it looks for",
      quota: "What is left of the quota that it has taken a unit of",
    },
    InsightJob: {
      ...JOB,
      createdCount: "How many insights it has made",
      updatedCount: "How many it has renewed, because their facts had changed",
      insightIds: "The insights that it has made or renewed",
      error: "Why it failed; null unless it did",
    },
    InsightAsk: {
      question: "The question, in Uzbek, Russian, English, Turkish or Arabic",
      context: "What the question does not say itself",
    },
    AskContext: {
      dateRange: "The days that it is about; without them those that the question names, else `last_30_days`",
      mentorId: "An enabled mentor to answer",
    },
    AskDayRange: { from: "The first day", to: "The last day" },
    AnsweredDays: { from: "The first day", to: "The last day" },
    InsightAnswer: {
      id: "The id of the request, as in `GET /ai/usage/history`",
      answer: "The answer, as plain text in the language of the question",
      source: "Who worded it",
      intent: "What the question is about, as we understood it",
      dateRange: "The days that the answer is about",
      facts:
        "The exact numbers; those of spending, income, savings and overview equal `GET /transactions/summary`; debts may be those of a person whom the question names, tasks those of its days",
      usage: "What the request has cost",
      quota: "What is left of the channel `qa`",
    },
  },
  parameters: {
    "GET /insights": { ...FILTERS, status: "Only insights with this status; without it `new` and `viewed` ones" },
    "GET /insights/history": {
      ...FILTERS,
      status: "Only insights with this status",
      dateFrom: "Only insights that were made on this day or later, in the user's time zone",
      dateTo: "Only insights that were made on this day or earlier, in the user's time zone",
    },
    "GET /insights/questions": {
      category: "Only questions of this category",
      answered: "Only questions that the user has answered (`true`), or has not (`false`)",
    },
    "GET /insights/jobs/{jobId}": { jobId: "The id of the run" },
  },
};
