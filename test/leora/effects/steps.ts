import fc from "fast-check";
import type { Channel, Household } from "./household.ts";

/** Before, in and after this week and month, today, and to come. */
export const DAYS = ["2026-02-10", "2026-03-03", "2026-03-10", "2026-03-16", "2026-03-18", "2026-03-25"] as const;
const PAST_DAYS = DAYS.slice(1, 5);

/** One step of a history; numbers pick among what exists when the step is taken. */
export interface Step {
  verb: string;
  channel: Channel;
  row: number;
  type: "income" | "expense" | "transfer";
  account: number;
  other: number;
  isForeign: boolean;
  minor: number;
  category: string;
  fee: number | null;
  splitAt: number | null;
  day: string;
  pastDay: string;
  link: "goalId" | "budgetId" | "habitId" | "debtId" | null;
  linked: number;
  fields: readonly string[];
  flag: boolean;
}

const ACCOUNTS = ["card", "cash", "dollars"];
const LINKS = {
  goalId: ["savings", "eating", "freedom"],
  budgetId: ["named", "food", "ways"],
  habitId: ["named habit", "learning"],
  debtId: ["owed", "lent", "favour"],
};

const pick = <Value>(list: readonly Value[], index: number): Value | undefined =>
  list[index % Math.max(1, list.length)];
const named = (household: Household, list: readonly string[], index: number): string =>
  household.id(pick(list, index) ?? "");

function transaction(household: Household, step: Step): Record<string, unknown> {
  const { type, minor, splitAt, link } = step;
  const account = pick(ACCOUNTS, step.account) ?? "card";
  const own = account === "dollars" ? "USD" : "UZS";
  const currency = step.isForeign ? (own === "USD" ? "UZS" : "USD") : own;
  const cut = splitAt === null || type === "transfer" ? 0 : Math.floor(minor * splitAt);
  const parties =
    type === "transfer"
      ? {
          fromAccountId: household.id(account),
          toAccountId: named(household, ACCOUNTS, step.account + 1 + (step.other % 2)),
        }
      : { accountId: household.id(account), categoryId: step.category };
  return {
    type,
    ...parties,
    amount: minor / 100,
    currency,
    date: step.day,
    ...(step.fee !== null && { feeAmount: step.fee / 100, feeCategoryId: step.flag ? "food" : null }),
    ...(cut > 0 && {
      splits: [
        { categoryId: step.category, amount: cut / 100 },
        { categoryId: "taxi", amount: (minor - cut) / 100 },
      ],
    }),
    ...(link && { [link]: named(household, LINKS[link], step.linked) }),
  };
}

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  amount: ["amount", "splits"],
  date: ["date"],
  account: ["accountId", "fromAccountId", "toAccountId"],
  type: ["type", "accountId", "fromAccountId", "toAccountId", "categoryId"],
  category: ["categoryId"],
  fee: ["feeAmount", "feeCategoryId"],
  currency: ["currency", "amount"],
  link: ["goalId", "budgetId", "habitId", "debtId"],
};

/** Some fields of a new body: they may not fit the row, and are refused then. */
function patchOf(household: Household, step: Step): object {
  const wanted = new Set(step.fields.flatMap((field) => FIELDS[field] ?? []));
  const unlinked = step.flag ? { goalId: null, budgetId: null, habitId: null } : {};
  const whole = { ...unlinked, ...transaction(household, step) };
  return Object.fromEntries(Object.entries(whole).filter(([name]) => wanted.has(name)));
}

type Run = (household: Household, step: Step) => Promise<void>;

const create =
  (entity: string, body: (household: Household, step: Step) => object): Run =>
  async (household, step) => {
    const id = crypto.randomUUID();
    household.rows[entity]?.push(id);
    await household.write(step.channel, { entity, operation: "create", id, data: body(household, step) });
  };

const update =
  (entity: string, body: (household: Household, step: Step) => object): Run =>
  async (household, step) => {
    const id = pick(household.rows[entity] ?? [], step.row);
    if (id) await household.write(step.channel, { entity, operation: "update", id, data: body(household, step) });
  };

/** Changes a row of the household's own. */
const updateNamed =
  (entity: string, name: string, body: (step: Step) => object): Run =>
  (household, step) =>
    household.write(step.channel, { entity, operation: "update", id: household.id(name), data: body(step) });

const remove =
  (entity: string): Run =>
  async (household, step) => {
    const id = pick(household.rows[entity] ?? [], step.row);
    if (id) await household.write(step.channel, { entity, operation: "delete", id, data: {} });
  };

const restore =
  (entity: string, data: object): Run =>
  async (household, step) => {
    const id = pick(household.rows[entity] ?? [], step.row);
    if (id) await household.restore(entity, id, data);
  };

/** A payment is also a transaction of the same id, which may be changed as such. */
const pay: Run = async (household, step) => {
  await create("debtPayments", () => ({
    debtId: named(household, LINKS.debtId, step.linked),
    amount: step.minor / 100,
    currency: step.isForeign ? "USD" : "UZS",
    paymentDate: step.day,
    ...(step.flag && { accountId: named(household, ACCOUNTS, step.account) }),
  }))(household, step);
  const id = household.rows.debtPayments?.at(-1);
  if (id) household.rows.transactions?.push(id);
};

/** What may happen, and how often. */
export const VERBS: Readonly<Record<string, { weight: number; run: Run }>> = {
  record: { weight: 14, run: create("transactions", transaction) },
  edit: { weight: 8, run: update("transactions", patchOf) },
  delete: { weight: 4, run: remove("transactions") },
  restore: { weight: 3, run: restore("transactions", { description: "restored" }) },
  archive: { weight: 3, run: update("transactions", (_, { flag }) => ({ showStatus: flag ? "archived" : "active" })) },
  pay: { weight: 3, run: pay },
  editPayment: {
    weight: 2,
    run: update("debtPayments", (_, { minor, day, flag }) => (flag ? { amount: minor / 100 } : { paymentDate: day })),
  },
  deletePayment: { weight: 2, run: remove("debtPayments") },
  restorePayment: { weight: 1, run: restore("debtPayments", { note: "restored" }) },
  completeTask: { weight: 4, run: update("tasks", (_, { flag }) => ({ status: flag ? "completed" : "planned" })) },
  editTask: {
    weight: 2,
    run: update("tasks", (household, { minor, flag }) => ({
      progressValue: minor / 10,
      ...(flag && { goalId: household.id("steps") }),
    })),
  },
  deleteTask: { weight: 1, run: remove("tasks") },
  restoreTask: { weight: 1, run: restore("tasks", { notes: "restored" }) },
  archiveTask: { weight: 1, run: update("tasks", (_, { flag }) => ({ showStatus: flag ? "archived" : "active" })) },
  tick: {
    weight: 5,
    run: create("habitCompletions", (household, { linked, pastDay, flag, minor }) => ({
      habitId: named(household, ["running", "reading"], linked),
      dateKey: pastDay,
      status: flag ? "done" : "miss",
      value: minor / 100,
    })),
  },
  editTick: { weight: 2, run: update("habitCompletions", (_, { flag }) => ({ status: flag ? "done" : "miss" })) },
  untick: { weight: 2, run: remove("habitCompletions") },
  restoreTick: { weight: 1, run: restore("habitCompletions", { status: "done" }) },
  checkIn: {
    weight: 3,
    run: create("goalCheckIns", (household, { linked, minor, pastDay }) => ({
      goalId: named(household, ["weight", "savings", "steps"], linked),
      value: minor / 100,
      dateKey: pastDay,
    })),
  },
  editCheckIn: { weight: 1, run: update("goalCheckIns", (_, { minor }) => ({ value: minor / 100 })) },
  deleteCheckIn: { weight: 1, run: remove("goalCheckIns") },
  restoreCheckIn: { weight: 1, run: restore("goalCheckIns", { note: "restored" }) },
  editGoal: { weight: 1, run: updateNamed("goals", "savings", ({ minor }) => ({ initialValue: minor / 100 })) },
  deleteDebt: {
    weight: 1,
    run: (household, { channel }) =>
      household.write(channel, { entity: "debts", operation: "delete", id: household.id("favour"), data: {} }),
  },
  editBudget: {
    weight: 1,
    run: updateNamed("budgets", "ways", ({ category }) => ({ categoryIds: ["transport", category] })),
  },
  limitBudget: { weight: 1, run: updateNamed("budgets", "food", ({ minor }) => ({ limitAmount: minor / 100 })) },
  archiveBudget: {
    weight: 1,
    run: updateNamed("budgets", "fromCard", ({ flag }) => ({ showStatus: flag ? "archived" : "active" })),
  },
};

export const step: fc.Arbitrary<Step> = fc.record(
  {
    verb: fc.oneof(...Object.entries(VERBS).map(([verb, { weight }]) => ({ weight, arbitrary: fc.constant(verb) }))),
    channel: fc.constantFrom<Channel[]>("rest", "sync", "sync", "bulk"),
    row: fc.nat(),
    type: fc.constantFrom("income", "expense", "expense", "expense", "transfer"),
    account: fc.nat(2),
    other: fc.nat(1),
    isForeign: fc.nat(4).map((n) => n === 0),
    minor: fc.oneof(fc.integer({ min: 1, max: 1000 }), fc.integer({ min: 1, max: 200_000 })),
    category: fc.constantFrom("food", "groceries", "transport", "taxi", "education"),
    fee: fc.option(fc.integer({ min: 1, max: 5000 }), { freq: 3 }),
    splitAt: fc.option(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { freq: 3 }),
    day: fc.constantFrom(...DAYS),
    pastDay: fc.constantFrom(...PAST_DAYS),
    link: fc.constantFrom("goalId", "budgetId", "habitId", "debtId", null, null),
    linked: fc.nat(5),
    fields: fc.subarray(Object.keys(FIELDS), { minLength: 1, maxLength: 3 }),
    flag: fc.boolean(),
  },
  { noNullPrototype: true },
);
