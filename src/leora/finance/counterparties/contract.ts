import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import { label, note } from "../../../kernel/contract.ts";
import { isPhoneNumber } from "./rules.ts";

const displayName = label(200, "Alisher Karimov");
const phoneNumber = z
  .string()
  .trim()
  .max(40)
  .refine(isPhoneNumber, "Expected a phone number")
  .meta({ example: "+998901234567" });

const optional = {
  phoneNumber: phoneNumber.nullish(),
  comment: note(2000, "Do'stim").nullish(),
  searchKeywords: note(500, "alik, hamkasb").nullish(),
};

export const CounterpartyCreate = creation("Counterparty", { displayName, ...optional });

export const CounterpartyPatch = changes("Counterparty", { displayName, ...optional });

export const CounterpartyView = view("Counterparty", {
  displayName,
  phoneNumber: phoneNumber.nullable(),
  comment: z.string().nullable(),
  searchKeywords: z.string().nullable(),
});
