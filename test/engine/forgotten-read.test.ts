import { describe, expect, it } from "vitest";
import type { AnyEntity } from "../../src/engine/entity.ts";
import { ForgottenRead } from "../../src/engine/loaded.ts";
import { createRegistry, type Registry } from "../../src/engine/registry.ts";
import { resource } from "../../src/engine/resource.ts";
import { runUnitOfWork } from "../../src/engine/run.ts";
import type { UnitOfWork } from "../../src/engine/unit-of-work.ts";
import { accountEntity } from "../../src/leora/finance/accounts/entity.ts";
import { accounts } from "../../src/leora/finance/accounts/table.ts";
import { budgets } from "../../src/leora/finance/budgets/table.ts";
import { transactionEntity } from "../../src/leora/finance/transactions/entity.ts";
import { registry } from "../../src/leora/registry.ts";
import { balanceOf, expense, openAccount } from "../leora/finance/support.ts";
import { type Actor, newActor } from "../support/actor.ts";
import { contextOf } from "../support/context.ts";

/** Leora's registry with one entity defined differently. */
const withEntity = (name: string, change: (entity: AnyEntity) => AnyEntity): Registry =>
  createRegistry(registry.entities.map((entity) => (entity.name === name ? change(entity) : entity)));

const spend = (actor: Actor, accountId: string, changed: Registry) =>
  resource(changed, transactionEntity).create(contextOf(actor), expense(accountId, 100, "UZS"));

const listOf = async (actor: Actor) => (await actor.get("/v1/transactions")).data;

describe("a read that somebody forgot to declare", () => {
  it("fails the whole write, where an account's balance would have stayed as it was in silence", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "UZS", { initialBalance: 1000 });
    // Neither the transaction's reads nor its link to the account, nor any other entity asks for the account.
    const forgetful = createRegistry([accountEntity, { ...transactionEntity, links: {}, reads: () => {} }]);
    await expect(spend(actor, accountId, forgetful)).rejects.toThrow(ForgottenRead);
    expect(await balanceOf(actor, accountId)).toBe(1000);
    expect(await listOf(actor)).toEqual([]);
    await spend(actor, accountId, registry);
    expect(await balanceOf(actor, accountId)).toBe(900);
  });

  it("fails the write in which a reaction reads nothing of what it looks at", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "UZS");
    const forgetful = withEntity("budgets", (entity) => ({
      ...entity,
      reactions: (entity.reactions ?? []).map(({ to, effects }) => ({ to, effects })),
    }));
    await expect(spend(actor, accountId, forgetful)).rejects.toThrow(ForgottenRead);
    expect(await listOf(actor)).toEqual([]);
  });
});

describe("what a unit of work may touch", () => {
  const ID = "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a";
  const absent = crypto.randomUUID();

  const touching = async (touch: (work: UnitOfWork) => unknown, asked: readonly string[] = []) =>
    runUnitOfWork(contextOf(await newActor()), registry, {
      reads: (plan) => plan.rows(accounts, asked),
      apply: touch,
    });

  it("is a row that was asked for: absent means that there is none", async () => {
    expect(await touching((work) => work.find(accounts, absent) ?? "none", [absent])).toBe("none");
    expect(await touching((work) => work.add(accounts, absent, "currentBalance", 5) ?? "none", [absent])).toBe("none");
    expect(await touching((work) => work.find(accounts, work.newId()) ?? "none")).toBe("none");
  });

  it.each<[string, (work: UnitOfWork) => unknown, string]>([
    ["finding a row", (work) => work.find(accounts, ID), `accounts with id = ${ID}`],
    ["adding to a row", (work) => work.add(accounts, ID, "currentBalance", 5), `accounts with id = ${ID}`],
    ["changing a row", (work) => work.update(accounts, ID, { name: "x" }), `accounts with id = ${ID}`],
    ["looking through a table", (work) => work.all(budgets), "rows of budgets"],
    ["looking by a column", (work) => work.rowsBy(accounts, { name: "x" }), "accounts with name = x"],
  ])("is nothing else: %s", async (_, touch, what) => {
    await expect(touching(touch, [absent])).rejects.toThrow(`Nobody asked for ${what}`);
  });
});
