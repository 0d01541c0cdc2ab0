import { z } from "zod";
import { changes, creation, view } from "../../../engine/contract.ts";
import { amount, currency, exampleIdOf, idOf, label, note } from "../../../kernel/contract.ts";
import { ACCOUNT_TYPES } from "./rules.ts";

const EXAMPLE = {
  name: "Asosiy karta",
  accountType: "card",
  currency: "UZS",
  initialBalance: 500000,
  icon: "credit-card",
  color: "#4CAF50",
} as const;

const AccountType = z.enum(ACCOUNT_TYPES).meta({ id: "AccountType" });
const color = z
  .string()
  .regex(/^#(?:[0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})$/, "Expected a hex color")
  .meta({ example: EXAMPLE.color });

const required = { name: label(200, EXAMPLE.name), accountType: AccountType, currency: currency() };
const initialBalance = amount(500000);
const optional = {
  linkedGoalId: idOf("Goal").nullish(),
  customTypeId: note(64, "crypto-wallet").nullish(),
  icon: note(64, EXAMPLE.icon).nullish(),
  color: color.nullish(),
};

export const AccountCreate = creation(
  "Account",
  {
    ...required,
    initialBalance: initialBalance.optional(),
    ...optional,
  },
  { id: exampleIdOf("Account"), ...EXAMPLE },
);

export const AccountPatch = changes(
  "Account",
  {
    ...required,
    initialBalance,
    ...optional,
  },
  { name: "Ish haqi kartasi", color: "#2196F3" },
);

export const AccountView = view(
  "Account",
  {
    ...required,
    initialBalance,
    currentBalance: amount(500000),
    linkedGoalId: idOf("Goal").nullable(),
    customTypeId: z.string().nullable(),
    icon: z.string().nullable(),
    color: z.string().nullable(),
  },
  EXAMPLE,
);

export const BalanceAdjustment = z
  .object({
    newBalance: amount(750000),
    reason: note(1000, "Kassani tekshirgandan keyin").nullish(),
  })
  .meta({ id: "BalanceAdjustment" });

export const AccountsSummary = z
  .object({
    totalBalance: z.record(z.string(), z.number()).meta({ example: { UZS: 15000000, USD: 500 } }),
    totalBalanceInBaseCurrency: z.number().nullable().meta({ example: 21250000 }),
    baseCurrency: currency(),
    accountsCount: z.int().meta({ example: 5 }),
    byType: z.partialRecord(AccountType, z.int()).meta({ example: { card: 2, cash: 1, savings: 2 } }),
  })
  .meta({ id: "AccountsSummary" });
