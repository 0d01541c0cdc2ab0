import { ENGINE_DESCRIPTIONS } from "../engine/descriptions.ts";
import type { Documentation } from "../kernel/openapi/documentation.ts";
import { aiDescriptions } from "./ai/descriptions.ts";
import { billingDescriptions } from "./billing/descriptions.ts";
import { categoryDescriptions } from "./categories/descriptions.ts";
import { envelopeDescriptions } from "./descriptions.ts";
import { accountDescriptions } from "./finance/accounts/descriptions.ts";
import { budgetDescriptions } from "./finance/budgets/descriptions.ts";
import { counterpartyDescriptions } from "./finance/counterparties/descriptions.ts";
import { debtDescriptions } from "./finance/debts/descriptions.ts";
import { debtPaymentDescriptions } from "./finance/debts/payments/descriptions.ts";
import { fxDescriptions } from "./finance/fx/descriptions.ts";
import { importDescriptions } from "./finance/imports/descriptions.ts";
import { reportDescriptions } from "./finance/reports/descriptions.ts";
import { transactionDescriptions } from "./finance/transactions/descriptions.ts";
import { GUIDE } from "./guide.ts";
import { authDescriptions } from "./identity/auth/descriptions.ts";
import { codeDescriptions } from "./identity/codes/descriptions.ts";
import { deviceDescriptions } from "./identity/devices/descriptions.ts";
import { twoFactorDescriptions } from "./identity/two-factor/descriptions.ts";
import { userDescriptions } from "./identity/users/descriptions.ts";
import { insightDescriptions } from "./insights/descriptions.ts";
import { notificationDescriptions } from "./notifications/descriptions.ts";
import { focusDescriptions } from "./planner/focus-sessions/descriptions.ts";
import { checkInDescriptions } from "./planner/goals/check-ins/descriptions.ts";
import { goalDescriptions } from "./planner/goals/descriptions.ts";
import { completionDescriptions } from "./planner/habits/completions/descriptions.ts";
import { habitDescriptions } from "./planner/habits/descriptions.ts";
import { taskDescriptions } from "./planner/tasks/descriptions.ts";
import { realtimeDescriptions } from "./realtime/descriptions.ts";
import { recurringDescriptions } from "./recurring/descriptions.ts";
import { settingsDescriptions } from "./settings/descriptions.ts";

/** What Leora's OpenAPI document says beside its endpoints. */
export const documentation: Documentation = {
  summary: "Life planner and personal finance for a mobile app: offline-first sync, realtime, insights.",
  guide: GUIDE,
  tags: {
    Auth: "Registering, signing in and out, tokens, and mailed codes that prove an address.",
    Users: "The signed-in user's profile and settings of region, currency and time zone.",
    "Devices and sessions": "Where the user is signed in, and signing out elsewhere.",
    Tasks: "What is to be done, with checklists and dependencies.",
    "Focus sessions": "Timed concentrated work, alone or on a task.",
    Habits: "What is repeated on days of the week, with completions, streaks and rates.",
    Goals: "What the user wants to reach, with milestones and check-ins.",
    Recurring: "Series of tasks, transactions and debt payments by RFC 5545 rules.",
    Accounts: "Where money is: cash, cards, savings. Balances follow from transactions.",
    Transactions: "Income, expenses and transfers, and reports over them.",
    Budgets: "Limits of spending per period, by category or project.",
    Debts: "What the user owes and is owed, with payments and schedules.",
    Counterparties: "People and organizations that money goes to or comes from.",
    Imports: "Bank statements (CSV, OFX, QIF, XLSX) as transactions, with a preview and an undo.",
    "FX rates": "Exchange rates: published by central banks, and the user's own.",
    Categories: "The catalogue of categories of transactions, and the user's own.",
    Notifications: "What the server tells the user: exceeded budgets, overdue debts, series that failed.",
    Insights: "What rules find in the user's rows, questions to the user, and answers to the user's own.",
    AI: "Quotas of AI and what was used of them, mentors, and spoken sentences.",
    Settings: "How the app looks, notifies, locks and helps: one document of each user.",
    Subscriptions:
      "Plans that users buy by card or in the stores, or are given; their history, and the vendors' webhooks.",
    Sync: "Push, pull and conflicts, for clients that work offline.",
    Realtime: "Tickets for the WebSocket that sends every change at once.",
  },
  descriptions: [
    ENGINE_DESCRIPTIONS,
    taskDescriptions,
    focusDescriptions,
    habitDescriptions,
    completionDescriptions,
    goalDescriptions,
    checkInDescriptions,
    counterpartyDescriptions,
    accountDescriptions,
    budgetDescriptions,
    debtDescriptions,
    debtPaymentDescriptions,
    transactionDescriptions,
    reportDescriptions,
    categoryDescriptions,
    envelopeDescriptions,
    authDescriptions,
    codeDescriptions,
    twoFactorDescriptions,
    userDescriptions,
    deviceDescriptions,
    recurringDescriptions,
    importDescriptions,
    fxDescriptions,
    notificationDescriptions,
    insightDescriptions,
    aiDescriptions,
    settingsDescriptions,
    billingDescriptions,
    realtimeDescriptions,
  ],
};
