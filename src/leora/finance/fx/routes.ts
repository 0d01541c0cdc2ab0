import { z } from "zod";
import { Deleted } from "../../../engine/contract.ts";
import { ById } from "../../../kernel/contract.ts";
import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import type { LeoraErrorCode } from "../../errors.ts";
import {
  Conversion,
  ConvertQuery,
  FxRateCreate,
  FxRateView,
  HistoryQuery,
  LatestRates,
  RateHistory,
  RatesQuery,
} from "./contract.ts";
import { deleteRate, listRates, setRate } from "./rate-rows.ts";
import * as service from "./service.ts";

const routes = endpointsOf<LeoraErrorCode>("FX rates");

routes.user("get", "/fx-rates", {
  summary: "List exchange rates",
  description:
    "Everybody's rates and the user's own: `rate` units of `toCurrency` for `nominal` units of `fromCurrency`.",
  query: RatesQuery,
  reply: z.array(FxRateView),
  paged: true,
  handle: (ctx, { query }) => listRates(ctx, query),
});

routes.user("post", "/fx-rates", {
  summary: "Set an exchange rate",
  description:
    "By an administrator for everybody; by a user, with `isOverridden: true`, for that user alone. The same pair, day and source again replaces it. Stored transactions keep the rate they were converted at.",
  body: FxRateCreate,
  reply: FxRateView,
  status: 201,
  errors: ["forbidden", "limit_reached"],
  handle: (ctx, { body }) => setRate(ctx, body),
});

routes.user("delete", "/fx-rates/{id}", {
  summary: "Take back an exchange rate",
  description: "A user's own; an administrator's manual one. What a bank published stays.",
  params: ById,
  reply: Deleted,
  errors: ["forbidden", "invalid_state"],
  handle: (ctx, { params }) => deleteRate(ctx, params.id),
});

routes.user("get", "/fx-rates/latest", {
  summary: "Today's rates to the primary currency",
  description:
    "Units of `baseCurrency` for one unit of each currency: the user's own rates, else the latest published, turned or crossed where needed.",
  reply: LatestRates,
  errors: ["fx_rate_unavailable"],
  handle: (ctx) => service.latest(ctx),
});

routes.user("get", "/fx-rates/convert", {
  summary: "Convert an amount",
  description: "At the latest rate on or before `date` (default: the user's today), rounded half-even once.",
  query: ConvertQuery,
  reply: Conversion,
  errors: ["fx_rate_unavailable"],
  handle: (ctx, { query }) => service.convert(ctx, query),
});

routes.user("get", "/fx-rates/history", {
  summary: "A pair over time",
  description:
    "For charts: its worth on `dateFrom` and on each later day for which a rate was published, as a conversion on that day says, turned or crossed where needed. By default the month up to today; at most three years.",
  query: HistoryQuery,
  reply: RateHistory,
  handle: (ctx, { query }) => service.history(ctx, query),
});

export const fxEndpoints = routes.list;
