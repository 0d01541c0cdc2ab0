import { crudEndpoints } from "../../../engine/http/crud.ts";
import { ById } from "../../../kernel/contract.ts";
import type { LeoraErrorCode } from "../../errors.ts";
import { registry } from "../../registry.ts";
import { AccountsSummary, AccountView, BalanceAdjustment } from "./contract.ts";
import { accountEntity } from "./entity.ts";
import { adjustBalance } from "./service.ts";
import { summary } from "./summary.ts";

const routes = crudEndpoints<LeoraErrorCode>(registry, accountEntity, {
  path: "/accounts",
  tag: "Accounts",
  singular: "account",
  effects: { delete: "Its transactions stay, and reports count them as before." },
});

routes.user("patch", "/accounts/{id}/adjust-balance", {
  summary: "Set the balance to what was counted",
  description:
    "Writes a transaction of today over the difference, with `isBalanceAdjustment`, which reports and budgets leave out. No difference: no transaction.",
  params: ById,
  body: BalanceAdjustment,
  reply: AccountView,
  errors: ["invalid_state", "fx_rate_unavailable"],
  handle: (ctx, { params, body }) => adjustBalance(ctx, params.id, body),
});

routes.user("get", "/accounts/summary", {
  summary: "Balances of all active accounts",
  description: "By currency, and in the user's primary currency at today's rates. Archived accounts are left out.",
  reply: AccountsSummary,
  handle: (ctx) => summary(ctx),
});

export const accountEndpoints = routes.list;
