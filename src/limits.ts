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
    problems: limit(100, "problems", "A body of a million wrong list items would be answered with 60 MB of details."),
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
  engine: {
    storedReplyBytes: limit(
      16 * KIB,
      "bytes",
      "What is stored for 30 days under an idempotency key; of a larger reply the rows are named, and read again when it is repeated.",
    ),
    rowsPerEntity: limit(
      200_000,
      "rows",
      "Active and archived rows of one entity of a user: twice what lists and searches are measured with.",
    ),
    userBytes: limit(
      256 * MIB,
      "bytes",
      "Rows, tombstones and logs of one user; a database of 10 GB holds many users. Log and tombstones leave after 180 days.",
    ),
    rowBytes: limit(
      128 * KIB,
      "bytes",
      "Texts of one row. A page of a list shows 100 rows whole, because its pages are numbered: it is bounded by this.",
    ),
    conflictsPerRow: limit(20, "conflicts", "Each keeps the change and the whole row that it was made on."),
    conflictsPerUser: limit(1_000, "conflicts", "Nobody decides more than ten pages of them."),
    changesPerWrite: limit(
      100_000,
      "changes",
      "The last resort against reactions that fan out: rows of one write are in memory together, and D1 takes 30 s for a batch.",
    ),
    pullRows: limit(
      2_000,
      "rows",
      "Rows of one page of a pull, as far as one write has them; a larger write is split.",
    ),
    pullBytes: limit(
      4 * MIB,
      "bytes",
      "One page of a pull; a reply from the hub may have 32 MiB, and a phone parses it at once.",
    ),
    resultBytes: limit(
      4 * MIB,
      "bytes",
      "Rows in the results of one push or bulk request; further rows are left out, because pulling brings them.",
    ),
    historyEdits: limit(
      200,
      "edits",
      "What a push reads of the log of one row; a base that is older counts as forgotten, so that differing fields become a conflict.",
    ),
    historyBytes: limit(4 * MIB, "bytes", "What a push reads of the log of all rows that it names."),
  },
  planner: {},
  finance: {},
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
