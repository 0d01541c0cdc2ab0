import { insightColumns } from "../../../leora/samples.ts";
import type { Random } from "./random.ts";

export type Data = Record<string, unknown>;

/** What the author of a change has to choose from. */
export interface Author {
  readonly random: Random;
  /** A text that nobody wrote before, so that the server's log shows who wrote which. */
  unique(): string;
  /** A row of the entity that the author has; undefined when there is none. */
  any(entity: string): string | undefined;
}

/** What devices do with one kind of row. */
export interface Kind {
  readonly entity: string;
  readonly path: string;
  /** Fields whose every value is written once in a history. */
  readonly traced: readonly string[];
  /** undefined when nothing fits yet. */
  create(author: Author): Data | undefined;
  patch(author: Author): Data;
  /** The columns of a row, where the server alone makes such rows. */
  readonly serverRow?: object;
  /** The path by which a browser makes a change; that of the row unless stated. */
  readonly pathOfChange?: (id: string, data: Data) => string;
}

const DAYS = ["2026-11-02", "2026-11-03", "2026-11-04"];

const amount = ({ random }: Author): number => random.between(1, 100) / 4;
const day = ({ random }: Author): string | undefined => random.pick(DAYS);

/** New texts for one or two of the fields, mostly the first: devices are to meet there. */
function some({ random, unique }: Author, fields: readonly string[]): Data {
  const first = random.chance(0.5) ? 0 : random.between(0, fields.length - 1);
  const names = random.chance(0.3) ? [fields[first], fields[(first + 1) % fields.length]] : [fields[first]];
  return Object.fromEntries(names.map((name) => [name, unique()]));
}

/** A link to some row, now and then: to nothing while there is none. */
const link = ({ random, any }: Author, field: string, entity: string, chance = 0.3): Data =>
  random.chance(chance) ? { [field]: any(entity) ?? null } : {};

/** A kind whose texts are its `traced` fields. */
const kind = (entity: string, traced: readonly string[], verbs: Pick<Kind, "create" | "patch">): Kind => ({
  entity,
  path: `/v1/${entity.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
  traced,
  ...verbs,
});

const TASK_TEXTS = ["title", "notes", "context"];

const planner: Kind[] = [
  kind("tasks", TASK_TEXTS, {
    create: (author) => ({
      title: author.unique(),
      ...link(author, "goalId", "goals"),
      ...(author.random.chance(0.3) && { progressValue: 5 }),
    }),
    patch: (author) => ({
      ...some(author, TASK_TEXTS),
      ...link(author, "goalId", "goals", 0.1),
      ...(author.random.chance(0.2) && { status: author.random.pick(["planned", "in_progress", "completed"]) }),
    }),
  }),
  kind("goals", ["title", "description"], {
    create: (author) => ({
      title: author.unique(),
      goalType: "financial",
      metricType: "amount",
      direction: author.random.pick(["increase", "decrease"]),
      initialValue: 50,
      targetValue: author.random.pick([0, 100]),
      currency: "UZS",
    }),
    patch: (author) => ({
      ...some(author, ["title", "description"]),
      ...(author.random.chance(0.2) && { initialValue: author.random.between(40, 60) }),
    }),
  }),
  kind("goalCheckIns", ["note"], {
    create(author) {
      const goalId = author.any("goals");
      return goalId === undefined
        ? undefined
        : { goalId, value: amount(author), note: author.unique(), dateKey: day(author) };
    },
    patch: (author) => ({ note: author.unique(), ...(author.random.chance(0.4) && { value: amount(author) }) }),
  }),
  kind("habits", ["title", "description"], {
    create: (author) => ({
      title: author.unique(),
      habitType: "finance",
      ...link(author, "goalId", "goals"),
      ...(author.random.chance(0.5) && {
        financeRule: { type: "spend_in_categories", categoryIds: ["food"], minAmount: 10, currency: "UZS" },
      }),
    }),
    patch: (author) => ({ ...some(author, ["title", "description"]), ...link(author, "goalId", "goals", 0.1) }),
  }),
  kind("habitCompletions", [], {
    create(author) {
      const habitId = author.any("habits");
      return habitId === undefined
        ? undefined
        : { habitId, dateKey: day(author), status: author.random.pick(["done", "miss"]) };
    },
    patch: ({ random }) => ({ status: random.pick(["done", "miss"]) }),
  }),
  kind("focusSessions", ["notes"], {
    create: (author) => ({
      plannedMinutes: 25,
      notes: author.unique(),
      status: "completed",
      startedAt: "2026-11-02T09:00:00Z",
      endedAt: "2026-11-02T09:25:00Z",
      ...link(author, "taskId", "tasks"),
      ...link(author, "goalId", "goals"),
    }),
    patch: (author) => ({ notes: author.unique(), ...(author.random.chance(0.3) && { plannedMinutes: 50 }) }),
  }),
  kind("recurrences", [], {
    create: (author) => ({
      entity: "tasks",
      template: { title: author.unique() },
      rrule: "FREQ=DAILY;COUNT=2",
      startDate: day(author),
    }),
    patch: (author) =>
      author.random.chance(0.5)
        ? { template: { title: author.unique() } }
        : { status: author.random.pick(["active", "paused"]) },
  }),
];

const COUNTERPARTY_TEXTS = ["displayName", "comment", "searchKeywords"];

const finance: Kind[] = [
  kind("accounts", ["name"], {
    create: ({ random, unique }) => ({
      name: unique(),
      accountType: "cash",
      currency: "UZS",
      initialBalance: random.between(0, 1000),
    }),
    patch: ({ random, unique }) => ({
      name: unique(),
      ...(random.chance(0.3) && { initialBalance: random.between(0, 1000) }),
    }),
  }),
  kind("transactions", ["name", "description"], {
    create(author) {
      const { random, unique, any } = author;
      const [accountId, toAccountId] = [any("accounts"), any("accounts")];
      if (accountId === undefined) return undefined;
      const common = { name: unique(), amount: amount(author), currency: "UZS", date: day(author) };
      if (accountId !== toAccountId && random.chance(0.3)) {
        return { ...common, type: "transfer", fromAccountId: accountId, toAccountId };
      }
      return {
        ...common,
        type: random.pick(["income", "expense"]),
        accountId,
        categoryId: random.pick(["food", "salary"]),
        ...link(author, "budgetId", "budgets", 0.2),
        ...link(author, "debtId", "debts", 0.2),
        ...link(author, "goalId", "goals", 0.2),
        ...link(author, "counterpartyId", "counterparties", 0.2),
      };
    },
    patch: (author) => ({
      ...some(author, ["name", "description"]),
      ...(author.random.chance(0.4) && { amount: amount(author) }),
      ...link(author, "budgetId", "budgets", 0.1),
    }),
  }),
  kind("counterparties", COUNTERPARTY_TEXTS, {
    create: ({ unique }) => ({ displayName: unique() }),
    patch: (author) => some(author, COUNTERPARTY_TEXTS),
  }),
  kind("budgets", ["name"], {
    create: (author) => ({
      name: author.unique(),
      budgetType: "category",
      categoryIds: ["food"],
      currency: "UZS",
      limitAmount: 5,
      periodType: "none",
      ...link(author, "accountId", "accounts"),
      notifyOnExceed: true,
    }),
    patch: (author) => ({
      name: author.unique(),
      ...(author.random.chance(0.3) && { limitAmount: author.random.between(10, 90) }),
    }),
  }),
  kind("debts", ["description"], {
    create: (author) => ({
      direction: "i_owe",
      counterpartyName: author.unique(),
      description: author.unique(),
      principalAmount: 1000,
      principalCurrency: "UZS",
      startDate: DAYS[0],
      ...link(author, "counterpartyId", "counterparties"),
      ...link(author, "receivedToAccountId", "accounts"),
      ...link(author, "payFromAccountId", "accounts"),
    }),
    patch: (author) => ({
      description: author.unique(),
      ...(author.random.chance(0.2) && { principalAmount: author.random.between(900, 1100) }),
    }),
  }),
  kind("debtPayments", ["note"], {
    create(author) {
      const debtId = author.any("debts");
      return debtId === undefined
        ? undefined
        : { debtId, amount: amount(author), paymentDate: day(author), note: author.unique() };
    },
    patch: (author) => ({ note: author.unique(), ...(author.random.chance(0.4) && { amount: amount(author) }) }),
  }),
  // The server alone makes them; people read and delete them.
  kind("notifications", [], {
    create: () => undefined,
    patch: ({ random }) => ({ isRead: random.chance(0.7) }),
  }),
];

const DECISIONS: Readonly<Record<string, string>> = { viewed: "view", dismissed: "dismiss", completed: "complete" };

/** The server alone makes them; people decide about them. */
const insights: Kind = {
  ...kind("insights", [], {
    create: () => undefined,
    patch: ({ random }) => ({ status: random.pick(Object.keys(DECISIONS)) }),
  }),
  serverRow: insightColumns("insight", null),
  pathOfChange: (id, { status }) => `/v1/insights/${id}/${DECISIONS[String(status)]}`,
};

/** Every entity that is synced. */
export const KINDS: readonly Kind[] = [...planner, ...finance, insights];

/** What a history is about: rows that have to do with each other, few enough that writers meet. */
export const CASTS: readonly (readonly string[])[] = [
  ["tasks", "accounts", "transactions"],
  ["tasks", "accounts", "transactions"],
  ["tasks", "goals", "goalCheckIns", "focusSessions", "recurrences"],
  ["tasks", "insights"],
  ["goals", "habits", "habitCompletions", "accounts", "transactions"],
  ["accounts", "transactions", "budgets", "notifications"],
  ["accounts", "transactions", "counterparties", "debts", "debtPayments"],
];

export function castOf(random: Random): Kind[] {
  const cast = random.pick(CASTS) ?? [];
  return KINDS.filter(({ entity }) => cast.includes(entity));
}
