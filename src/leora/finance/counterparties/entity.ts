import { z } from "zod";
import { defineEntity } from "../../../engine/entity.ts";
import { changedFields, newRow } from "../../../engine/fields.ts";
import { customFilter } from "../../../engine/list.ts";
import { searchCondition } from "../../../kernel/db/search.ts";
import { CounterpartyCreate, CounterpartyPatch, CounterpartyView } from "./contract.ts";
import { phoneDigits } from "./rules.ts";
import { counterparties } from "./table.ts";

/** Counterparties (spec 4.6). Deleting a counterparty keeps its debts and transactions: they are history. */
export const counterpartyEntity = defineEntity({
  name: "counterparties",
  table: counterparties,
  contract: { create: CounterpartyCreate, patch: CounterpartyPatch, view: CounterpartyView },
  links: {},
  derived: [],
  list: {
    filters: {
      /** Matches a part of the number, however either of them is spelled. */
      phoneNumber: customFilter(
        z.string().regex(/\d/, "Expected a phone number").max(40).meta({ example: "90 123-45-67" }),
        (number) => searchCondition(phoneDigits(number)),
      ),
    },
    sorts: ["displayName"],
  },

  search: ({ displayName, searchKeywords, phoneNumber }) => [displayName, searchKeywords, phoneNumber],

  create: (_work, input) => newRow(counterparties, input, {}),

  update: (_work, _row, patch) => changedFields(counterparties, patch, {}),

  view: () => ({}),
});
