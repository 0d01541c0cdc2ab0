import { ENGINE_DESCRIPTIONS } from "../engine/descriptions.ts";
import type { Documentation } from "../kernel/openapi/documentation.ts";
import { categoryDescriptions } from "./categories/descriptions.ts";
import { accountDescriptions } from "./finance/accounts/descriptions.ts";
import { budgetDescriptions } from "./finance/budgets/descriptions.ts";
import { counterpartyDescriptions } from "./finance/counterparties/descriptions.ts";
import { debtDescriptions } from "./finance/debts/descriptions.ts";
import { debtPaymentDescriptions } from "./finance/debts/payments/descriptions.ts";
import { reportDescriptions } from "./finance/reports/descriptions.ts";
import { transactionDescriptions } from "./finance/transactions/descriptions.ts";
import { GUIDE } from "./guide.ts";
import { focusDescriptions } from "./planner/focus-sessions/descriptions.ts";
import { checkInDescriptions } from "./planner/goals/check-ins/descriptions.ts";
import { goalDescriptions } from "./planner/goals/descriptions.ts";
import { completionDescriptions } from "./planner/habits/completions/descriptions.ts";
import { habitDescriptions } from "./planner/habits/descriptions.ts";
import { taskDescriptions } from "./planner/tasks/descriptions.ts";

/** What Leora's OpenAPI document says beside its endpoints. */
export const documentation: Documentation = {
  summary: "Life planner and personal finance for a mobile app: offline-first sync, realtime, insights.",
  guide: GUIDE,
  tags: {
    Auth: "Registering, signing in and out, tokens, and codes that prove an e-mail address.",
    Users: "The signed-in user's profile and settings of region, currency and time zone.",
    "Devices and sessions": "Where the user is signed in, push tokens, and signing out elsewhere.",
    Tasks: "What is to be done, with checklists and dependencies.",
    "Focus sessions": "Timed concentrated work, alone or on a task.",
    Habits: "What is repeated on days of the week, with completions, streaks and rates.",
    Goals: "What the user wants to reach, with milestones and check-ins.",
    Recurring: "Series of tasks, transactions and payments by RFC 5545 rules.",
    Accounts: "Where money is: cash, cards, savings. Balances follow from transactions.",
    Transactions: "Income, expenses and transfers.",
    Budgets: "Limits of spending per period, by category or project.",
    Debts: "What the user owes and is owed, with payments and schedules.",
    Counterparties: "People and organizations that money goes to or comes from.",
    Finance: "Reports over all accounts.",
    Imports: "Bank statements (CSV, OFX, QIF, XLSX) as transactions, with a preview and an undo.",
    "FX rates": "Exchange rates: published by central banks, and the user's own.",
    Categories: "The catalogue of categories of transactions.",
    Notifications: "What the server has to tell the user.",
    Sync: "Push, pull and conflicts, for clients that work offline.",
    Realtime: "Tickets for the WebSocket.",
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
  ],
};
