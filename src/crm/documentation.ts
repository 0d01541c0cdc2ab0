import type { Documentation } from "../kernel/openapi/documentation.ts";
import { crmDescriptions } from "./descriptions.ts";
import { GUIDE } from "./guide.ts";

/** What CRM's OpenAPI document says beside its endpoints. */
export const documentation: Documentation = {
  summary: "Customers, deals, activities and sales analytics.",
  guide: GUIDE,
  tags: {
    Auth: "Registering, signing in and out, and tokens.",
    Customers: "People and companies, with CSV in and out.",
    Deals: "What may be sold to customers, by stages.",
    Activities: "What happened with a customer.",
    Analytics: "The dashboard, and sales by period.",
  },
  descriptions: [crmDescriptions],
};
