import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { parseEnv } from "../../src/env.ts";
import { runCron } from "../../src/leora/cron.ts";
import { newActor } from "../support/actor.ts";
import { freezeTime, passTime } from "../support/clock.ts";
import { expectBytesCounted } from "./stored.ts";
import { conflictsOf, newId, push, pushOne, task } from "./sync/protocol.ts";

const DAY_MS = 86_400_000;

test("the count of a user's bytes is what the user has: after every kind of write, and after cleaning up", async () => {
  freezeTime("2026-01-01T00:00:00Z");
  const actor = await newActor();
  const key = () => ({ "Idempotency-Key": newId() });
  const { data: kept } = await actor.post("/v1/tasks", { title: "Кўчат ﷺ", notes: "n" }, key());
  await expectBytesCounted(actor);
  await actor.patch(`/v1/tasks/${kept.id}`, { title: "t", checklist: [{ title: "ş" }], notes: null });
  await actor.post(`/v1/tasks/${kept.id}/complete`, {}, key());
  const { data: account } = await actor.post("/v1/accounts", { name: "card", accountType: "card", currency: "UZS" });
  await actor.post("/v1/budgets", {
    name: "food",
    budgetType: "category",
    categoryIds: ["food"],
    currency: "UZS",
    limitAmount: 5,
    periodType: "monthly",
    notifyOnExceed: true,
  });
  const expense = {
    type: "expense",
    accountId: account.id,
    amount: 10,
    currency: "UZS",
    categoryId: "food",
    date: "2026-01-01",
  };
  const { data: spent } = await actor.post("/v1/transactions", expense, key());
  await actor.patch(`/v1/transactions/${spent.id}`, { amount: 4, description: "kichik" });
  const ids = Array.from({ length: 3 }, newId);
  const results = await push(actor, [
    ...ids.map((id) => task("create", id, { title: "pushed" })),
    task("update", ids[0] ?? "", { title: "twice", notes: "x" }),
    task("update", ids[0] ?? "", { title: "thrice" }),
    task("create", newId(), { title: "" }),
    task("delete", ids[1] ?? ""),
  ]);
  expect(results.results.map(({ status }) => status)).toEqual([...Array(5).fill("applied"), "rejected", "applied"]);
  await expectBytesCounted(actor);

  await actor.patch(`/v1/tasks/${kept.id}`, { title: "theirs" });
  for (const title of ["mine", "mine too"]) {
    const late = task("update", kept.id, { title, status: "planned" }, { baseRev: 1 });
    expect((await pushOne(actor, late)).status).toBe("conflict");
  }
  await expectBytesCounted(actor);
  const [first] = await conflictsOf(actor);
  const { conflictId } = first;
  await actor.post("/v1/sync/resolve-conflict", { entity: "tasks", id: kept.id, resolution: "use_local", conflictId });
  await expectBytesCounted(actor);
  const items = [
    ...Array.from({ length: 40 }, (_, index) => ({ data: { title: `bulk ${index}`, notes: "y".repeat(300) } })),
    { operation: "delete", id: ids[2] },
    { operation: "update", id: ids[0], data: { title: "" } },
  ];
  await actor.post("/v1/tasks/bulk", { items }, key());
  await actor.delete(`/v1/transactions/${spent.id}`);
  const full = await expectBytesCounted(actor);

  // A rival writes at the same time: whoever starts again counts once.
  await Promise.all(
    Array.from({ length: 6 }, (_, index) => actor.patch(`/v1/tasks/${kept.id}`, { title: `r${index}` })),
  );
  await expectBytesCounted(actor);

  passTime(31 * DAY_MS);
  await runCron(parseEnv(env), Date.now());
  const withoutReplies = await expectBytesCounted(actor);
  expect(withoutReplies).toBeLessThan(full);
  passTime(157 * DAY_MS);
  for (let run = 0; run < 3; run += 1) await runCron(parseEnv(env), Date.now());
  expect(await expectBytesCounted(actor)).toBeLessThan(withoutReplies - 2500);
});
