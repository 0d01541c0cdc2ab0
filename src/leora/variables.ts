import { Buffer } from "node:buffer";
import { z } from "zod";
import { type EncryptionKey, encryptionKeys } from "../kernel/encryption.ts";
import { commaSeparated, productVariables } from "../kernel/env.ts";
import { appleVariables } from "./billing/apple/variables.ts";
import { googleVariables } from "./billing/google/variables.ts";

/** 32 bytes that anybody can read here. */
const DEVELOPMENT_KEY = "ZGV2ZWxvcG1lbnQtb25seS1lbmNyeXB0aW9uLWtleS4=";

/** The environment variables that only Leora has. */
export const variables = productVariables(
  {
    /** E-mail addresses whose users get the role `admin`. */
    ADMIN_EMAILS: commaSeparated.transform((emails) => emails.map((email) => email.toLowerCase())),
    /** Banks from which cron fetches exchange rates. When empty, the stored rates stay in use. */
    FX_SOURCES: commaSeparated.prefault("cbu,cbr,tcmb,ecb,boe"),
    CBU_BASE_URL: z.url().default("https://cbu.uz"),
    CBR_BASE_URL: z.url().default("https://www.cbr.ru"),
    TCMB_BASE_URL: z.url().default("https://www.tcmb.gov.tr"),
    ECB_BASE_URL: z.url().default("https://www.ecb.europa.eu"),
    BOE_BASE_URL: z.url().default("https://www.bankofengland.co.uk"),
    /** A vendor of AI that words insights and answers, in the format of OpenAI. Without a key our own texts stand. */
    OPENAI_API_KEY: z.string().optional(),
    OPENAI_BASE_URL: z.url().default("https://api.openai.com/v1"),
    OPENAI_MODEL: z.string().default("gpt-4o-mini"),
    /** Cards by https://stripe.com. Development without it has a checkout of its own; production then sells no plans by card. */
    STRIPE_SECRET_KEY: z.string().min(1).optional(),
    STRIPE_API_BASE: z.url({ protocol: /^https?$/ }).default("https://api.stripe.com"),
    /** Signs Stripe's webhooks; several while one is replaced by another. Development without it takes `whsec_dev`. */
    STRIPE_WEBHOOK_SECRET: commaSeparated,
    STRIPE_PRICE_MONTHLY: z.string().default("price_monthly"),
    STRIPE_PRICE_YEARLY: z.string().default("price_yearly"),
    STRIPE_PRICE_LIFETIME: z.string().default("price_lifetime"),
    ...appleVariables,
    ...googleVariables,
    /** What stored secrets are encrypted by (`kernel/encryption.ts`): `id:base64,…`. The first key encrypts, all of them decrypt. */
    TOKEN_ENCRYPTION_KEYS: encryptionKeys.prefault(`development:${DEVELOPMENT_KEY}`),
  },
  [
    [
      ({ TOKEN_ENCRYPTION_KEYS }) => TOKEN_ENCRYPTION_KEYS.some(isDevelopmentKey),
      "TOKEN_ENCRYPTION_KEYS is missing, or has the development key",
    ],
    [
      ({ STRIPE_WEBHOOK_SECRET }) => STRIPE_WEBHOOK_SECRET.includes("whsec_dev"),
      "STRIPE_WEBHOOK_SECRET is the development default",
    ],
  ],
);

function isDevelopmentKey({ bytes }: EncryptionKey): boolean {
  return Buffer.from(bytes).toString("base64") === DEVELOPMENT_KEY;
}

export type LeoraVariables = ReturnType<typeof variables.valuesOf>;
