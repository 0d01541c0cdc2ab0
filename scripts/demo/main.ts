/**
 * Two phones of one family keep the books of a month, mostly offline, against a running server (`npm start`):
 *   npm run demo        the server's URL is in BASE_URL, default http://localhost:8787
 * Fails and shows the differences unless both phones, a third one that starts empty, and a ledger that the demo keeps by itself
 * agree in the end.
 */
import { Api, ConnectionLost } from "./api.ts";
import { entryOf, type Line, readHousehold } from "./household.ts";
import { Ledger } from "./ledger.ts";
import { type Conflict, Phone, type SyncReport } from "./phone.ts";
import type { Fields } from "./replica.ts";
import { chapter, check, checkSame, money, type Summary, say, summaryOf } from "./story.ts";

const BASE_URL = process.env.BASE_URL ?? "http://localhost:8787";
const PASSWORD = "Toshkent-2026";
const email = `karimovlar.${Date.now().toString(36)}@example.com`;
const startedAt = performance.now();

const household = readHousehold();
const ledger = new Ledger();
const accountIds = new Map<string, string>();
const nigora = new Phone("Nigora", new Api(BASE_URL, "Nigora · Samsung A55"));
const dilshod = new Phone("Dilshod", new Api(BASE_URL, "Dilshod · Pixel 9"));

async function main(): Promise<void> {
  await register();
  await openAccounts();
  await keepBooksOffline();
  await goBackOnline();
  const conflicts = await editSameRowsOffline();
  await resolveConflicts(conflicts);
  await listenOnSockets();
  await compareReplicas();
  say(`\nEverything agrees, after ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
}

async function register(): Promise<void> {
  const health = await fetch(`${BASE_URL}/healthz`).catch((error: Error) => error);
  check("ok" in health && health.ok, `${BASE_URL} does not answer; start it with: npm start`, health);
  chapter("One family, one account, two phones");
  const family = { email, fullName: "Karimovlar oilasi", region: "uzbekistan", currency: "UZS" };
  const credentials = { ...family, password: PASSWORD, confirmPassword: PASSWORD };
  const { accessToken } = await nigora.api.post<{ accessToken: string }>("/v1/auth/register", credentials);
  nigora.api.accessToken = accessToken;
  await signIn(dilshod);
  say(`Nigora registers ${email}; Dilshod signs in on his phone.`);
}

async function signIn(phone: Phone): Promise<void> {
  const credentials = { emailOrUsername: email, password: PASSWORD };
  phone.api.accessToken = (await phone.api.post<{ accessToken: string }>("/v1/auth/login", credentials)).accessToken;
}

async function openAccounts(): Promise<void> {
  for (const line of household.filter(({ kind }) => kind === "account")) {
    const id = nigora.create(...entryOf(line, accountIds));
    accountIds.set(line.name, id);
    ledger.openAccount(line.name, Number(line.amount));
    say(`Nigora opens "${line.name}" with ${money(Number(line.amount), line.currency)}.`);
  }
  report(nigora, await nigora.sync());
  report(dilshod, await dilshod.sync());
}

async function keepBooksOffline(): Promise<void> {
  chapter("October 2026: both offline, each enters what they spend and plan");
  for (const phone of [nigora, dilshod]) phone.goOffline();
  for (const line of household) if (line.kind !== "account") enter(line);
  for (const phone of [nigora, dilshod]) {
    const [transactions, tasks] = [phone.replica.list("transactions"), phone.replica.list("tasks")];
    say(`${phone.name} enters ${transactions.length} transactions and ${tasks.length} tasks; all wait in the outbox.`);
  }
}

/** Creates the line on its phone, and in the ledger. */
function enter(line: Line): void {
  const phone = line.phone === "Nigora" ? nigora : dilshod;
  const id = phone.create(...entryOf(line, accountIds));
  if (line.kind === "transaction") ledger.add(id, line);
}

async function goBackOnline(): Promise<void> {
  chapter("Back online");
  nigora.goOnline();
  nigora.api.loseNextReply();
  const lost = await nigora.sync().catch((error: unknown) => error);
  check(lost instanceof ConnectionLost, "the first reply is lost", lost);
  const waiting = nigora.replica.outbox.length;
  say(`Nigora's first push gets through, but the reply is lost: ${waiting} changes still wait, and are sent again.`);
  const resent = await nigora.sync();
  report(nigora, resent);
  check(resent.sent.duplicate > 0, "the server answers what it has already as duplicates", resent);
  dilshod.goOnline();
  report(dilshod, await dilshod.sync());
  report(nigora, await nigora.sync());
  checkSame("the two phones", nigora.replica.snapshot(), dilshod.replica.snapshot());
  checkBalances(nigora);
}

/** Both phones go offline again and edit the same rows. Returns the conflicts that the server reports. */
async function editSameRowsOffline(): Promise<Conflict[]> {
  chapter("Offline once more: both correct the books");
  for (const phone of [nigora, dilshod]) phone.goOffline();

  const plov = find("transactions", "Ош в «Беш қозон»");
  nigora.update("transactions", plov, { subcategoryId: "events" });
  dilshod.update("transactions", plov, { description: "с коллегами, плюс чай" });
  say("Same transaction, different fields: she moves the plov to another category, he adds a note.");

  const done = find("tasks", "Обновить резюме");
  nigora.update("tasks", done, { status: "completed" });
  dilshod.update("tasks", done, { status: "completed" });
  say("Same task, same value: both tick off the same thing.");

  const tyres = find("transactions", "Зимние шины, задаток");
  nigora.update("transactions", tyres, { amount: 800000 });
  dilshod.update("transactions", tyres, { amount: 870000 });
  say(
    `Same field, different values: the tyres' deposit was ${money(800000, "UZS")} (she) or ${money(870000, "UZS")} (he).`,
  );

  const taxi = find("transactions", "Taksi bozordan");
  nigora.remove("transactions", taxi);
  dilshod.update("transactions", taxi, { description: "чаевые не считаем" });
  say("She deletes a taxi ride that was entered twice, he edits it.");

  const bread = nigora.create("transactions", expense("Naqd pul", 6000, "Patir"));
  ledger.add(bread, line({ type: "expense", account: "Naqd pul", amount: "6000" }));
  const [patched] = dilshod.replica.list("tasks").filter(({ title }) => title === "Балкон утеплить");
  dilshod.update("tasks", String(patched?.id), { dueDate: "2026-11-15", priority: "medium" });
  say("And each does something alone: bread for her, the balcony is put off by him.");

  nigora.goOnline();
  report(nigora, await nigora.sync());
  ledger.changeAmount(tyres, 800000);
  ledger.remove(taxi);
  dilshod.goOnline();
  const synced = await dilshod.sync();
  report(dilshod, synced);
  check(synced.sent.merged === 2, "different fields and equal values merge", synced.sent);
  check(synced.conflicts.length === 2, "the deposit and the taxi ride are conflicts", synced.conflicts);
  return synced.conflicts;
}

async function resolveConflicts(conflicts: readonly Conflict[]): Promise<void> {
  chapter("People decide");
  for (const conflict of conflicts) {
    const server = dilshod.replica.get(conflict.entity, conflict.id);
    if (server) {
      const row = await dilshod.resolve(conflict, "use_local");
      ledger.changeAmount(conflict.id, Number(row.amount));
      say(
        `"${row.name}": the server had ${money(server.amount, "UZS")}, Dilshod has the receipt: ${money(row.amount, "UZS")}.`,
      );
    } else {
      await dilshod.resolve(conflict, "use_server");
      say("The taxi ride stays deleted.");
    }
  }
  report(nigora, await nigora.sync());
  const { length } = await dilshod.api.get<unknown[]>("/v1/sync/conflicts");
  check(length === 0, "no conflict is left", length);
}

async function listenOnSockets(): Promise<void> {
  chapter("Live: both phones listen on the WebSocket");
  await Promise.all([nigora.listen(), dilshod.listen()]);
  const { name, currentBalance } = balanceRow(dilshod, "Humo karta");
  say(`Dilshod's screen shows ${name}: ${money(currentBalance, "UZS")}.`);

  const dinner = nigora.create("transactions", expense("Humo karta", 243000, "Кечки овқат, Караван"));
  ledger.add(dinner, line({ type: "expense", account: "Humo karta", amount: "243000" }));
  const paid = performance.now();
  await Promise.all([
    nigora.sync(),
    dilshod.waitUntil("dinner", () => balanceRow(dilshod, "Humo karta").currentBalance !== currentBalance),
  ]);
  const after = balanceRow(dilshod, "Humo karta").currentBalance;
  say(`Nigora pays dinner, ${money(243000, "UZS")}; ${ms(paid)} later his screen shows ${money(after, "UZS")}.`);

  const task = find("tasks", "Bog'cha to'lovi, noyabr");
  const ticked = performance.now();
  const isTicked = (phone: Phone) => phone.replica.get("tasks", task)?.status === "completed";
  await dilshod.api.post(`/v1/tasks/${task}/complete`);
  await Promise.all([nigora, dilshod].map((phone) => phone.waitUntil("the task", () => isTicked(phone))));
  say(`Dilshod completes a task over REST; ${ms(ticked)} later both phones show it.`);
  for (const phone of [nigora, dilshod]) phone.goOffline();
}

async function compareReplicas(): Promise<void> {
  chapter("Comparing everything");
  const fresh = new Phone("The new phone", new Api(BASE_URL, "A new phone"));
  await signIn(fresh);
  report(fresh, await fresh.sync());
  checkSame("Nigora's phone and the server", nigora.replica.snapshot(), fresh.replica.snapshot());
  checkSame("Dilshod's phone and the server", dilshod.replica.snapshot(), fresh.replica.snapshot());
  say("Both phones hold exactly what a new phone gets from the server.");
  checkBalances(fresh);
  for (const [name, balance] of ledger.balances()) {
    say(`${name}: ${money(balance, String(balanceRow(fresh, name).currency))}, as in the ledger.`);
  }
  const summary = await fresh.api.get<Summary>("/v1/transactions/summary?dateFrom=2026-10-01&dateTo=2026-10-31");
  check(summary.transactionsCount === ledger.size, "the summary counts every transaction of October", summary);
  say(summaryOf(summary));
}

/** Fails unless the phone shows the balances of the ledger. */
function checkBalances(phone: Phone): void {
  const shown = [...accountIds.keys()].map((name) => ({ name, balance: balanceRow(phone, name).currentBalance }));
  const expected = [...ledger.balances()].map(([name, balance]) => ({ name, balance }));
  checkSame("balances and the ledger", shown, expected);
}

const balanceRow = (phone: Phone, name: string): Fields =>
  phone.replica.get("accounts", accountIds.get(name) ?? "") ?? {};

/** The id of a row by its name or title. */
function find(entity: string, name: string): string {
  const row = nigora.replica.list(entity).find((row) => (row.name ?? row.title) === name);
  check(row !== undefined, `"${name}" is on the phone`, entity);
  return String(row?.id);
}

const expense = (account: string, amount: number, name: string): Fields => ({
  type: "expense",
  accountId: accountIds.get(account),
  amount,
  currency: "UZS",
  categoryId: "food",
  name,
  date: "2026-10-31",
});

/** A line of the books, as far as the ledger needs it. */
const line = (fields: Partial<Line> & Pick<Line, "type" | "account" | "amount">) => ({
  toAccount: "",
  toAmount: "",
  fee: "",
  ...fields,
});

/** Prints what a sync did. */
function report({ name }: Phone, { sent, received, rejected }: SyncReport): void {
  const outcomes = Object.entries(sent).flatMap(([status, count]) => (count > 0 ? [`${count} ${status}`] : []));
  say(`${name} syncs: ${outcomes.join(", ") || "nothing to send"}; ${received} rows received.`);
  check(rejected.length === 0, "the server rejects no change", rejected);
}

/** The time since a moment, as text. */
const ms = (since: number): string => `${Math.round(performance.now() - since)} ms`;

await main();
