import { z } from "zod";
import { commaSeparated, productVariables } from "../kernel/env.ts";

/** Leora's own variables. */
export const variables = productVariables({
  /** E-mail addresses whose accounts get the role `admin`. */
  ADMIN_EMAILS: commaSeparated.transform((emails) => emails.map((email) => email.toLowerCase())),
  /** Banks that cron asks for exchange rates; empty: none, the stored rates stay. */
  FX_SOURCES: commaSeparated.prefault("cbu,cbr,tcmb,ecb,boe"),
  CBU_BASE_URL: z.url().default("https://cbu.uz"),
  CBR_BASE_URL: z.url().default("https://www.cbr.ru"),
  TCMB_BASE_URL: z.url().default("https://www.tcmb.gov.tr"),
  ECB_BASE_URL: z.url().default("https://www.ecb.europa.eu"),
  BOE_BASE_URL: z.url().default("https://www.bankofengland.co.uk"),
});

export type LeoraVariables = ReturnType<typeof variables.valuesOf>;
