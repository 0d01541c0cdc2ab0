import { endpointsOf } from "../../kernel/http/endpoint.ts";
import { Dashboard, Sales, SalesQuery } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Analytics");

routes.user("get", "/analytics/dashboard", {
  summary: "Customers, deals and the last 12 months' sales",
  description: "Sales go by the moment of completion, months by the user's time zone.",
  reply: Dashboard,
  handle: service.dashboard,
});

routes.user("get", "/analytics/sales", {
  summary: "Sales by day, week, month or year",
  description: "Every period of the range is there, the first and the last cut to it; top customers are the first 10.",
  query: SalesQuery,
  reply: Sales,
  handle: (ctx, { query }) => service.sales(ctx, query),
});

export const analyticsEndpoints = routes.list;
