import { describe, expect, it } from "vitest";
import { callsOf, newId } from "../../engine/sync/protocol.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { balanceOf, expense, income, openAccount, record, transfer } from "./support.ts";

const bulk = (actor: Actor, items: readonly unknown[]) => actor.post("/v1/transactions/bulk", { items });
const statusesOf = ({ data }: Awaited<ReturnType<typeof bulk>>) =>
  data.results.map(({ status }: { status: string }) => status);

describe("many transactions in one write", () => {
  it("move every balance by what was applied, and by nothing that was rejected", async () => {
    const actor = await newActor();
    const [uzs, usd] = [await openAccount(actor, "UZS"), await openAccount(actor, "USD")];
    const old = await record(actor, expense(uzs, 1000, "UZS"));
    const [a, b] = [newId(), newId()];
    const reply = await bulk(actor, [
      { id: a, data: income(uzs, 50_000, "UZS") },
      { id: b, data: transfer(uzs, usd, 128_371, "UZS") },
      { operation: "update", id: a, data: { amount: 70_000 } },
      { operation: "delete", id: old.id },
      { data: expense(uzs, 0.001, "UZS") },
      { data: expense(newId(), 5, "UZS") },
      { data: { ...expense(uzs, 5, "UZS"), categoryId: null } },
      { operation: "update", id: b, data: { accountId: uzs } },
    ]);
    expect(statusesOf(reply)).toEqual([...Array(4).fill("applied"), ...Array(4).fill("rejected")]);
    expect(callsOf(reply)).toEqual({ d1: 2, hub: 1 });
    expect(reply.data.results[0].data).toMatchObject({ id: a, amount: 70_000 });
    expect(await balanceOf(actor, uzs)).toBe(70_000 - 128_371);
    expect(await balanceOf(actor, usd)).toBe(10);
  });

  it("whose fields stand in the items themselves", async () => {
    const actor = await newActor();
    const uzs = await openAccount(actor, "UZS");
    const [id, old] = [newId(), await record(actor, expense(uzs, 1000, "UZS"))];
    const reply = await bulk(actor, [
      income(uzs, 50_000, "UZS"),
      { ...income(uzs, 7000, "UZS"), id },
      { operation: "update", id: old.id, amount: 3000 },
      { ...expense(uzs, 5, "UZS"), id: "mine" },
      { ...expense(uzs, 5, "UZS"), amount: "5" },
      { operation: "update", id, amount: 0 },
    ]);
    expect(statusesOf(reply)).toEqual([...Array(3).fill("applied"), ...Array(3).fill("rejected")]);
    expect(reply.data.results[1]).toMatchObject({ id, data: { id, amount: 7000 } });
    const fieldsOf = reply.data.results.slice(3).map(({ error }: { error: { details: { field: string }[] } }) => {
      return error.details.map(({ field }) => field);
    });
    expect(fieldsOf).toEqual([["id"], ["amount"], ["amount"]]);
    expect(await balanceOf(actor, uzs)).toBe(54_000);
  });

  it("one that would push a balance past exact numbers is rejected, the others stand", async () => {
    const actor = await newActor();
    const uzs = await openAccount(actor, "UZS", { initialBalance: 90_071_992_547_409 });
    const reply = await bulk(actor, [
      { data: income(uzs, 0.5, "UZS") },
      { data: income(uzs, 10, "UZS") },
      { data: income(uzs, 0.25, "UZS") },
    ]);
    expect(statusesOf(reply)).toEqual(["applied", "rejected", "applied"]);
    expect(reply.data.results[1].error).toMatchObject({ code: "VALIDATION_ERROR" });
    expect(await balanceOf(actor, uzs)).toBe(90_071_992_547_409.75);
  });

  it("500 of them take two calls", async () => {
    const actor = await newActor();
    const uzs = await openAccount(actor, "UZS");
    const reply = await bulk(
      actor,
      Array.from({ length: 500 }, (_, index) => ({ data: income(uzs, index + 1, "UZS") })),
    );
    expect([reply.data.appliedCount, callsOf(reply).d1]).toEqual([500, 2]);
    expect(await balanceOf(actor, uzs)).toBe(125_250);
  });
});
