import { importJWK } from "jose";
import { inject } from "vitest";
import type { EntityName } from "../../src/leora/registry.ts";
import type { Call } from "../rules/catalog.ts";
import type { World } from "../rules/world.ts";
import { newActor, PASSWORD, signInAgain } from "../support/actor.ts";
import { AppleStore, appleTransaction } from "../support/apple-store.ts";
import { pubSubBearer, pushBody } from "../support/google-play.ts";
import { totp } from "../support/totp.ts";
import { administrator, sign } from "./billing/support.ts";
import { newestCode, registration } from "./identity/support.ts";
import { challengeOf, newProtected } from "./identity/two-factor/support.ts";

/** The columns of an insight, which the server alone makes. */
export const insightColumns = (text: string, taskId: string | null) => ({
  rule: "task_deadline",
  kind: "planner",
  level: "warning",
  scope: "daily",
  category: "productivity",
  title: text,
  body: text,
  explain: text,
  push: text,
  tone: "friend",
  priority: 6,
  payload: { rule: "task_deadline", taskId, days: 1 },
  related: taskId === null ? {} : { taskId },
  actions: [
    {
      type: "open_task",
      label: "Vazifani ochish",
      action: "open_tasks",
      targetId: taskId,
      confidence: 0.9,
      priority: "high",
    },
  ],
  status: "new",
  source: "local",
  validUntil: null,
  viewedAt: null,
  dismissedAt: null,
  completedAt: null,
  isAutomatic: false,
});

/**
 * One good row per entity, as a body for its POST endpoint; of entities whose rows the server alone makes, its columns. Every
 * text that may be free holds `secret`, so that a leak is seen. Entities that others link to come first, as in the registry.
 */
export const ROWS: Readonly<Record<EntityName, (world: World) => object>> = {
  counterparties: ({ secret }) => ({ displayName: secret, comment: secret, searchKeywords: secret }),
  focusSessions: ({ secret }) => ({ plannedMinutes: 25, notes: secret, status: "completed" }),
  tasks: ({ secret }) => ({ title: secret, notes: secret, context: secret, checklist: [{ title: secret }] }),
  accounts: ({ secret }) => ({ name: secret, accountType: "card", currency: "UZS", initialBalance: 500000 }),
  budgets: ({ secret, rows }) => ({
    name: secret,
    budgetType: "category",
    categoryIds: ["food"],
    accountId: rows.accounts?.id,
    currency: "UZS",
    limitAmount: 2000000,
    periodType: "monthly",
    notifyOnExceed: true,
  }),
  debts: ({ secret, rows }) => ({
    direction: "i_owe",
    counterpartyId: rows.counterparties?.id,
    counterpartyName: secret,
    description: secret,
    principalAmount: 1000000,
    principalCurrency: "UZS",
    startDate: "2026-01-10",
    dueDate: "2026-12-10",
    scheduleHint: "monthly",
    receivedToAccountId: rows.accounts?.id,
    payFromAccountId: rows.accounts?.id,
  }),
  debtPayments: ({ secret, rows }) => ({
    debtId: rows.debts?.id,
    amount: 1000,
    currency: "UZS",
    paymentDate: "2026-01-15",
    note: secret,
  }),
  habits: ({ secret }) => ({
    title: secret,
    description: secret,
    habitType: "health",
    completionMode: "numeric",
    targetPerDay: 3,
    unit: "km",
    challengeLengthDays: 30,
  }),
  habitCompletions: ({ rows }) => ({ habitId: rows.habits?.id, dateKey: "2026-01-15", value: 3.5 }),
  goals: ({ secret, rows }) => ({
    title: secret,
    description: secret,
    goalType: "financial",
    metricType: "amount",
    direction: "increase",
    unit: secret,
    targetValue: 1000000,
    currency: "UZS",
    linkedBudgetId: rows.budgets?.id,
    linkedDebtId: rows.debts?.id,
    milestones: [{ title: secret, description: secret, targetPercent: 25 }],
  }),
  goalCheckIns: ({ secret, rows }) => ({ goalId: rows.goals?.id, value: 150, note: secret }),
  recurrences: ({ secret }) => ({
    entity: "tasks",
    template: { title: secret },
    rrule: "FREQ=DAILY",
    startDate: "2126-01-15",
    overrides: { "2126-01-20": { notes: secret } },
  }),
  transactions: ({ secret, rows }) => ({
    type: "expense",
    accountId: rows.accounts?.id,
    amount: 150000,
    currency: "UZS",
    categoryId: "food",
    name: secret,
    description: secret,
    date: "2026-01-15",
  }),
  notifications: ({ secret, rows }) => ({
    kind: "budget_exceeded",
    title: secret,
    entity: "transactions",
    entityId: rows.transactions?.id,
    data: { limit: 2000000, currency: "UZS" },
  }),
  insights: ({ secret, rows }) => insightColumns(secret, rows.tasks?.id ?? null),
};

/** What a good request needs beyond the ids of the world's rows and the examples of the endpoint's contract. */
export const CALLS: Readonly<Record<string, (world: World) => Partial<Call> | Promise<Partial<Call>>>> = {
  "POST /auth/register": () => ({ body: registration() }),
  "POST /auth/login": ({ owner }) => ({ body: { emailOrUsername: owner.user.email, password: PASSWORD } }),
  "POST /auth/refresh": ({ owner }) => ({ body: { refreshToken: owner.refreshToken } }),
  "POST /auth/forgot-password": ({ owner }) => ({ body: { email: owner.user.email } }),
  "POST /auth/reset-password": async ({ owner }) => {
    await owner.post("/v1/auth/forgot-password", { email: owner.user.email });
    return { body: { email: owner.user.email, otp: await newestCode(owner, 2), newPassword: `${PASSWORD}4` } };
  },
  "POST /auth/2fa/setup": () => ({ body: { password: PASSWORD } }),
  // Users of their own: the world's owner signs in by the password alone for other calls.
  "POST /auth/2fa/enable": async () => {
    const by = await newActor();
    const { data } = await by.post("/v1/auth/2fa/setup", { password: PASSWORD });
    return { by, body: { code: totp(data.secret) } };
  },
  "POST /auth/2fa/verify": async () => {
    const user = await newProtected();
    return { body: { challengeToken: await challengeOf(user), code: user.recoveryCodes[0] } };
  },
  "POST /auth/2fa/disable": async () => {
    const { actor: by, recoveryCodes } = await newProtected();
    return { by, body: { password: PASSWORD, code: recoveryCodes[0] } };
  },
  "POST /auth/2fa/recovery-codes": async () => {
    const { actor: by, recoveryCodes } = await newProtected();
    return { by, body: { code: recoveryCodes[0] } };
  },
  "POST /auth/verify-email": async ({ owner }) => ({ body: { otp: await newestCode(owner, 1) } }),
  "PATCH /users/me": ({ secret }) => ({ body: { bio: secret } }),
  "DELETE /devices/{id}": async ({ owner }) => ({ params: { id: await otherId(owner, "devices") } }),
  "POST /devices/{id}/trust": async ({ owner }) => ({ params: { id: await otherId(owner, "devices") } }),
  "DELETE /sessions/{id}": async ({ owner }) => ({ params: { id: await otherId(owner, "sessions") } }),

  "POST /focus-sessions/start": ({ secret, rows }) => ({
    body: { taskId: rows.tasks?.id, plannedMinutes: 50, notes: secret },
  }),
  "PATCH /focus-sessions/{id}": ({ secret }) => ({ body: { notes: `${secret} again` } }),
  "PATCH /focus-sessions/{id}/pause": runningSession,
  "PATCH /focus-sessions/{id}/resume": runningSession,
  "POST /focus-sessions/{id}/complete": runningSession,
  "POST /focus-sessions/{id}/cancel": runningSession,
  "POST /focus-sessions/{id}/interrupt": runningSession,

  "POST /tasks/bulk": ({ secret, rows }) => ({
    body: { items: [{ data: { title: secret } }, { operation: "delete", id: rows.tasks?.id }] },
  }),
  "POST /tasks/{id}/checklist": ({ secret }) => ({ body: { title: secret } }),
  "PUT /tasks/{id}/checklist/order": ({ rows }) => ({ body: { itemIds: [rows.tasks?.checklist[0].id] } }),
  "PATCH /tasks/{id}/checklist/{itemId}": ({ rows }) => ({
    params: { itemId: rows.tasks?.checklist[0].id },
    body: { completed: true },
  }),
  "DELETE /tasks/{id}/checklist/{itemId}": ({ rows }) => ({ params: { itemId: rows.tasks?.checklist[0].id } }),

  "POST /debts/{id}/payments": ({ secret }) => ({
    body: { amount: 100, currency: "UZS", paymentDate: "2026-01-16", note: secret },
  }),
  "PATCH /debts/{id}": ({ secret }) => ({ body: { description: `${secret} again` } }),
  "PATCH /debt-payments/{id}": ({ secret }) => ({ body: { amount: 200, note: `${secret} again` } }),
  "POST /debts/{id}/settle": () => ({ body: {} }),
  "PATCH /debts/{id}/payments/{paymentId}": ({ rows, secret }) => ({
    params: { paymentId: rows.debtPayments?.id },
    body: { amount: 300, note: `${secret} again` },
  }),
  "DELETE /debts/{id}/payments/{paymentId}": ({ rows }) => ({ params: { paymentId: rows.debtPayments?.id } }),

  "PATCH /habits/{id}": ({ secret }) => ({ body: { title: `${secret} again` } }),
  "POST /habits/{id}/complete": () => ({ body: { dateKey: "2026-01-16", value: 2 } }),
  "DELETE /habits/{id}/completions/{dateKey}": () => ({ params: { dateKey: "2026-01-15" } }),
  "GET /habits/{id}/history": () => ({ query: "from=2026-01-01&to=2026-01-31" }),

  "POST /goals/{id}/check-in": ({ secret }) => ({ body: { value: 150, note: secret } }),
  "PATCH /goals/{id}/check-ins/{checkInId}": ({ secret, rows }) => ({
    params: { checkInId: rows.goalCheckIns?.id },
    body: { value: 151, note: secret },
  }),
  "DELETE /goals/{id}/check-ins/{checkInId}": ({ rows }) => ({ params: { checkInId: rows.goalCheckIns?.id } }),

  "POST /transactions/bulk": (world) => ({ body: { items: [{ data: ROWS.transactions(world) }] } }),
  "GET /recurring/{id}/occurrences": () => ({ query: "from=2126-01-01&to=2126-02-01" }),
  "POST /recurring/{id}/skip": () => ({ body: { date: "2126-01-17" } }),
  "POST /recurring/{id}/occurrences/{date}": ({ secret }) => ({
    params: { date: "2126-01-18" },
    body: { data: { title: secret }, scope: "following", rrule: "FREQ=WEEKLY" },
  }),
  "PATCH /recurring/{id}": ({ secret }) => ({ body: { template: { title: `${secret} again` } } }),

  "PATCH /transactions/{id}": ({ secret }) => ({ body: { amount: 99000, name: `${secret} again` } }),

  "DELETE /fx-rates/{id}": async ({ owner }) => ({
    params: { id: (await owner.post("/v1/fx-rates", OWN_RATE)).data.id },
  }),

  "POST /transactions/imports/preview": (world) => ({ body: statementOf(world) }),
  "POST /transactions/imports": (world) => ({ body: statementOf(world) }),
  "GET /transactions/imports/{id}": async (world) => ({ params: { id: await importedBy(world) } }),
  "DELETE /transactions/imports/{id}": async (world) => ({ params: { id: await importedBy(world) } }),

  "POST /subscriptions/checkout": () => ({ body: { planId: "plan_monthly", provider: "stripe", currency: "USD" } }),
  "POST /subscriptions/cancel": async (world) => {
    await subscribe(world);
    return { body: { reason: world.secret, feedback: world.secret } };
  },
  "POST /subscriptions/resume": async (world) => {
    await subscribe(world);
    await world.owner.post("/v1/subscriptions/cancel", { reason: world.secret });
    return { body: {} };
  },
  "POST /subscriptions/change": async (world) => {
    await subscribe(world);
    return { body: { planId: "plan_yearly" } };
  },
  "POST /subscriptions/grant": async ({ owner }) => ({
    by: await administrator(),
    body: { userId: owner.user.id, tier: "premium", interval: "yearly" },
  }),
  "POST /subscriptions/revoke": async ({ owner }) => {
    const by = await administrator();
    await by.post("/v1/subscriptions/grant", { userId: owner.user.id });
    return { by, body: { userId: owner.user.id } };
  },
  "POST /subscriptions/webhook/stripe": async () => {
    const text = JSON.stringify({ id: "evt_1", type: "customer.created", created: 1, data: { object: {} } });
    return { file: { text, type: "application/json" }, headers: { "Stripe-Signature": await sign(text) } };
  },
  "POST /subscriptions/verify-receipt": async () => ({ body: await boughtAtApple() }),
  "POST /subscriptions/restore": async () => ({ body: await boughtAtApple() }),
  "POST /subscriptions/webhook/apple": async () => {
    const signedPayload = await (await appleStore()).notification("TEST");
    return { file: { text: JSON.stringify({ signedPayload }), type: "application/json" } };
  },
  "POST /subscriptions/webhook/google": async () => {
    const key = await importJWK(inject("stores").googleKey, "RS256");
    return {
      file: { text: pushBody({ testNotification: { version: "1.0" } }), type: "application/json" },
      headers: { Authorization: await pubSubBearer(Date.now(), { key }) },
    };
  },

  "POST /insights/questions/{id}/answer": async ({ owner, secret }) => ({
    params: { id: (await owner.get("/v1/insights/questions")).data.find(isOpenQuestion).id },
    body: { customAnswer: secret },
  }),
  "GET /insights/jobs/{jobId}": async ({ owner }) => ({
    params: { jobId: (await owner.post("/v1/insights/generate", { scope: "weekly" })).data.jobId },
  }),
  "POST /insights/ask": ({ secret }) => ({ body: { question: `${secret}: qancha pul sarfladim?` } }),
  "POST /ai/voice": ({ secret }) => ({ body: { transcript: `eslat ${secret}` } }),

  "PATCH /settings": ({ secret }) => ({ body: { theme: "dark", ai: { assistantName: secret.slice(0, 50) } } }),
  "POST /settings/security/verify-pin": async () => {
    const by = await newActor();
    await by.patch("/v1/settings/security", { pin: "4321" });
    return { by, body: { pin: "4321" } };
  },
  "PATCH /settings/security": () => ({ body: { dataProtection: { hideBalances: true }, autoLockTimeoutMs: 120_000 } }),
  "PATCH /settings/ai": ({ secret }) => ({ body: { assistantName: secret.slice(0, 50) } }),

  "POST /categories": async (world) => {
    await subscribe(world);
    return { body: { type: "expense", name: world.secret } };
  },
  "PATCH /categories/{id}": async (world) => ({
    params: { id: await ownCategory(world) },
    body: { name: `${world.secret} again` },
  }),
  "DELETE /categories/{id}": async (world) => ({ params: { id: await ownCategory(world) } }),

  "POST /sync/push": ({ secret }) => ({ body: { changes: Array.from({ length: 500 }, () => newTask(secret)) } }),
  "POST /sync/resolve-conflict": async (world) => {
    const conflictId = await makeConflict(world);
    return { body: { entity: "tasks", id: world.rows.tasks?.id, resolution: "use_local", conflictId } };
  },
};

const appleStore = () => AppleStore.from(inject("stores").apple);

/** A proof of a month of premium that somebody has bought in the App Store. */
const boughtAtApple = async () => ({
  provider: "apple",
  receipt: await (await appleStore()).sign(appleTransaction(Date.now())),
  productId: "com.leora.premium.monthly",
});

/** The checkouts by which worlds got their plans. */
const checkouts = new WeakMap<World, string>();

/** Gives the world's owner a plan, unless there is one. Returns the checkout session. */
export async function subscribe(world: World): Promise<string> {
  const known = checkouts.get(world);
  if (known !== undefined) return known;
  const { owner } = world;
  const { data } = await owner.post("/v1/subscriptions/checkout", { planId: "plan_monthly", provider: "stripe" });
  await owner.post(`/dev/checkout/${data.sessionId}`, {});
  checkouts.set(world, data.sessionId);
  return data.sessionId;
}

const isOpenQuestion = ({ allowFreeText, answer }: { allowFreeText: boolean; answer: object | null }) =>
  allowFreeText && answer === null;

/** The id of a category that the world's owner has made. */
async function ownCategory(world: World): Promise<string> {
  await subscribe(world);
  return (await world.owner.post("/v1/categories", { type: "expense", name: world.secret })).data.id;
}

/** Starts one, unless one runs already. */
async function runningSession({ owner, secret }: World): Promise<Partial<Call>> {
  await owner.post("/v1/focus-sessions/start", { plannedMinutes: 25, notes: secret });
  const { data } = await owner.get("/v1/focus-sessions?limit=1");
  return { params: { id: data[0].id } };
}

const OWN_RATE = { fromCurrency: "USD", toCurrency: "UZS", rate: 12700, date: "2026-01-15", isOverridden: true };

const statementOf = ({ secret, rows }: World) => ({
  format: "csv",
  accountId: rows.accounts?.id,
  fileName: secret,
  content: `date,amount,name\n2026-01-16,-25000,${secret}\n`,
});

const importedBy = async (world: World): Promise<string> =>
  (await world.owner.post("/v1/transactions/imports", statementOf(world))).data.id;

/** The id of a session or device that is not the one that asks. */
async function otherId(owner: World["owner"], what: "devices" | "sessions"): Promise<string> {
  const before = await owner.get(`/v1/${what}`);
  await signInAgain(owner, { "X-Device-ID": crypto.randomUUID() });
  const after = await owner.get(`/v1/${what}`);
  const known = new Set(before.data.map(({ id }: { id: string }) => id));
  return after.data.find(({ id }: { id: string }) => !known.has(id)).id;
}

const change = (operation: string, id: string, data: object) => ({
  entity: "tasks",
  id,
  operation,
  data,
  localUpdatedAt: new Date().toISOString(),
  idempotencyKey: crypto.randomUUID(),
});

const newTask = (title: string) => change("create", crypto.randomUUID(), { title });

/** Two phones change the title of the world's task from the same base; the second one has to wait. */
async function makeConflict({ owner, rows, secret }: World): Promise<string> {
  const { cursor } = (await owner.get("/v1/sync/pull")).data;
  const baseRev = (await owner.get("/v1/sync/pull")).data.changes.find(
    ({ id }: { id: string }) => id === rows.tasks?.id,
  ).rev;
  await owner.patch(`/v1/tasks/${rows.tasks?.id}`, { title: `${secret} on the server` });
  const local = { ...change("update", rows.tasks?.id, { title: `${secret} on the phone` }), baseRev };
  const pushed = await owner.post("/v1/sync/push", { changes: [local], cursor });
  return pushed.data.results[0].conflictId;
}
