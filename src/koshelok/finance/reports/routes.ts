import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import { ByPeriod, Dashboard, Summary, SummaryQuery } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf("Finance");

routes.user("get", "/finance/dashboard/", {
  summary: "Balance and totals by category",
  description: "Of all time; categories without transactions have 0.",
  reply: Dashboard,
  handle: service.dashboard,
});

routes.user("get", "/finance/summary/{period}/", {
  summary: "Income and expense of a period",
  description:
    "The period with today in the user's time zone: the day, Monday to Sunday, or the calendar month. `start_date` and `end_date` together override it.",
  params: ByPeriod,
  query: SummaryQuery,
  reply: Summary,
  handle: (ctx, { params, query }) => service.summary(ctx, params.period, query),
});

export const reportEndpoints = routes.list;
