import { productApp } from "../kernel/http/product-app.ts";
import { activityEndpoints } from "./activities/routes.ts";
import { analyticsEndpoints } from "./analytics/routes.ts";
import { customerEndpoints } from "./customers/routes.ts";
import { dealEndpoints } from "./deals/routes.ts";
import { documentation } from "./documentation.ts";
import { identityEndpoints } from "./identity/routes.ts";
import { crmWire } from "./wire.ts";

/** CRM over HTTP: customers, deals, activities and sales analytics. */
export const crm = productApp({
  name: "crm",
  title: "CRM",
  documentation,
  base: "/api/v1",
  wire: crmWire,
  limits: ["crm"],
  endpoints: [
    ...identityEndpoints,
    ...customerEndpoints,
    ...dealEndpoints,
    ...activityEndpoints,
    ...analyticsEndpoints,
  ],
});
