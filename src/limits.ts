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
  engine: {},
  planner: {},
  finance: {},
  imports: {
    rows: limit(
      2000,
      "rows",
      "Bank statements of several years. Writing so many transactions takes about a second, in one batch.",
    ),
    fileBytes: limit(MIB, "bytes", "A file in a form: a statement of 2,000 rows takes a fifth of it."),
    columns: limit(100, "columns", "The widest statements of banks have 40; each further column is a cell per row."),
    recordBytes: limit(
      64 * KIB,
      "bytes",
      "One record of a CSV file: without the bound an open quote swallows the file.",
    ),
    textChars: limit(
      2 * MIB,
      "characters",
      "All cells of a table together: an XLSX file names one long text in as many cells as it likes.",
    ),
    unpackedBytes: limit(
      8 * MIB,
      "bytes",
      "XML unpacked from an XLSX file, counted while it is unpacked: deflate packs a thousand to one.",
    ),
    archiveFiles: limit(1000, "files", "Files in an XLSX archive, packed or not: sheets, pictures, charts."),
    parts: limit(10_000, "parts", "Parts of all transactions of a QIF file; each is an amount to read."),
    skipLines: limit(100, "lines", "What banks write before the header of a table."),
  },
  recurring: {},
  crm: {
    importRows: limit(10_000, "rows", "All rows of a file are inserted in one batch; so many take a second."),
    importBytes: limit(5 * MIB, "bytes", "A file of 10,000 customers, each with all fields at half their lengths."),
    importColumns: limit(100, "columns", "A customer has six; address books export about fifty."),
    importRecordBytes: limit(
      20_000,
      "bytes",
      "One record of a CSV file; all fields of a customer have 900 characters.",
    ),
    importTextChars: limit(
      5 * MIB,
      "characters",
      "All cells of a table together: an XLSX file names one long text in as many cells as it likes.",
    ),
    importUnpackedBytes: limit(
      16 * MIB,
      "bytes",
      "XML unpacked from an XLSX file, counted while it is unpacked: deflate packs a thousand to one.",
    ),
    importArchiveFiles: limit(1000, "files", "Files in an XLSX archive, packed or not: sheets, pictures, charts."),
    importProblems: limit(
      1000,
      "problems",
      "A report of invalid rows ends here: a row of two bytes is named twice, in 150 bytes.",
    ),
  },
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
