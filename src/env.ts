import { z } from "zod";

/** Bindings of wrangler.toml; one D1 database per product. */
export interface Bindings {
  ASSETS: Fetcher;
  LEORA_DB: D1Database;
  CRM_DB: D1Database;
  KOSHELOK_DB: D1Database;
  USER_HUB: DurableObjectNamespace;
  FLOOD_GATE: DurableObjectNamespace;
  OUTBOUND: Queue;
  FILES: R2Bucket;
}

/** Requests per minute and bucket; `null` turns limits off (load tests only). */
export type RateLimits = Readonly<Record<RateBucket, number>> | null;
export const RATE_BUCKETS = ["auth", "read", "write", "sync", "ai"] as const;
export type RateBucket = (typeof RATE_BUCKETS)[number];

const DEVELOPMENT_SECRET = "development-only-token-secret-change-me";

const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  );

const rateLimits = z
  .string()
  .default("auth=10,read=100,write=50,sync=20,ai=10")
  .transform((text, issue): RateLimits => {
    if (text === "off") return null;
    const limits: Partial<Record<RateBucket, number>> = {};
    for (const part of text.split(",")) {
      const [name, value] = part.split("=").map((side) => side.trim());
      const bucket = RATE_BUCKETS.find((known) => known === name);
      const limit = Number(value);
      if (!bucket || !Number.isInteger(limit) || limit < 1) {
        issue.addIssue({ code: "custom", message: `not a rate limit: "${part}"` });
        return z.NEVER;
      }
      limits[bucket] = limit;
    }
    const missing = RATE_BUCKETS.filter((bucket) => limits[bucket] === undefined);
    if (missing.length > 0) {
      issue.addIssue({ code: "custom", message: `missing: ${missing.join(", ")}` });
      return z.NEVER;
    }
    return limits as Record<RateBucket, number>;
  });

const hosts = z
  .string()
  .default("{}")
  .transform((text, issue): Readonly<Record<string, string>> => {
    const parsed = z.record(z.string(), z.string()).safeParse(safeJson(text));
    if (parsed.success) return parsed.data;
    issue.addIssue({ code: "custom", message: 'expected JSON such as {"api.leora.app":"leora"}' });
    return z.NEVER;
  });

const Variables = z.object({
  ENVIRONMENT: z.enum(["development", "production"]),
  /** Signs access tokens and derives refresh tokens: at least 32 characters. */
  TOKEN_SECRET: z.string().min(32),
  HOSTS: hosts,
  /** Origins that browsers may call from. */
  CORS_ORIGIN: list,
  /** E-mail addresses whose accounts get the role `admin`. */
  ADMIN_EMAILS: list.transform((emails) => emails.map((email) => email.toLowerCase())),
  RATE_LIMITS: rateLimits,
  MAIL_FROM: z.string().default("Leora <no-reply@localhost>"),
  RESEND_API_KEY: z.string().optional(),
  RESEND_BASE_URL: z.url().default("https://api.resend.com"),
  ESKIZ_EMAIL: z.string().optional(),
  ESKIZ_PASSWORD: z.string().optional(),
  ESKIZ_BASE_URL: z.url().default("https://notify.eskiz.uz"),
  ESKIZ_FROM: z.string().default("4546"),
  /** Banks that cron asks for exchange rates; empty: none, the stored rates stay. */
  FX_SOURCES: list.prefault("cbu,cbr,tcmb,ecb,boe"),
  CBU_BASE_URL: z.url().default("https://cbu.uz"),
  CBR_BASE_URL: z.url().default("https://www.cbr.ru"),
  TCMB_BASE_URL: z.url().default("https://www.tcmb.gov.tr"),
  ECB_BASE_URL: z.url().default("https://www.ecb.europa.eu"),
  BOE_BASE_URL: z.url().default("https://www.bankofengland.co.uk"),
});

/** What production must never run with, and why. */
const PRODUCTION_RULES: readonly [(vars: z.infer<typeof Variables>) => boolean, string][] = [
  [(vars) => vars.TOKEN_SECRET === DEVELOPMENT_SECRET, "TOKEN_SECRET is the development default"],
  [(vars) => vars.RATE_LIMITS === null, "RATE_LIMITS is off"],
  [(vars) => !vars.RESEND_API_KEY, "RESEND_API_KEY is missing"],
  [(vars) => !vars.ESKIZ_EMAIL || !vars.ESKIZ_PASSWORD, "ESKIZ_EMAIL or ESKIZ_PASSWORD is missing"],
];

/** Parsed variables and typed bindings: what the code sees instead of the raw environment. */
export type Env = z.infer<typeof Variables> & Bindings;

const parsed = new WeakMap<object, Env>();

/**
 * Parses the raw environment once per isolate.
 * @throws Error naming every wrong variable (never its value); the Worker answers 503 until it is mended.
 */
export function parseEnv(raw: Bindings): Env {
  const known = parsed.get(raw);
  if (known) return known;
  const result = Variables.safeParse(raw);
  if (!result.success) {
    throw new Error(`Configuration: ${result.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`).join("; ")}`);
  }
  if (result.data.ENVIRONMENT === "production") {
    const broken = PRODUCTION_RULES.filter(([isBroken]) => isBroken(result.data)).map(([, why]) => why);
    if (broken.length > 0) throw new Error(`Configuration refused in production: ${broken.join("; ")}`);
  }
  const env: Env = { ...raw, ...result.data };
  parsed.set(raw, env);
  return env;
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
