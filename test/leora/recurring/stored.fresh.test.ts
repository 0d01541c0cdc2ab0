import { describe, expect, it } from "vitest";
import { storedId } from "../../../src/kernel/db/stored-id.ts";
import { newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { openAccount, refusal } from "../finance/support.ts";
import { cron, later, recur } from "./support.ts";

// What is stored already: rows of before a check, rows whose links have changed since, and how large a row may be.

async function monthly(template: object = {}) {
  freezeTime("2026-03-10T07:00:00Z");
  const actor = await newActor();
  const account = await openAccount(actor, "UZS");
  const body = {
    entity: "transactions",
    template: { type: "expense", accountId: account, amount: 1000, currency: "UZS", categoryId: "food", ...template },
    rrule: "FREQ=MONTHLY",
    startDate: "2026-03-15",
  };
  return { actor, account, body, ...(await recur(actor, body)) };
}

describe("a stored template of which no row can be created", () => {
  it("is listed, paused and mended; its dates are refused and the user is told", async () => {
    const { actor, id, body } = await monthly();
    await actor.db
      .prepare("UPDATE recurrences SET template = json_set(template, '$.amount', -1), overrides = ? WHERE id = ?")
      .bind(JSON.stringify({ "2026-05-15": { amount: 0 } }), storedId(id))
      .run();
    const { data } = await actor.get("/v1/recurring");
    expect(data.map((row: { template: { amount: number } }) => row.template.amount)).toEqual([-1]);
    expect((await actor.get(`/v1/recurring/${id}/occurrences`)).data).toHaveLength(3);
    expect((await actor.patch(`/v1/recurring/${id}`, { leadDays: 1 })).status).toBe(200);
    await later(actor, "2026-03-15T07:00:00Z");
    await cron();
    expect((await actor.get("/v1/notifications")).data).toMatchObject([
      { kind: "recurring_failed", entityId: id, data: { date: "2026-03-15", code: "invalid_input", count: 1 } },
    ]);
    const patched = await actor.patch(`/v1/recurring/${id}`, { template: body.template });
    expect(refusal(patched)).toEqual([400, "VALIDATION_ERROR", "overrides.2026-05-15.amount"]);
    const mended = await actor.patch(`/v1/recurring/${id}`, { template: body.template, overrides: {} });
    expect(mended.status, mended.text).toBe(200);
    await later(actor, "2026-04-15T07:00:00Z");
    await cron();
    expect((await actor.get("/v1/transactions")).data).toMatchObject([{ date: "2026-04-15", amount: 1000 }]);
  });
});

describe("an account that changes to a currency with fewer decimals", () => {
  it("makes the dates fail visibly, and the next change of the template", async () => {
    const { actor, account, id, body } = await monthly({ feeAmount: 1.5 });
    expect((await actor.patch(`/v1/accounts/${account}`, { currency: "JPY" })).data.currency).toBe("JPY");
    await later(actor, "2026-03-15T07:00:00Z");
    await cron();
    expect((await actor.get("/v1/transactions")).data).toEqual([]);
    expect((await actor.get("/v1/notifications")).data).toMatchObject([
      { kind: "recurring_failed", entityId: id, data: { date: "2026-03-15", code: "invalid_input" } },
    ]);
    const template = { ...body.template, amount: 2000 };
    const patched = await actor.patch(`/v1/recurring/${id}`, { template });
    expect(refusal(patched)).toEqual([400, "VALIDATION_ERROR", "template.feeAmount"]);
  });
});

describe("template and overrides together", () => {
  // {"title":"t"} and {"2026-03-11":{"notes":"…"}, …} around so many letters.
  const overrides = (notes: number[]) =>
    Object.fromEntries(notes.map((length, i) => [`2026-03-1${i + 1}`, { notes: "x".repeat(length) }]));
  const FULL = 32 * 1024 - '{"title":"t"}'.length - 4 * '"2026-03-11":{"notes":""},'.length - 1;
  const full = overrides([9000, 9000, 9000, FULL - 27000]);
  const task = { template: { title: "t" }, rrule: "FREQ=DAILY", startDate: "2026-03-11" };

  it("may take 32 KiB, and not a byte more", async () => {
    freezeTime("2026-03-10T07:00:00Z");
    const actor = await newActor();
    const { id } = await recur(actor, { ...task, overrides: full });
    const refused = [409, "LIMIT_REACHED", "overrides"];
    const larger = { overrides: overrides([9000, 9000, 9000, FULL - 27000 + 1]) };
    expect(refusal(await actor.post("/v1/recurring", { entity: "tasks", ...task, ...larger }))).toEqual(refused);
    expect(refusal(await actor.patch(`/v1/recurring/${id}`, larger))).toEqual(refused);
    expect(refusal(await actor.patch(`/v1/recurring/${id}`, { template: { title: "tt" } }))).toEqual(refused);
    const edit = { data: { priority: "high" } };
    expect(refusal(await actor.post(`/v1/recurring/${id}/occurrences/2026-03-20`, edit))).toEqual(refused);
    expect((await actor.patch(`/v1/recurring/${id}`, { leadDays: 1 })).status).toBe(200);
  });

  it("may stay and shrink where they are larger already", async () => {
    freezeTime("2026-03-10T07:00:00Z");
    const actor = await newActor();
    const { id } = await recur(actor, task);
    const stored = overrides([9000, 9000, 9000, 9000, 9000]);
    await actor.db
      .prepare("UPDATE recurrences SET overrides = ? WHERE id = ?")
      .bind(JSON.stringify(stored), storedId(id))
      .run();
    expect((await actor.patch(`/v1/recurring/${id}`, { leadDays: 1 })).status).toBe(200);
    expect((await actor.patch(`/v1/recurring/${id}`, { overrides: overrides([9000, 9000, 9000, 9000]) })).status).toBe(
      200,
    );
    expect(refusal(await actor.patch(`/v1/recurring/${id}`, { overrides: stored }))[1]).toBe("LIMIT_REACHED");
  });
});
