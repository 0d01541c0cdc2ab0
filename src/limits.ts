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
      "A body is held in memory whole and parsed at once; a push of 500 changes takes half. It counts as sent and as inflated.",
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
    countedRows: limit(
      10_000,
      "rows of a list",
      "What a search finds is counted in shorter lists; in longer ones it ends with its page, and totals are null until the last.",
    ),
    idempotencyKeyChars: limit(255, "characters", "Keys are stored with every write for 30 days."),
  },
  accounts: {
    sessions: limit(
      30,
      "sessions per user",
      "Rows that a password can make. One more ends the least recently used one, so that no old phone locks a sign-in out.",
    ),
    devices: limit(
      30,
      "devices per user",
      "As sessions: one more removes the one that was inactive for longest among those without a live session.",
    ),
    retiredTokens: limit(
      20,
      "refresh tokens per session",
      "Replaced tokens in their minute of grace are kept in the session's row; clients replace one an hour.",
    ),
    passwordGuessesPerName: limit(
      20,
      "per day, then growing waits",
      "Wrong passwords for one name from unknown networks. Waits of 1, 2, 4 … minutes make it at most 30.",
    ),
    passwordGuessesPerNetwork: limit(
      100,
      "per day, then growing waits",
      "Wrong passwords from one network for all names; many people may share one. With the waits at most 110.",
    ),
    codeAttempts: limit(5, "tries per code", "Typing errors; a code dies with the last."),
    codesPerHour: limit(5, "codes per address and purpose", "Each code is another five guesses."),
    codeGuessesPerAddress: limit(
      10,
      "per day, then growing waits",
      "Wrong codes for one address from unknown networks. Waits of 10, 20, 40 … minutes make it at most 17.",
    ),
    codeGuessesPerNetwork: limit(
      20,
      "per day, then growing waits",
      "Wrong codes from one network for all addresses. With the waits at most 27: of 10,000 codes, 0.27 % of a takeover.",
    ),
    codeRequestsPerAddress: limit(
      10,
      "per day, then growing waits",
      "Messages that strangers can have sent to one address. Waits of 10, 20, 40 … minutes make it at most 17.",
    ),
    codeRequestsPerNetwork: limit(
      300,
      "per day, then growing waits",
      "Messages that one network can have sent; a mobile provider's may be thousands of people. With the waits at most 310.",
    ),
    secondFactorGuessesPerUser: limit(
      20,
      "per day, then growing waits",
      "Wrong codes of two-factor sign-in for one user, over all sign-ins. Waits of 10, 20, 40 … minutes make it at most 27: three steps' codes are good, so 0.008 % of a takeover by who has the password.",
    ),
    secondFactorGuessesPerNetwork: limit(
      50,
      "per day, then growing waits",
      "The same from one network for all users; many people may share one. With the waits at most 57.",
    ),
    pinGuesses: limit(
      5,
      "wrong PINs in 15 minutes",
      "Whoever holds the unlocked phone may try so many of 10,000 PINs. A wrong password in place of the PIN counts as well.",
    ),
    recoveryCodes: limit(10, "recovery codes", "Sign-ins without the authenticator app until new ones are asked for."),
    smsPerHour: limit(500, "SMS of a product", "Every SMS costs money, whoever asks for it."),
    verifiedTokens: limit(2_000, "tokens per isolate", "Verified access tokens in memory, of about 500 bytes each."),
    mailboxMessages: limit(50, "messages", "What the development mailbox shows of one address."),
  },
  hub: {
    alarmDays: limit(
      30,
      "days",
      "How far ahead the alarm of a hub is set; the runtime refuses alarms after 2262. A hub with later reminders looks again.",
    ),
    sessionSeconds: limit(
      300,
      "seconds",
      "For how long a hub admits a session without asking D1: whoever signs out is out at once, and after this time also when " +
        "the hub could not be told. A known session costs one read in this time.",
    ),
    admittedSeconds: limit(
      10,
      "seconds",
      "A write that has taken longer, because its body arrives slowly, is admitted again before it reads and commits.",
    ),
    writeSeconds: limit(
      90,
      "seconds",
      "After so long an admitted write whose end was not reported has committed or never will: 10 s until it begins, 30 s that D1 " +
        "gives its reads and 30 s its commit, and the rest for networks and clocks. Until then its user reads from the primary.",
    ),
    sockets: limit(
      20,
      "open sockets of a user",
      "A phone, a tablet and two computers with a few tabs each. Each write is sent to all of them; one more closes the one " +
        "that was active least recently.",
    ),
    tickets: limit(20, "unused tickets of a user", "One for each socket; one more makes the oldest worthless."),
    frames: limit(
      100,
      "frames of a socket in ten seconds",
      "Clients send one when they subscribe and one in 30 s while they are active; pings do not count. More close the socket.",
    ),
    frameBytes: limit(
      64 * KIB,
      "bytes",
      "A frame from a client; the longest subscription takes 2 KiB. More close the socket.",
    ),
    malformedFrames: limit(
      10,
      "malformed frames in a row",
      "Each is answered; whoever sends nothing else is disconnected.",
    ),
    subscribedEntities: limit(
      32,
      "names of entities in a subscription",
      "They are kept in the socket's attachment, which holds 2 KB. Each subscription replaces the one before.",
    ),
    windowWrites: limit(
      10,
      "writes per rate window",
      "A window is stored after each tenth of its limit, and when it is full: an eviction forgives less than a tenth.",
    ),
    refusals: limit(10_000, "refusals per isolate", "Those that an isolate remembers, of about 150 bytes each."),
  },
  cron: {
    wallMs: limit(
      120_000,
      "ms",
      "Products share one invocation, which Cloudflare ends after 15 minutes; the next one starts after 15 minutes.",
    ),
    calls: limit(600, "calls", "Cloudflare allows an invocation 1,000 calls to D1 and Durable Objects."),
    usersPerRun: limit(
      100,
      "users",
      "Of all databases together. Each costs about five calls of the invocation; where more are due, they go through a queue.",
    ),
    usersProven: limit(20, "users", "To prove a user's balances reads all of the user's transactions."),
    morningsPerPage: limit(
      500,
      "users a page",
      "Users whose morning has come: a page is two calls to D1, and five batches of the queue.",
    ),
    usersQueued: limit(
      5_000,
      "users a page",
      "One page is one call to D1 and one batch of the queue, which takes 100 messages.",
    ),
    usersPerMessage: limit(50, "users", "A message is an invocation of its own, with 1,000 calls: about five a user."),
  },
  vendors: {
    replyBytes: limit(
      MIB,
      "bytes",
      "What a vendor answers is held in memory whole, and counts as inflated; an isolate has 128 MB for all its requests. More counts as no answer.",
    ),
    bankDocumentBytes: limit(
      2 * MIB,
      "bytes",
      "A document of a central bank with the rates of a day has tens of KiB. More counts as no document.",
    ),
  },
  databases: {
    newUserBytes: limit(
      500_000,
      "bytes",
      "What a user is expected to take who has registered since their database was measured: new users spread by it.",
    ),
    bytes: limit(10_000_000_000, "bytes", "What one D1 database holds; cron warns when less than a fifth is left."),
    moveRows: limit(
      500,
      "rows a page",
      "Rows of a user who is moved, as one batch copies them: with all indexes it takes 20 ms of the target's only thread.",
    ),
    moveBytes: limit(MIB, "bytes a page", "The same for large rows: a page is in memory twice, and JSON is larger."),
    moveSteps: limit(
      100,
      "steps a call",
      "What one call of the operations endpoint does of a move: three or four calls to D1 each, of the 1,000 that an invocation has.",
    ),
    moveMinutes: limit(
      60,
      "minutes",
      "A move that has not switched by then is taken back: until it ends, its user can write nothing.",
    ),
    moveRates: limit(1_000, "rates a page", "Published rates, as cron copies them from the first database to others."),
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
  planner: {
    pastSchedules: limit(
      30,
      "past schedules of a habit",
      "They are stored in its row and gone through whenever it is shown. The oldest is dropped: its days are judged by the next.",
    ),
    pastScheduleChars: limit(
      16 * KIB,
      "characters",
      "Past schedules of a habit as JSON: a finance rule names up to 100 categories. The oldest are dropped.",
    ),
    ruledHabits: limit(
      20,
      "active habits with a finance rule",
      "Each of them is evaluated for the day of every transaction: 500 transactions of a push make 10,000 completions.",
    ),
    linksOfHabit: limit(100, "links of a habit", "Goals of a habit, and categories or accounts of its finance rule."),
    challengeDays: limit(
      3_650,
      "days",
      "The length of a challenge: each of its days is gone through for its habit's stats.",
    ),
    historyDays: limit(3_653, "days", "How far back a day may be recorded. All days of a habit are stored in its row."),
    historyRangeDays: limit(366, "days", "The range of a habit's calendar; each day is in the reply."),
    reminderDays: limit(
      14,
      "days",
      "For so many days reminders are set at a time; the last one makes the hub ask for more.",
    ),
    catchUpDays: limit(
      31,
      "days",
      "How many days a finance rule looks back when maintenance did not run; all their transactions are read.",
    ),
    overdueTasks: limit(500, "tasks", "Tasks that one run of maintenance marks as overdue for a user."),
    checklistItems: limit(200, "items of a checklist", "They are stored in the task's row and rewritten whole."),
    dependencies: limit(
      50,
      "prerequisites of a task",
      "Whoever changes a task reads everything that it waits for, directly or not, and what waits for it.",
    ),
    milestones: limit(
      100,
      "milestones of a goal",
      "They are stored in the goal's row and compared with each new value.",
    ),
    linksOfGoal: limit(200, "habits or tasks that a goal names", "Each is read whenever the goal is, for its stats."),
    pauses: limit(
      100,
      "pauses of a habit",
      "They are stored in its row. The oldest is dropped: its days count as scheduled.",
    ),
  },
  finance: {
    customCategories: limit(
      200,
      "categories of a user's own",
      "They are read whole by lists and reports; people tell apart a few dozen. Deleted ones do not count.",
    ),
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
  recurring: {
    searchSteps: limit(
      100_000,
      "steps a request",
      "A step is about one day, week or month that is looked at for dates, ten are an override that is checked: together " +
        "about 0.3 s. The next date of a usual rule takes fewer than 100.",
    ),
    searchStepsOfRule: limit(
      60_000,
      "steps a rule",
      "What 60 years take at most, those of a weekly rule with BYSETPOS. Scheduled work begins no search with less left.",
    ),
    count: limit(1_000, "dates", "The COUNT of a rule: its last date is searched when the rule is stored."),
    interval: limit(400, "periods", "The INTERVAL of a rule."),
    exceptions: limit(1_000, "dates", "All are read and written whenever a date of the recurrence is skipped."),
    overrides: limit(100, "dates", "Each holds fields of one occurrence: together with the template they are one row."),
    overrideBytes: limit(
      32 * KIB,
      "bytes",
      "Template and overrides of one recurrence as JSON: a page of 100 recurrences must fit into a reply.",
    ),
    leadDays: limit(90, "days", "Rows are created so many days before their dates."),
    previewDays: limit(366, "days", "Each date of a preview is computed and has its state."),
  },
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
  billing: {
    transfersPerDay: limit(
      5,
      "transfers of a purchase in 24 hours",
      "Each writes to the histories of both accounts. Whoever changes accounts restores a purchase once or twice; a sixth is refused.",
    ),
  },
  insights: {
    failedWordings: limit(
      10,
      "failed wordings of a user and day",
      "A vendor of AI takes its tokens also for words that are refused, and the user's unit is given back: whoever provokes " +
        "refusals gets our own words until midnight.",
    ),
    rows: limit(
      100,
      "rows of one kind",
      "A run looks at so many habits, goals, debts, accounts below zero and tasks with a deadline; a habit's history is gone through day by day.",
    ),
    unusualOfCategory: limit(
      20,
      "expenses of a category",
      "The largest of the last days are compared with the usual ones; a run makes 20 insights at most.",
    ),
  },
  koshelok: {
    photoBytes: limit(5 * MIB, "bytes", "A photo is held in memory whole to be sniffed; phones take larger ones."),
  },
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
