import { type EntityName, registry } from "../../src/leora/registry.ts";
import type { Lists } from "../rules/lists.ts";
import type { World } from "../rules/world.ts";
import { signInAgain } from "../support/actor.ts";
import { makeServerRow, pathOfEntity, serverMade } from "./entities.ts";
import { ROWS, subscribe } from "./samples.ts";

// How the generated tests of pages fill Leora's lists, and read their pages.

type Add = Lists["add"][string];

const requireStatus = (status: number, reply: { status: number; text: string }) => {
  if (reply.status !== status) throw new Error(`${reply.status} ${reply.text}`);
};

async function push({ owner }: World, change: object): Promise<string> {
  const sent = { localUpdatedAt: new Date().toISOString(), idempotencyKey: crypto.randomUUID(), ...change };
  const reply = await owner.post("/v1/sync/push", { changes: [sent] });
  requireStatus(200, reply);
  return reply.data.results[0].status;
}

/** Another row like the entity's sample, with some fields that make it differ. Lists of entities get it unless `add` says more. */
const row =
  (entity: EntityName, fields: (index: number, world: World) => object = () => ({})): Add =>
  async (world, index) => {
    const data = { ...ROWS[entity](world), ...fields(index, world) };
    if (serverMade.some(({ name }) => name === entity)) return makeServerRow(world.owner, entity, data);
    const status = await push(world, { entity, operation: "create", id: crypto.randomUUID(), data });
    if (status !== "applied") throw new Error(`${entity} ${index}: ${status}`);
  };

/** Two days in turn, and none. */
const someDay = (index: number) => [null, "2026-02-01", "2026-02-02"][index % 3];
const dayOfIndex = (index: number) => `2026-01-${String(16 + index).padStart(2, "0")}`;

const addTransaction = row("transactions", (index, { rows }) => ({
  amount: 1 + (index % 2),
  date: `2026-01-1${6 + (index % 3)}`,
  counterpartyId: rows.counterparties?.id,
}));
const addDebt = row("debts", (index) => ({
  dueDate: someDay(index),
  scheduleHint: null,
  principalAmount: 10 + (index % 2),
}));
const addPayment = row("debtPayments", (index) => ({ paymentDate: `2026-01-1${6 + (index % 2)}` }));
const addCheckIn = row("goalCheckIns", (index) => ({ value: index }));

const addInsight = (status: "new" | "dismissed" = "new"): Add =>
  row("insights", (index) => ({
    status,
    priority: 1 + (index % 2),
    validUntil: index % 3 === 0 ? null : Date.parse("2126-02-01") + (index % 3),
  }));

const addSession: Add = ({ owner }) => signInAgain(owner, { "X-Device-ID": crypto.randomUUID() });

/** A change on a base that nobody knows waits. */
const addConflict: Add = async (world, index) => {
  const id = world.rows.tasks?.id;
  const change = { entity: "tasks", operation: "update", id, data: { title: `mine ${index}` } };
  const status = await push(world, { ...change, baseRev: Number.MAX_SAFE_INTEGER });
  if (status !== "conflict") throw new Error(status);
};

export const lists: Lists = {
  pageOf({ data, meta }, limit) {
    if (meta?.limit !== limit) throw new Error(`Another limit than ${limit}: ${JSON.stringify(meta)}`);
    const { total, totalPages, hasMore } = meta;
    return { rows: data.map((item: object) => JSON.stringify(item)), total, totalPages, hasMore };
  },
  add: {
    ...Object.fromEntries(registry.entities.map(({ name }) => [`GET ${pathOfEntity(name)}`, row(name)])),
    "GET /counterparties": row("counterparties", (index) => ({ displayName: `name ${index}` })),
    "GET /focus-sessions": row("focusSessions", (index) => ({ plannedMinutes: 25 + (index % 2) })),
    "GET /tasks": row("tasks", (index) => ({
      dueDate: someDay(index),
      priority: index % 2 ? "high" : "low",
    })),
    "GET /accounts": row("accounts", (index) => ({ name: `name ${index % 2}` })),
    "GET /budgets": row("budgets", (index) => ({ name: `name ${index % 2}`, limitAmount: 10 + (index % 3) })),
    "GET /debts": addDebt,
    "GET /debt-payments": addPayment,
    "GET /habits": row("habits", (index) => ({ title: `title ${index % 2}`, priority: index % 3 ? "high" : "low" })),
    "GET /habit-completions": row("habitCompletions", (index) => ({ dateKey: dayOfIndex(index) })),
    "GET /goals": row("goals", (index) => ({ title: `title ${index % 2}`, targetDate: someDay(index) })),
    "GET /goal-check-ins": addCheckIn,
    "GET /transactions": addTransaction,
    "GET /counterparties/{id}/debts": addDebt,
    "GET /counterparties/{id}/transactions": addTransaction,
    "GET /debts/{id}/payments": addPayment,
    "GET /goals/{id}/check-ins": addCheckIn,
    "GET /budgets/{id}/transactions": addTransaction,
    "GET /budgets/{id}/entries": addTransaction,
    "GET /devices": addSession,
    "GET /sessions": addSession,
    "GET /sync/conflicts": addConflict,
    "GET /fx-rates": async ({ owner }, index) => {
      const rate = { fromCurrency: "ZMW", toCurrency: "UZS", rate: 500 + index, isOverridden: true };
      requireStatus(201, await owner.post("/v1/fx-rates", { ...rate, date: dayOfIndex(index) }));
    },
    // Each renewal is paid once.
    "GET /subscriptions/history": async (world) => {
      const session = await subscribe(world);
      requireStatus(200, await world.owner.post(`/dev/checkout/${session}`, { outcome: "renewed" }));
    },
    "GET /insights": addInsight(),
    "GET /insights/history": addInsight("dismissed"),
    // There are twelve, so that only the number of answered ones grows.
    "GET /insights/questions": async ({ owner }, index) => {
      const { data } = await owner.get("/v1/insights/questions?limit=100");
      const { id, options } = data[index];
      const answer = options ? { optionId: options[0].id } : { customAnswer: "why not" };
      requireStatus(201, await owner.post(`/v1/insights/questions/${id}/answer`, answer));
    },
    "GET /ai/usage/history": async ({ owner }) => {
      requireStatus(200, await owner.post("/v1/ai/voice", { transcript: "50 ming so'm ovqatga" }));
    },
    "GET /transactions/imports": async ({ owner, rows }, index) => {
      const content = `date,amount,name\n2026-01-16,-${index + 1},shop\n`;
      const body = { format: "csv", accountId: rows.accounts?.id, content };
      requireStatus(201, await owner.post("/v1/transactions/imports", body));
    },
  },
  ids: { "GET /budgets/{id}/entries": "transactionId" },
  filters: {
    "GET /insights/questions": "answered=true",
    "GET /fx-rates": "fromCurrency=ZMW",
    "GET /subscriptions/history": "event=payment_succeeded",
  },
};
