import { readFileSync } from "node:fs";

// What docs/scale.md is reckoned from. Where each number comes from stands there; bytes per row come from docs/performance.md.

/** What we assume of users. "Daily" users are those who open the application on an average day. */
export const USE = {
  dailyShare: 0.12,
  /** After how many years of growth rows are counted. */
  years: 3,
  /** The busiest minutes of a day have so many times the requests of an average minute. */
  peak: 3,
  minutesADay: 40,
  pushesADay: 6,
  changesAPush: 3,
  /** Rows that somebody creates in a year who opens the application every day. */
  rowsAYear: {
    transactions: 600,
    tasks: 800,
    habitCompletions: 1_500,
    focusSessions: 100,
    goalCheckIns: 60,
    debtPayments: 24,
    notifications: 100,
  },
  /** Rows that everybody has who registered. */
  firstRows: { accounts: 3, counterparties: 3, budgets: 4, goals: 2, habits: 5, debts: 1, recurrences: 2 },
};

/** What one operation takes. */
export interface Operation {
  name: string;
  /** How often one daily user causes it in a day. */
  times: number;
  /** Which database it asks. */
  database: "identity" | "rows";
  requests: number;
  /** Requests to the user's hub. */
  hub: number;
  /** For how long they keep it awake. */
  hubMs: number;
  /** Of the Worker, without SQLite. */
  cpuMs: number;
  /** Of SQLite, on our machine. */
  sqlMs: number;
  rowsRead: number;
  /** Rows of tables and of indexes, those of cleaning up included. */
  rowsWritten: number;
}

const rows = { database: "rows", requests: 1, hub: 1, hubMs: 5 } as const;
const identity = { ...rows, database: "identity" } as const;

export const OPERATIONS: readonly Operation[] = [
  { ...rows, name: "pull of nothing", times: 8, cpuMs: 3, sqlMs: 3.1, rowsRead: 29, rowsWritten: 0 },
  // 36 rows written, and 6 when their logs are deleted.
  {
    ...rows,
    name: "push of 3 changes",
    times: USE.pushesADay,
    hubMs: 200,
    cpuMs: 10,
    sqlMs: 9.3,
    rowsRead: 130,
    rowsWritten: 42,
  },
  { ...rows, name: "list or row", times: 20, cpuMs: 2, sqlMs: 0.2, rowsRead: 21, rowsWritten: 0 },
  {
    ...identity,
    name: "socket, its ticket and 10 frames",
    times: 8,
    requests: 2,
    hub: 2.5,
    hubMs: 20,
    cpuMs: 3,
    sqlMs: 0,
    rowsRead: 0,
    rowsWritten: 0,
  },
  { ...identity, name: "new access token", times: 4, hub: 1, cpuMs: 3, sqlMs: 1, rowsRead: 6, rowsWritten: 3 },
  {
    ...identity,
    name: "session read by the hub",
    times: 12,
    requests: 0,
    hub: 0,
    hubMs: 20,
    cpuMs: 0,
    sqlMs: 0.1,
    rowsRead: 2,
    rowsWritten: 0,
  },
  { ...rows, name: "maintenance", times: 1, requests: 0, cpuMs: 5, sqlMs: 3, rowsRead: 200, rowsWritten: 6 },
];

/** Measured or published, or assumed where it says so. */
export const FIGURES = {
  /** Of a user with a device and a session in `LEORA_DB`; we assume two more sessions. */
  identityBytes: 1_400 + 2 * 500,
  /** An edit's key, commit and entry in the log, until cleanup; assumed to be twice those of a creation. */
  bytesOfEdit: 240,
  logDays: 180,
  /** SQLite's database of a Durable Object takes so much when it is nearly empty. */
  hubBytes: 12_000,
  /** Rows that a hub stores on a day of use, for rate windows and alarms; assumed. */
  hubRowsWritten: 8,
  /** How many times as long as on our machine SQLite takes in D1; assumed. */
  slower: 3,
};

/** What cron calls, of D1 and hubs, in one run. */
export const CRON = {
  runsADay: 96,
  /** Identity, banks and moves. */
  calls: 25,
  /** To prove a user's balances: of `LIMITS.cron.usersProven` users, and at least of one in each database. */
  callsOfProof: 2,
  /** Of each database: rates, size, three scans with their positions, replies. */
  callsOfDatabase: 10,
  /** To queue a page of users who have something due: the scan, its position, the batch of messages. */
  callsOfPage: 3,
  /** Users on a page of the scan for old history, of two calls. */
  usersOfPage: 2_000,
  rowsReadOfUser: 2,
};

/** A price in US dollars for each `unit` beyond what a month includes. */
export interface Price {
  included: number;
  unit: number;
  price: number;
}

const MILLION = 1e6;
const BILLION = 1e9;

export const PLAN_PRICE = 5;
export const PRICES = {
  workerRequests: { included: 10 * MILLION, unit: MILLION, price: 0.3 },
  workerCpuMs: { included: 30 * MILLION, unit: MILLION, price: 0.02 },
  hubRequests: { included: MILLION, unit: MILLION, price: 0.15 },
  hubGigabyteSeconds: { included: 400_000, unit: MILLION, price: 12.5 },
  hubGigabytes: { included: 5, unit: 1, price: 0.2 },
  hubRowsWritten: { included: 50 * MILLION, unit: MILLION, price: 1 },
  rowsRead: { included: 25 * BILLION, unit: MILLION, price: 0.001 },
  rowsWritten: { included: 50 * MILLION, unit: MILLION, price: 1 },
  gigabytes: { included: 5, unit: 1, price: 0.75 },
  queueOperations: { included: MILLION, unit: MILLION, price: 0.4 },
} as const satisfies Record<string, Price>;

/** Bytes of a row of each entity after cleanup, and of the logs of its creation, from the table in docs/performance.md. */
function measuredBytes(): Map<string, { row: number; logs: number }> {
  const text = readFileSync("docs/performance.md", "utf8");
  const rows = text.matchAll(/^\| (\w+) \| \d+ \| \d+ \(\d+\) \| (\d+) \| (\d+) \| \d+ \|$/gm);
  return new Map([...rows].map(([, entity = "", row, logs]) => [entity, { row: Number(row), logs: Number(logs) }]));
}

const bytes = measuredBytes();

/** Bytes of so many rows of each entity, or of the logs of their creation. */
export function bytesOf(rows: Readonly<Record<string, number>>, part: "row" | "logs"): number {
  let total = 0;
  for (const [entity, count] of Object.entries(rows)) {
    const measured = bytes.get(entity);
    if (!measured) throw new Error(`docs/performance.md has no bytes of ${entity}`);
    total += count * measured[part];
  }
  return total;
}
