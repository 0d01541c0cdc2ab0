import { z } from "zod";
import { unsafeCast } from "./cast.ts";
import { RATE_BUCKETS, type RateBucket, type RateLimits } from "./rate-limit.ts";

/** The environments that are deployed: what only development may do is refused in all of them. */
export const DEPLOYED_ENVIRONMENTS = ["production", "staging"] as const;
export type DeployedEnvironment = (typeof DEPLOYED_ENVIRONMENTS)[number];

/** True for an environment that strangers reach. */
export const isDeployed = ({ ENVIRONMENT }: { readonly ENVIRONMENT: "development" | DeployedEnvironment }): boolean =>
  ENVIRONMENT !== "development";

/** The bindings that all products share. Each product's database is a binding of its own (`databaseFor`). */
export interface KernelBindings {
  ASSETS: Fetcher;
  USER_HUB: DurableObjectNamespace;
  FLOOD_GATE: DurableObjectNamespace;
  OUTBOUND: Queue;
  FILES: R2Bucket;
  /** Where data points are written (`metrics/`). Absent: there are none. */
  METRICS?: AnalyticsEngineDataset;
  /** Which version of the Worker runs. Absent in development. */
  CF_VERSION_METADATA?: WorkerVersionMetadata;
}

/** Text such as `a, b` as a list; empty text is an empty list. */
export const commaSeparated = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((item) => item.trim())
      .filter((item) => item !== ""),
  );

/** Text such as `auth=10,read=100`, which must set every bucket but `info`, or `off`. */
const rateLimits = z
  .string()
  .default("auth=10,read=100,write=50,sync=20,ai=10")
  .transform((text, issue): RateLimits => {
    if (text === "off") return null;
    const limits: Partial<Record<RateBucket, number>> = { info: 300 };
    for (const part of text.split(",")) {
      const [name, value] = part.split("=").map((word) => word.trim());
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

/** JSON that maps hostnames to names of products. */
const hosts = z
  .string()
  .default("{}")
  .transform((text, issue): Readonly<Record<string, string>> => {
    const parsed = z.record(z.string(), z.string()).safeParse(parseJson(text));
    // URLs have hostnames in lower case.
    if (parsed.success)
      return Object.fromEntries(Object.entries(parsed.data).map(([name, to]) => [name.toLowerCase(), to]));
    issue.addIssue({ code: "custom", message: 'expected JSON such as {"api.leora.app":"leora"}' });
    return z.NEVER;
  });

/** Calling codes such as `998,7`. */
const callingCodes = commaSeparated
  .prefault("998")
  .refine((codes) => codes.every((code) => /^[1-9]\d{0,2}$/.test(code)), {
    error: "expected calling codes such as 998,7",
  });

/** The platform's own variables. A product declares its own with `productVariables`. */
export const KernelVariables = z.object({
  ENVIRONMENT: z.enum(["development", ...DEPLOYED_ENVIRONMENTS]),
  /** Signs access tokens and derives refresh tokens: at least 32 characters. */
  TOKEN_SECRET: z.string().min(32),
  /** Whoever sends it may call `/operations/…`: at least 32 characters where it is deployed. Absent: there are no such paths. */
  OPERATIONS_TOKEN: z.string().min(1).optional(),
  /** Where alerts are posted (`outbound/alert.ts`); a secret, because whoever knows it may post there. Absent: nowhere. */
  ALERT_WEBHOOK_URL: z.url({ protocol: /^https?$/ }).optional(),
  /** Which products further hostnames belong to, beside those of the manifests: for installations of one's own. */
  HOSTS: hosts,
  /**
   * The moment, in UTC milliseconds, before which no cursor of a client counts, because a database was set back to an earlier
   * state (docs/restore.md). It may still be to come.
   */
  RESTORED_AT: z.iso
    .datetime()
    .transform((text) => Date.parse(text))
    .optional(),
  /** The origins that browsers may call the API from (CORS). */
  CORS_ORIGIN: commaSeparated,
  RATE_LIMITS: rateLimits,
  /** bcrypt's cost for new password hashes: one more takes twice the time. */
  PASSWORD_COST: z.coerce.number().int().min(4).max(15).default(10),
  MAIL_FROM: z.string().default("Leora <no-reply@localhost>"),
  RESEND_API_KEY: z.string().optional(),
  RESEND_BASE_URL: z.url().default("https://api.resend.com"),
  ESKIZ_EMAIL: z.string().optional(),
  ESKIZ_PASSWORD: z.string().optional(),
  ESKIZ_BASE_URL: z.url().default("https://notify.eskiz.uz"),
  /** The countries whose phone numbers get SMS, by calling code. */
  SMS_COUNTRIES: callingCodes,
  ESKIZ_FROM: z.string().default("4546"),
});

type KernelValues = z.output<typeof KernelVariables>;

/** Parsed variables and typed bindings: what code sees instead of the raw environment. */
export type Env = KernelValues & KernelBindings;

/** A setting that no deployed environment must run with: whether the values have it, and the message that refuses them. */
export type ProductionRule<Values> = readonly [isBroken: (values: Values) => boolean, message: string];

const DEVELOPMENT_SECRET = "development-only-token-secret-change-me";

/** Settings of the platform's variables that no deployed environment must run with. */
export const KERNEL_PRODUCTION_RULES: readonly ProductionRule<KernelValues>[] = [
  [(values) => values.TOKEN_SECRET === DEVELOPMENT_SECRET, "TOKEN_SECRET is the development default"],
  [
    ({ OPERATIONS_TOKEN }) => OPERATIONS_TOKEN !== undefined && OPERATIONS_TOKEN.length < 32,
    "OPERATIONS_TOKEN is shorter than 32 characters",
  ],
  [({ ALERT_WEBHOOK_URL }) => ALERT_WEBHOOK_URL?.startsWith("http:") ?? false, "ALERT_WEBHOOK_URL is not https"],
  [(values) => values.RATE_LIMITS === null, "RATE_LIMITS is off"],
  [(values) => values.PASSWORD_COST < 10, "PASSWORD_COST is below 10"],
  [(values) => !values.RESEND_API_KEY, "RESEND_API_KEY is missing"],
  [(values) => !values.ESKIZ_EMAIL || !values.ESKIZ_PASSWORD, "ESKIZ_EMAIL or ESKIZ_PASSWORD is missing"],
];

/** A product's variables, and the settings of theirs that no deployed environment must run with. */
export interface ProductVariables {
  readonly shape: z.ZodRawShape;
  readonly productionRules: readonly ProductionRule<never>[];
}

/**
 * Declares a product's own variables. They are parsed once, with those of the kernel and of all products; `valuesOf`
 * reads them from the environment, so that only the product that declares them sees their names and types.
 * @example
 * export const variables = productVariables({ FX_SOURCES: commaSeparated });
 * variables.valuesOf(ctx.env).FX_SOURCES
 */
export function productVariables<Shape extends z.ZodRawShape>(
  shape: Shape,
  productionRules: readonly ProductionRule<z.output<z.ZodObject<Shape>>>[] = [],
) {
  return {
    shape,
    productionRules: productionRules as readonly ProductionRule<never>[],
    // `parseEnv` has put every product's parsed variables into each `Env`.
    valuesOf: (env: Env) => unsafeCast<z.output<z.ZodObject<Shape>>>(env),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
