import { endpointsOf } from "../../../kernel/http/endpoint.ts";
import { Conversion, ConvertQuery, LatestRates } from "./contract.ts";
import * as service from "./service.ts";

const routes = endpointsOf("FX rates");

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

export const fxEndpoints = routes.list;
