import type { Descriptions } from "../../../kernel/openapi/descriptions.ts";
import { debtFilters } from "../debts/descriptions.ts";
import { transactionFilters } from "../transactions/descriptions.ts";

/** What the fields of counterparties mean (spec 4.6), for the OpenAPI document. */
export const counterpartyDescriptions: Descriptions = {
  fields: {
    Counterparty: {
      displayName: "The name of the person or organization",
      phoneNumber: "A phone number as the user writes it, with spaces, dashes and brackets",
      comment: "Anything else about the counterparty",
      searchKeywords: "More words by which a search finds the counterparty, such as a nickname",
    },
  },
  parameters: {
    "GET /counterparties": {
      phoneNumber: "Only counterparties whose number contains these digits, however either of them is written",
      search:
        "Only counterparties whose name, keywords or phone number contains this text; case and accents make no difference",
    },
    "GET /counterparties/{id}/debts": debtFilters,
    "GET /counterparties/{id}/transactions": transactionFilters,
  },
};
