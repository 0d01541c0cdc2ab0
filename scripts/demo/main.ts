/**
 * Two phones of one family keep the books of a month, mostly offline, against a running server (`npm start`):
 *   npm run demo        the server's URL is in BASE_URL, default http://localhost:8787
 * Fails and shows the differences unless both phones, a third one that starts empty, and a ledger that the demo keeps by itself
 * agree in the end. Before that a friend uses up the assistant's quota on the free plan, and buys one without a limit.
 */
import { ConnectionLost } from "./api.ts";
import { askAssistant } from "./assistant.ts";
import { Family, report } from "./family.ts";
import type { Conflict, Phone } from "./phone.ts";
import { chapter, check, checkSame, money, say } from "./story.ts";

const BASE_URL = process.env.BASE_URL ?? "http://localhost:8787";
const startedAt = performance.now();
const family = new Family(BASE_URL);
const { nigora, dilshod, ledger } = family;

async function main(): Promise<void> {
  await register();
  await family.openAccounts();
  await keepBooksOffline();
  await goBackOnline();
  const conflicts = await editSameRowsOffline();
  await resolveConflicts(conflicts);
  await listenOnSockets();
  await askAssistant(BASE_URL);
  chapter("Comparing everything");
  await family.compare();
  say(`\nEverything agrees, after ${((performance.now() - startedAt) / 1000).toFixed(1)} s.`);
}

async function register(): Promise<void> {
  const health = await fetch(`${BASE_URL}/healthz`).catch((error: Error) => error);
  check("ok" in health && health.ok, `${BASE_URL} does not answer; start it with: npm start`, health);
  chapter("One family, one account, two phones");
  await family.register();
  say(`Nigora registers ${family.email}; Dilshod signs in on his phone.`);
}

async function keepBooksOffline(): Promise<void> {
  chapter("October 2026: both offline, each enters what they spend and plan");
  for (const phone of family.phones) phone.goOffline();
  for (const line of family.lines) family.enter(line);
  for (const phone of family.phones) {
    const [transactions, tasks] = [phone.replica.list("transactions"), phone.replica.list("tasks")];
    say(`${phone.name} enters ${transactions.length} transactions and ${tasks.length} tasks; all wait in the outbox.`);
  }
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
  family.checkBalances(nigora);
}

/** Both phones go offline again and edit the same rows. Returns the conflicts that the server reports. */
async function editSameRowsOffline(): Promise<Conflict[]> {
  chapter("Offline once more: both correct the books");
  for (const phone of family.phones) phone.goOffline();

  const plov = family.find("transactions", "Ош в «Беш қозон»");
  nigora.update("transactions", plov, { subcategoryId: "events" });
  dilshod.update("transactions", plov, { description: "с коллегами, плюс чай" });
  say("Same transaction, different fields: she moves the plov to another category, he adds a note.");

  const done = family.find("tasks", "Обновить резюме");
  nigora.update("tasks", done, { status: "completed" });
  dilshod.update("tasks", done, { status: "completed" });
  say("Same task, same value: both tick off the same thing.");

  const tyres = family.find("transactions", "Зимние шины, задаток");
  nigora.update("transactions", tyres, { amount: 800000 });
  dilshod.update("transactions", tyres, { amount: 870000 });
  say(
    `Same field, different values: the tyres' deposit was ${money(800000, "UZS")} (she) or ${money(870000, "UZS")} (he).`,
  );

  const taxi = family.find("transactions", "Taksi bozordan");
  nigora.remove("transactions", taxi);
  dilshod.update("transactions", taxi, { description: "чаевые не считаем" });
  say("She deletes a taxi ride that was entered twice, he edits it.");

  family.spend(nigora, "Naqd pul", 6000, "Patir");
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
  const { name, currentBalance } = family.account(dilshod, "Humo karta");
  say(`Dilshod's screen shows ${name}: ${money(currentBalance, "UZS")}.`);

  family.spend(nigora, "Humo karta", 243000, "Кечки овқат, Караван");
  const paid = performance.now();
  await Promise.all([
    nigora.sync(),
    dilshod.waitUntil("dinner", () => family.account(dilshod, "Humo karta").currentBalance !== currentBalance),
  ]);
  const after = family.account(dilshod, "Humo karta").currentBalance;
  say(`Nigora pays dinner, ${money(243000, "UZS")}; ${ms(paid)} later his screen shows ${money(after, "UZS")}.`);

  const task = family.find("tasks", "Bog'cha to'lovi, noyabr");
  const ticked = performance.now();
  const isTicked = (phone: Phone) => phone.replica.get("tasks", task)?.status === "completed";
  await dilshod.api.post(`/v1/tasks/${task}/complete`);
  await Promise.all(family.phones.map((phone) => phone.waitUntil("the task", () => isTicked(phone))));
  say(`Dilshod completes a task over REST; ${ms(ticked)} later both phones show it.`);
  for (const phone of family.phones) phone.goOffline();
}

/** The time since a moment, as text. */
const ms = (since: number): string => `${Math.round(performance.now() - since)} ms`;

await main();
