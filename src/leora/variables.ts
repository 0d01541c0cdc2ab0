import { z } from "zod";
import { commaSeparated, productVariables } from "../kernel/env.ts";
import { appleVariables } from "./billing/apple/variables.ts";
import { googleVariables } from "./billing/google/variables.ts";

/** The environment variables that only Leora has. */
export const variables = productVariables({
  /** E-mail addresses whose users get the role `admin`. */
  ADMIN_EMAILS: commaSeparated.transform((emails) => emails.map((email) => email.toLowerCase())),
  /** Banks from which cron fetches exchange rates. When empty, the stored rates stay in use. */
  FX_SOURCES: commaSeparated.prefault("cbu,cbr,tcmb,ecb,boe"),
  CBU_BASE_URL: z.url().default("https://cbu.uz"),
  CBR_BASE_URL: z.url().default("https://www.cbr.ru"),
  TCMB_BASE_URL: z.url().default("https://www.tcmb.gov.tr"),
  ECB_BASE_URL: z.url().default("https://www.ecb.europa.eu"),
  BOE_BASE_URL: z.url().default("https://www.bankofengland.co.uk"),
  ...appleVariables,
  ...googleVariables,
});

export type LeoraVariables = ReturnType<typeof variables.valuesOf>;
