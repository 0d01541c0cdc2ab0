import { clock } from "../engine/clock.ts";
import { syncEndpoints } from "../engine/sync/routes.ts";
import { productApp } from "../kernel/http/product-app.ts";
import { aiEndpoints } from "./ai/routes.ts";
import { billingEndpoints } from "./billing/routes.ts";
import { categoryEndpoints } from "./categories/routes.ts";
import { documentation } from "./documentation.ts";
import { accountEndpoints } from "./finance/accounts/routes.ts";
import { budgetEndpoints } from "./finance/budgets/routes.ts";
import { counterpartyEndpoints } from "./finance/counterparties/routes.ts";
import { debtEndpoints } from "./finance/debts/routes.ts";
import { fxEndpoints } from "./finance/fx/routes.ts";
import { importEndpoints } from "./finance/imports/routes.ts";
import { reportEndpoints } from "./finance/reports/routes.ts";
import { transactionEndpoints } from "./finance/transactions/routes.ts";
import { identityEndpoints } from "./identity/routes.ts";
import { insightEndpoints } from "./insights/routes.ts";
import { notificationEndpoints } from "./notifications/routes.ts";
import { focusEndpoints } from "./planner/focus-sessions/routes.ts";
import { goalEndpoints } from "./planner/goals/routes.ts";
import { habitEndpoints } from "./planner/habits/routes.ts";
import { taskEndpoints } from "./planner/tasks/routes.ts";
import { realtimeEndpoints } from "./realtime/routes.ts";
import { recurringEndpoints } from "./recurring/routes.ts";
import { settingsEndpoints } from "./settings/routes.ts";
import { leoraSync } from "./sync.ts";
import { leoraWire } from "./wire.ts";

/** Leora over HTTP: its endpoints, and how its replies look. */
export const leora = productApp({
  name: "leora",
  title: "Leora",
  documentation,
  base: "/v1",
  wire: leoraWire,
  clock,
  limits: ["engine", "planner", "finance", "imports", "recurring", "billing", "insights"],
  endpoints: [
    ...identityEndpoints,
    ...settingsEndpoints,
    ...focusEndpoints,
    ...taskEndpoints,
    ...recurringEndpoints,
    ...habitEndpoints,
    ...goalEndpoints,
    ...counterpartyEndpoints,
    ...accountEndpoints,
    ...budgetEndpoints,
    ...debtEndpoints,
    ...transactionEndpoints,
    ...reportEndpoints,
    ...importEndpoints,
    ...fxEndpoints,
    ...categoryEndpoints,
    ...notificationEndpoints,
    ...insightEndpoints,
    ...aiEndpoints,
    ...billingEndpoints,
    ...syncEndpoints(leoraSync),
    ...realtimeEndpoints,
  ],
});
