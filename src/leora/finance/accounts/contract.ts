import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import { amount, currency, label, note, uuid } from "../../../kernel/contract.ts";
import { ACCOUNT_TYPES } from "./rules.ts";

const name = label(200, "Asosiy karta");
const accountType = z.enum(ACCOUNT_TYPES).meta({ example: "card" });
const color = z
  .string()
  .regex(/^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i, "Expected a hex color")
  .meta({ example: "#4CAF50" });

const optional = {
  linkedGoalId: uuid().nullish(),
  customTypeId: note(64, "crypto-wallet").nullish(),
  icon: note(64, "credit-card").nullish(),
  color: color.nullish(),
};

export const AccountCreate = creation("Account", {
  name,
  accountType,
  currency: currency(),
  initialBalance: amount(500000).optional(),
  ...optional,
});

export const AccountPatch = changes("Account", {
  name,
  accountType,
  currency: currency(),
  initialBalance: amount(500000),
  ...optional,
});

export const AccountView = view("Account", {
  name,
  accountType,
  currency: currency(),
  initialBalance: amount(500000),
  currentBalance: amount(500000),
  linkedGoalId: uuid().nullable(),
  customTypeId: z.string().nullable(),
  icon: z.string().nullable(),
  color: z.string().nullable(),
});

export const BalanceAdjustment = z.object({
  newBalance: amount(750000),
  reason: note(1000, "Kassani tekshirgandan keyin").nullish(),
});

export const AccountsSummary = z
  .object({
    totalBalance: z.record(z.string(), z.number()).meta({ example: { UZS: 15000000, USD: 500 } }),
    totalBalanceInBaseCurrency: z
      .number()
      .nullable()
      .meta({ example: 21250000, description: "null while a currency has no rate to the base currency" }),
    baseCurrency: currency(),
    accountsCount: z.int().meta({ example: 5 }),
    byType: z.partialRecord(z.enum(ACCOUNT_TYPES), z.int()).meta({ example: { card: 2, cash: 1, savings: 2 } }),
  })
  .meta({ id: "AccountsSummary" });
