import { categoryEndpoints } from "./categories/routes.ts";
import { reportEndpoints } from "./reports/routes.ts";
import { transactionEndpoints } from "./transactions/routes.ts";

/** The endpoints of the specification's Finance app. */
export const financeEndpoints = [...categoryEndpoints, ...transactionEndpoints, ...reportEndpoints];
