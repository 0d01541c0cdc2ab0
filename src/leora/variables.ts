import { z } from "zod";
import { commaSeparated, productVariables } from "../kernel/env.ts";
import { appleVariables } from "./billing/apple/variables.ts";
import { googleVariables } from "./billing/google/variables.ts";

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
  },
  [
    [
      ({ STRIPE_WEBHOOK_SECRET }) => STRIPE_WEBHOOK_SECRET.includes("whsec_dev"),
      "STRIPE_WEBHOOK_SECRET is the development default",
    ],
  ],
);

export type LeoraVariables = ReturnType<typeof variables.valuesOf>;
