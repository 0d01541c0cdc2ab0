import { tableRow, updateDocument } from "../bench/report.ts";
import { LIMITS } from "../src/limits.ts";
import {
  bytesOf,
  CRON,
  FIGURES,
  OPERATIONS,
  type Operation,
  PLAN_PRICE,
  PRICES,
  type Price,
  USE,
} from "./scale-inputs.ts";

/*
 * Reckons what Leora takes with ten thousand, a million and ten million registered users.
 *   npm run scale                prints the tables
 *   npm run scale -- --write     puts them into docs/scale.md
 */

const SIZES = [10_000, 1_000_000, 10_000_000];
const DAY_S = 86_400;
const MONTH_DAYS = 30;
const GB = 1e9;
/** What one D1 database holds, as far as we let it fill. */
const DATABASE_BYTES = 0.8 * 10 * GB;
const BILLED_HUB_GB = 0.128;

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const count = (rows: Readonly<Record<string, number>>): number => sum(Object.values(rows));

type Quantity = "requests" | "hub" | "hubMs" | "cpuMs" | "sqlMs" | "rowsRead" | "rowsWritten";

/** What all operations of one user on one day of use take together. */
const aDay = (quantity: Quantity, isMeant: (operation: Operation) => boolean = () => true): number =>
  sum(OPERATIONS.filter(isMeant).map((operation) => operation.times * operation[quantity]));

const editsAYear = USE.pushesADay * USE.changesAPush * 365 - count(USE.rowsAYear);
const logBytesAYear = bytesOf(USE.rowsAYear, "logs") + editsAYear * FIGURES.bytesOfEdit;

function reckon(users: number) {
  const daily = users * USE.dailyShare;
  const first = users * bytesOf(USE.firstRows, "row");
  const stored = first + daily * (USE.years * bytesOf(USE.rowsAYear, "row") + (logBytesAYear * FIGURES.logDays) / 365);
  const databases = Math.ceil(stored / DATABASE_BYTES);
  const usersOfDatabase = users / databases;
  /** In a second of the busiest minutes. */
  const atPeak = (ofDay: number) => (daily * ofDay * USE.peak) / DAY_S;
  const busy = (database: Operation["database"]) =>
    (atPeak(aDay("sqlMs", (operation) => operation.database === database)) * FIGURES.slower) / 1000;
  const fixedCalls = CRON.calls + CRON.callsOfProof * Math.max(LIMITS.cron.usersProven, databases);
  const callsOfDatabase = CRON.callsOfDatabase + 2 * Math.floor(usersOfDatabase / CRON.usersOfPage);
  return {
    users,
    daily,
    stored,
    databases,
    usersOfDatabase,
    rows: users * count(USE.firstRows) + daily * USE.years * count(USE.rowsAYear),
    identityBytes: users * FIGURES.identityBytes,
    requests: atPeak(aDay("requests")),
    calls: atPeak(aDay("hub")),
    hubs: atPeak(USE.minutesADay * 60),
    busyRows: busy("rows") / databases,
    busyIdentity: busy("identity"),
    quietCalls: fixedCalls + databases * callsOfDatabase,
    midnightCalls:
      fixedCalls +
      databases *
        (callsOfDatabase + CRON.callsOfPage * Math.ceil((usersOfDatabase * USE.dailyShare) / LIMITS.cron.usersQueued)),
    messages: daily / LIMITS.cron.usersPerMessage,
  };
}

type Size = ReturnType<typeof reckon>;
const sizes = SIZES.map(reckon);

/** US dollars a month, by what they are paid for. */
function costsOf({ users, daily, stored, identityBytes, messages }: Size): Map<string, number> {
  const month = (ofDay: number) => daily * MONTH_DAYS * ofDay;
  const scanned = MONTH_DAYS * CRON.runsADay * users * CRON.rowsReadOfUser;
  const beyond = ({ included, unit, price }: Price, used: number) => (Math.max(0, used - included) / unit) * price;
  return new Map([
    ["Workers Paid", PLAN_PRICE],
    ["requests", beyond(PRICES.workerRequests, month(aDay("requests")))],
    ["CPU", beyond(PRICES.workerCpuMs, month(aDay("cpuMs")))],
    ["hubs: requests", beyond(PRICES.hubRequests, month(aDay("hub")))],
    ["hubs: duration", beyond(PRICES.hubGigabyteSeconds, (month(aDay("hubMs")) / 1000) * BILLED_HUB_GB)],
    ["hubs: rows written", beyond(PRICES.hubRowsWritten, month(FIGURES.hubRowsWritten))],
    ["hubs: storage", beyond(PRICES.hubGigabytes, (users * FIGURES.hubBytes) / GB)],
    ["D1: rows read", beyond(PRICES.rowsRead, month(aDay("rowsRead")) + scanned)],
    ["D1: rows written", beyond(PRICES.rowsWritten, month(aDay("rowsWritten")))],
    ["D1: storage", beyond(PRICES.gigabytes, (stored + identityBytes) / GB)],
    ["queues", beyond(PRICES.queueOperations, 3 * MONTH_DAYS * messages)],
  ]);
}

const format = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });
const number = (value: number): string => format.format(value);
const dollars = (value: number): string => `$${number(value)}`;
const percent = (value: number): string => `${number(value * 100)} %`;

const table = (head: readonly string[], lines: readonly (readonly string[])[]): string =>
  [tableRow(head), `|---|${"---:|".repeat(head.length - 1)}`, ...lines.map(tableRow)].join("\n");

const bySize = (name: string, cell: (size: Size) => string): string[] => [name, ...sizes.map(cell)];
const users = SIZES.map((size) => size.toLocaleString("en-US"));
const quantities: Quantity[] = ["requests", "hub", "cpuMs", "sqlMs", "rowsRead", "rowsWritten"];
const costs = sizes.map((size) => ({ size, items: costsOf(size), total: sum([...costsOf(size).values()]) }));

const text = [
  table(
    ["a daily user's day", "times", "requests", "hub requests", "CPU ms", "SQLite ms", "rows read", "rows written"],
    [
      ...OPERATIONS.map((one) => [one.name, number(one.times), ...quantities.map((name) => number(one[name]))]),
      ["together", "", ...quantities.map((name) => number(aDay(name)))],
    ],
  ),
  table(
    ["registered users", ...users],
    [
      bySize("daily users", ({ daily }) => number(daily)),
      bySize(`rows after ${USE.years} years, millions`, ({ rows }) => number(rows / 1e6)),
      bySize("GB of users' rows", ({ stored }) => number(stored / GB)),
      bySize("databases for them", ({ databases }) => number(databases)),
      bySize("users of a database", ({ usersOfDatabase }) => number(usersOfDatabase)),
      bySize("such a database is busy at the peak", ({ busyRows }) => percent(busyRows)),
      bySize("GB of `LEORA_DB`", ({ identityBytes }) => number(identityBytes / GB)),
      bySize("`LEORA_DB` is busy at the peak", ({ busyIdentity }) => percent(busyIdentity)),
      bySize("requests/s at the peak", ({ requests }) => number(requests)),
      bySize("hubs with sockets at the peak", ({ hubs }) => number(hubs)),
      bySize("requests/s to all hubs at the peak", ({ calls }) => number(calls)),
      bySize("calls that a quiet run of cron wants", ({ quietCalls }) => number(quietCalls)),
      bySize("calls that the run at midnight wants", ({ midnightCalls }) => number(midnightCalls)),
      bySize("maintenance messages a day", ({ messages }) => number(messages)),
    ],
  ),
  table(
    ["US dollars a month", ...users],
    [
      ...[...(costs[0]?.items.keys() ?? [])].map((item) => [
        item,
        ...costs.map(({ items }) => dollars(items.get(item) ?? 0)),
      ]),
      ["together", ...costs.map(({ total }) => dollars(total))],
      ["of one registered user", ...costs.map(({ total, size }) => dollars(total / size.users))],
      ["of one daily user", ...costs.map(({ total, size }) => dollars(total / size.daily))],
    ],
  ),
].join("\n\n");

console.log(text);
if (process.argv.includes("--write")) updateDocument("scale", text, "docs/scale.md");
