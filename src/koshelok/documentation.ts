import type { Documentation } from "../kernel/openapi/documentation.ts";
import { koshelokDescriptions } from "./descriptions.ts";
import { GUIDE } from "./guide.ts";

/** What Koshelok's OpenAPI document says beside its endpoints. */
export const documentation: Documentation = {
  summary: "Personal wallet: income, expenses, balance and reports. Speaks Django REST Framework.",
  guide: GUIDE,
  tags: {
    Users: "Signing up, signing in, and the profile.",
    Finance: "Transactions, categories and reports.",
  },
  descriptions: [koshelokDescriptions],
};
