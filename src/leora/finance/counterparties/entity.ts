import { z } from "zod";
import { commonView } from "../../../engine/contract.ts";
import { defineEntity } from "../../../engine/entity.ts";
import { customFilter } from "../../../engine/list.ts";
import { definedFields } from "../../../kernel/contract.ts";
import { CounterpartyCreate, CounterpartyPatch, CounterpartyView } from "./contract.ts";
import { phoneDigits, phoneSpellings } from "./rules.ts";
import { counterparties } from "./table.ts";

/** Spec 4.6. Deleting a counterparty keeps its debts and transactions: they are history. */
export const counterpartyEntity = defineEntity({
  name: "counterparties",
  table: counterparties,
  contract: { create: CounterpartyCreate, patch: CounterpartyPatch, view: CounterpartyView },
  links: {},
  derived: [],
  list: {
    filters: {
      /** However it is spelled. */
      phoneNumber: customFilter(
        z.string().regex(/\d/, "Expected a phone number").max(40).meta({ example: "90 123-45-67" }),
        (number) => ({ sql: "instr(search, ?) > 0", params: [phoneDigits(number)] }),
      ),
    },
    sorts: ["displayName"],
  },

  search: ({ displayName, searchKeywords, phoneNumber }) => [
    displayName,
    searchKeywords,
    ...(phoneNumber === null ? [] : phoneSpellings(phoneNumber)),
  ],

  create: (_work, input) => ({
    displayName: input.displayName,
    phoneNumber: input.phoneNumber ?? null,
    comment: input.comment ?? null,
    searchKeywords: input.searchKeywords ?? null,
  }),

  update(_work, _row, { showStatus: _kernel, ...patch }) {
    return definedFields(patch);
  },

  view: (row) => ({
    ...commonView(row),
    displayName: row.displayName,
    phoneNumber: row.phoneNumber,
    comment: row.comment,
    searchKeywords: row.searchKeywords,
  }),
});
