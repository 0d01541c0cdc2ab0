import { describe, expect, test } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";

/** What a free user may have of each, and how one is made. */
const COUNTED = [
  ["accounts", 3, "/v1/accounts", { name: "Cash", accountType: "cash", currency: "UZS" }],
  [
    "budgets",
    2,
    "/v1/budgets",
    { name: "Food", budgetType: "category", categoryIds: ["food"], currency: "UZS", limitAmount: 100, periodType: "monthly" },
  ],
  ["goals", 3, "/v1/goals", { title: "Run", goalType: "personal", metricType: "none", direction: "increase" }],
  ["habits", 5, "/v1/habits", { title: "Read", habitType: "health" }],
] as const;

const create = async (actor: Actor, path: string, body: object) => {
  const reply = await actor.post(path, body);
  expect([path, reply.status, reply.error]).toEqual([path, 201, null]);
  return reply.data;
};

describe.each(COUNTED)("free %s", (feature, limit, path, body) => {
  const fill = async () => {
    const actor = await newActor();
    const rows = [];
    for (let index = 0; index < limit; index += 1) rows.push(await create(actor, path, { ...body, name: `Row ${index}` }));
    return { actor, rows };
  };

  test("end at the limit, and a deleted or archived one frees its place", async () => {
    const { actor, rows } = await fill();
    const refused = await actor.post(path, body);
    expect([refused.status, refused.error?.code]).toEqual([403, "PLAN_LIMIT_REACHED"]);
    expect(refused.error?.details).toEqual([
      { field: feature, message: `Your plan includes ${limit}`, featureKey: feature, limit, used: limit },
    ]);
    expect((await actor.post(path, { ...body, id: "not an id" })).status).toBe(400);
    expect((await actor.get(path)).meta?.total).toBe(limit);
    await actor.delete(`${path}/${rows[0].id}`);
    await create(actor, path, body);
    await actor.patch(`${path}/${rows[1].id}`, { showStatus: "archived" });
    await create(actor, path, body);
    const back = await actor.patch(`${path}/${rows[1].id}`, { showStatus: "active" });
    expect([back.status, back.error?.code]).toEqual([403, "PLAN_LIMIT_REACHED"]);
  });

  test("are refused one by one in bulk and sync, where places that are freed before count", async () => {
    const { actor, rows } = await fill();
    const change = (operation: string, id: string, data?: object) => ({
      entity: feature,
      id,
      operation,
      data,
      localUpdatedAt: new Date().toISOString(),
      idempotencyKey: crypto.randomUUID(),
    });
    const [tooMany, fits, again] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    const { data } = await actor.post("/v1/sync/push", {
      changes: [
        change("create", tooMany, body),
        change("delete", rows[0].id),
        change("create", fits, body),
        change("create", again, body),
      ],
    });
    expect(data.results.map(({ status }: { status: string }) => status)).toEqual([
      "rejected",
      "applied",
      "applied",
      "rejected",
    ]);
    expect(data.results[0].error.code).toBe("PLAN_LIMIT_REACHED");
  });

  test("give the last place to one of two twins", async () => {
    const { actor, rows } = await fill();
    await actor.delete(`${path}/${rows[0].id}`);
    const replies = await Promise.all([actor.post(path, body), actor.post(path, body)]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 403]);
    expect((await actor.get(path)).meta?.total).toBe(limit);
  });

  test("answer a repeated request also at the limit", async () => {
    const { actor, rows } = await fill();
    await actor.delete(`${path}/${rows[0].id}`);
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const first = await actor.post(path, body, headers);
    const second = await actor.post(path, body, headers);
    expect([first.status, second.status, second.data]).toEqual([201, 201, first.data]);
  });
});

describe("goals and habits that are over", () => {
  test("do not count, and are counted again when they come back", async () => {
    const actor = await newActor();
    const goal = { title: "Run", goalType: "personal", metricType: "none", direction: "increase" };
    const ids = [];
    for (let index = 0; index < 3; index += 1) ids.push((await create(actor, "/v1/goals", goal)).id);
    await actor.post(`/v1/goals/${ids[0]}/complete`);
    await create(actor, "/v1/goals", goal);
    const back = await actor.post(`/v1/goals/${ids[0]}/reactivate`);
    expect([back.status, back.error?.code]).toEqual([403, "PLAN_LIMIT_REACHED"]);
    expect((await actor.patch(`/v1/goals/${ids[1]}`, { title: "Run far" })).status).toBe(200);
    await actor.patch(`/v1/goals/${ids[1]}`, { status: "archived" });
    expect((await actor.post(`/v1/goals/${ids[0]}/reactivate`)).status).toBe(200);
  });
});

describe("currencies", () => {
  const account = (currency: string) => ({ name: currency, accountType: "cash", currency });

  test("of accounts are the primary one and one more", async () => {
    const actor = await newActor();
    const dollars = await create(actor, "/v1/accounts", account("USD"));
    await create(actor, "/v1/accounts", account("USD"));
    const refused = await actor.post("/v1/accounts", account("EUR"));
    expect([refused.status, refused.error?.details?.[0]]).toMatchObject([
      403,
      { featureKey: "multi_currency", limit: 1, used: 1 },
    ]);
    const changed = await actor.patch(`/v1/accounts/${dollars.id}`, { currency: "EUR" });
    expect([changed.status, changed.error?.code]).toEqual([403, "PLAN_LIMIT_REACHED"]);
    await create(actor, "/v1/accounts", account("UZS"));
  });

  test("that twins bring at once are one more together", async () => {
    const actor = await newActor();
    const replies = await Promise.all(["EUR", "USD"].map((code) => actor.post("/v1/accounts", account(code))));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 403]);
    const same = await newActor();
    const twins = await Promise.all(["EUR", "EUR"].map((code) => same.post("/v1/accounts", account(code))));
    expect(twins.map(({ status }) => status)).toEqual([201, 201]);
  });
});
