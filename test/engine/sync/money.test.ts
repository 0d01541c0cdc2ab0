import { expect, test } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { newPremiumActor } from "../../support/plan.ts";
import { callsOf, change, conflictsOf, newId, pull, push, pushOne } from "./protocol.ts";

const account = (id: string, initialBalance = 0, more: object = {}) =>
  change("accounts", "create", id, { name: "Naqd", accountType: "cash", currency: "UZS", initialBalance, ...more });

const expense = (accountId: string, amount: number, more: object = {}) => ({
  type: "expense",
  accountId,
  amount,
  currency: "UZS",
  categoryId: "food",
  date: "2026-11-02",
  ...more,
});

const read = async (actor: Actor, path: string) => (await actor.get(`/v1/${path}`)).data;

test("an account and its transactions arrive in one push; replies and pull show one balance", async () => {
  const actor = await newActor();
  const [cash, card, paid, moved] = [newId(), newId(), newId(), newId()];
  const transfer = {
    type: "transfer",
    fromAccountId: cash,
    toAccountId: card,
    amount: 250.5,
    currency: "UZS",
    date: "2026-11-02",
  };
  const reply = await push(actor, [
    account(cash, 1000),
    account(card),
    change("transactions", "create", paid, expense(cash, 99.75)),
    change("transactions", "create", moved, transfer),
  ]);
  expect(reply.results.map(({ status, rev }) => [status, rev])).toEqual(Array(4).fill(["applied", 1]));
  const balances = [cash, card].map((id) => reply.changes.find((change) => change.id === id)?.data.currentBalance);
  expect(balances).toEqual([649.75, 250.5]);
  expect(reply.results[0].data).toEqual(await read(actor, `accounts/${cash}`));
  expect(reply.changes.map(({ entity }) => entity)).toEqual(["accounts", "accounts", "transactions", "transactions"]);
});

test("offline transactions on an existing account: answers, pull and REST agree on its balance", async () => {
  const actor = await newActor();
  const cash = newId();
  const { cursor } = await push(actor, [account(cash, 1000)]);
  const ids = [newId(), newId(), newId()];
  const reply = await push(
    actor,
    [
      ...ids.map((id) => change("transactions", "create", id, expense(cash, 100))),
      change("transactions", "update", ids[0] ?? "", { amount: 150 }),
      change("transactions", "delete", ids[1] ?? ""),
      change("accounts", "update", cash, { name: "Hamyon" }),
    ],
    { cursor },
  );
  expect(reply.results.map(({ status }) => status)).toEqual(Array(6).fill("applied"));
  const row = await read(actor, `accounts/${cash}`);
  expect(row).toMatchObject({ name: "Hamyon", currentBalance: 750 });
  expect(reply.results[5]).toMatchObject({ rev: 2, data: row });
  expect(reply.changes.find(({ id }) => id === cash)?.data).toEqual(row);
});

test("a balance that moved is no edit of the account; a pushed balance is ignored and named", async () => {
  const actor = await newActor();
  const cash = newId();
  const { results } = await push(actor, [account(cash, 1000, { currentBalance: 5 })]);
  expect(results[0]).toMatchObject({ ignoredFields: ["currentBalance"], data: { currentBalance: 1000 } });
  await actor.post("/v1/transactions", expense(cash, 100));
  const result = await pushOne(
    actor,
    change("accounts", "update", cash, { name: "Hamyon", currentBalance: 7 }, { baseRev: results[0].rev }),
  );
  expect(result).toMatchObject({
    status: "applied",
    ignoredFields: ["currentBalance"],
    data: { name: "Hamyon", currentBalance: 900 },
  });
});

test("two devices change different fields of a transaction: merged, and the balance follows", async () => {
  const actor = await newActor();
  const [cash, paid] = [newId(), newId()];
  const { results } = await push(actor, [
    account(cash, 1000),
    change("transactions", "create", paid, expense(cash, 100)),
  ]);
  await actor.patch(`/v1/transactions/${paid}`, { amount: 300 });
  const base = { baseRev: results[1].rev };
  const whole = { ...results[1].data, description: "bozor" };
  expect(await pushOne(actor, change("transactions", "update", paid, whole, base))).toMatchObject({
    status: "merged",
    data: { amount: 300, description: "bozor" },
  });
  expect(await pushOne(actor, change("transactions", "update", paid, { amount: 200 }, base))).toMatchObject({
    status: "conflict",
    data: { amount: 300 },
  });
  expect(await read(actor, `accounts/${cash}`)).toMatchObject({ currentBalance: 700 });
  expect(await conflictsOf(actor)).toMatchObject([
    { local: { amount: 200 }, base: { amount: 100 }, server: { amount: 300, description: "bozor" } },
  ]);
});

test("a waiting change that moves a transaction to another account is resolved with both balances", async () => {
  const actor = await newActor();
  const [cash, card, paid] = [newId(), newId(), newId()];
  const { results } = await push(actor, [
    account(cash, 1000),
    account(card, 1000),
    change("transactions", "create", paid, expense(cash, 100)),
  ]);
  await actor.patch(`/v1/transactions/${paid}`, { amount: 300 });
  const local = { amount: 200, accountId: card };
  await pushOne(actor, change("transactions", "update", paid, local, { baseRev: results[2].rev }));
  const body = { entity: "transactions", id: paid, resolution: "use_local" };
  const reply = await actor.post("/v1/sync/resolve-conflict", body);
  expect(reply.data.data).toMatchObject(local);
  expect(callsOf(reply)).toEqual({ d1: 3, hub: 1 });
  const { changes } = await pull(actor, { entities: "accounts" });
  expect(changes.map(({ id, data }) => [id, data.currentBalance])).toEqual([
    [cash, 1000],
    [card, 800],
  ]);
});

test("a link to a foreign, deleted or archived account is refused, like over REST", async () => {
  const [actor, stranger] = [await newActor(), await newActor()];
  const [foreign, deleted, archived] = [newId(), newId(), newId()];
  await push(stranger, [account(foreign)]);
  await push(actor, [account(deleted), account(archived), change("accounts", "delete", deleted)]);
  await pushOne(actor, change("accounts", "update", archived, { showStatus: "archived" }));
  const { results } = await push(
    actor,
    [foreign, deleted, archived].map((id) => change("transactions", "create", newId(), expense(id, 1))),
  );
  expect(results.map(({ status, error }) => [status, error.code, error.details[0].field])).toEqual([
    ["rejected", "RESOURCE_NOT_FOUND", "accountId"],
    ["rejected", "RESOURCE_NOT_FOUND", "accountId"],
    ["rejected", "INVALID_STATE", "accountId"],
  ]);
});

test("an amount that would push a balance out of the exact range is refused alone", async () => {
  const actor = await newActor();
  const cash = newId();
  const largest = Number.MAX_SAFE_INTEGER / 100;
  const income = (amount: number) =>
    change("transactions", "create", newId(), expense(cash, amount, { type: "income" }));
  const { results } = await push(actor, [account(cash, Math.floor(largest)), income(0.5), income(1000), income(0.25)]);
  expect(results.map(({ status, error }) => [status, error?.code])).toEqual([
    ["applied", undefined],
    ["applied", undefined],
    ["rejected", "VALIDATION_ERROR"],
    ["applied", undefined],
  ]);
});

test("500 offline transactions on new accounts: two D1 calls", async () => {
  const actor = await newPremiumActor();
  const accounts = Array.from({ length: 5 }, newId);
  const changes = [
    ...accounts.map((id) => account(id, 1_000_000)),
    ...Array.from({ length: 495 }, (_, index) =>
      change(
        "transactions",
        "create",
        newId(),
        expense(accounts[index % 5] ?? "", 10.25, { description: `Xarid ${index}` }),
      ),
    ),
  ];
  const reply = await actor.post("/v1/sync/push", { changes });
  expect(new Set(reply.data.results.map(({ status }: { status: string }) => status))).toEqual(new Set(["applied"]));
  expect(callsOf(reply)).toEqual({ d1: 2, hub: 1 });
  const { changes: pulled } = await pull(actor, { entities: "accounts" });
  expect(pulled.map(({ data }) => data.currentBalance)).toEqual(Array(5).fill(1_000_000 - 99 * 10.25));
});
