import { categoryEndpoints } from "./categories/routes.ts";
import { reportEndpoints } from "./reports/routes.ts";
import { transactionEndpoints } from "./transactions/routes.ts";

/** What comes in, what goes out, and what is left: the spec's Finance app. */
export const financeEndpoints = [...categoryEndpoints, ...transactionEndpoints, ...reportEndpoints];
