import { unsafeCast } from "./kernel/cast.ts";

/**
 * Every bound of what a client may send, store, keep open or receive, with its reason. Nothing a stranger sends may cost
 * more than it weighs: a bound that is missing here is missing. `docs/limits.md` is written from this file
 * (`npm run config`), and each product's OpenAPI document shows the groups that concern it under `x-limits`.
 *
 * Windows and counts per minute are configuration (`RATE_LIMITS`), because installations differ in them; lengths of text
 * fields are part of each field's contract.
 */

/** One bound. `reason` says what would happen without it, or why it is as large as it is. */
export interface Limit {
  readonly value: number;
  readonly unit: string;
  readonly reason: string;
}

const limit = (value: number, unit: string, reason: string): Limit => ({ value, unit, reason });

const KIB = 1024;
const MIB = 1024 * KIB;

/** The limits by group; the groups of the platform come first, then those of single products. */
export const DESCRIBED_LIMITS = {
  http: {
    bodyBytes: limit(
      MIB,
      "bytes",
      "A body is held in memory whole and parsed at once; a push of 500 changes takes half.",
    ),
    formOverheadBytes: limit(
      64 * KIB,
      "bytes",
      "What a form may have beyond its file: boundaries, part headers, small fields.",
    ),
    jsonDepth: limit(
      32,
      "levels",
      "Deeper JSON overflows the stack of whatever walks it, the RPC to the hub included; no contract nests beyond 12.",
    ),
    idempotencyKeyChars: limit(255, "characters", "Keys are stored with every write for 30 days."),
  },
  accounts: {},
  hub: {},
  cron: {
    wallMs: limit(
      120_000,
      "ms",
      "Products share one invocation, which Cloudflare ends after 15 minutes; the next one starts after 15 minutes.",
    ),
    calls: limit(600, "calls", "Cloudflare allows an invocation 1,000 calls to D1 and Durable Objects."),
    usersPerRun: limit(100, "users", "Each costs about five calls of the invocation; all others go through a queue."),
    usersQueued: limit(
      5_000,
      "users a page",
      "One page is one call to D1 and one batch of the queue, which takes 100 messages.",
    ),
    usersPerMessage: limit(50, "users", "A message is an invocation of its own, with 1,000 calls: about five a user."),
  },
  engine: {},
  planner: {},
  finance: {
    activeBudgets: limit(
      300,
      "budgets",
      "Every write of a transaction reads all active budgets and compares the transaction with each.",
    ),
    budgetsOfCategory: limit(
      20,
      "active budgets that may count one category of the same direction, account and goal",
      "Each of them is an entry that is written with every such transaction: 500 transactions of a push make 10,000 entries.",
    ),
    rebuiltEntries: limit(
      10_000,
      "budget entries of one write",
      "A new budget of one line may count everything since 1900; its entries are read and written in one batch.",
    ),
    budgetCategories: limit(100, "categories of a budget", "Each is compared with the categories of each transaction."),
    splits: limit(50, "parts of a transaction", "Each part may count for other budgets, and reports unfold them all."),
    tags: limit(50, "tags of a transaction", "They are stored with every row and revision of it."),
    attachments: limit(20, "addresses of files on a transaction", "Each has up to 2,048 characters, in every pull."),
    paymentsOfDebt: limit(
      600,
      "payments of a debt",
      "Fifty years of months. What is owed is computed from all payments whenever one of them changes, 500 times in a push.",
    ),
    installments: limit(600, "installments of a debt", "Fifty years of months; the plan is computed in each reply."),
    ownRates: limit(
      2_000,
      "exchange rates of a user's own",
      "Every conversion looks them up beside the published ones, and the latest rates go through all their pairs.",
    ),
    rateHistoryDays: limit(
      1_096,
      "days of a rate history",
      "Three years; each rate of the period is read and crossed.",
    ),
    reportParts: limit(1_000, "days, weeks or months of an analysis", "No chart shows more; each is summed and sent."),
  },
  imports: {},
  recurring: {},
  crm: {},
  koshelok: {},
} as const satisfies Record<string, Record<string, Limit>>;

export type LimitGroup = keyof typeof DESCRIBED_LIMITS;

/** Groups that hold for every product. */
export const PLATFORM_LIMITS = ["http", "accounts", "hub"] as const satisfies LimitGroup[];

type Values = {
  readonly [Group in LimitGroup]: { readonly [Name in keyof (typeof DESCRIBED_LIMITS)[Group]]: number };
};

const valuesOf = (limits: Record<string, Limit>) =>
  Object.fromEntries(Object.entries(limits).map(([name, { value }]) => [name, value]));

/** The bounds as numbers: `LIMITS.http.bodyBytes`. */
export const LIMITS = unsafeCast<Values>(
  Object.fromEntries(Object.entries(DESCRIBED_LIMITS).map(([group, limits]) => [group, valuesOf(limits)])),
);
