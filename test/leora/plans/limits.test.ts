import { describe, expect, test } from "vitest";
import { resource } from "../../../src/engine/resource.ts";
import { accountEntity } from "../../../src/leora/finance/accounts/entity.ts";
import { registry } from "../../../src/leora/registry.ts";
import { change, newId, pushOne } from "../../engine/sync/protocol.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { contextOf } from "../../support/context.ts";
import { upgrade } from "../../support/plan.ts";
import { racing } from "../../support/race.ts";
import { administrator } from "../billing/support.ts";

/** What a free user may have of each, and how one is made. */
const COUNTED = [
  ["accounts", 3, "/v1/accounts", { name: "Cash", accountType: "cash", currency: "UZS" }],
  [
    "budgets",
    2,
    "/v1/budgets",
    {
      name: "Food",
      budgetType: "category",
      categoryIds: ["food"],
      currency: "UZS",
      limitAmount: 100,
      periodType: "monthly",
    },
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
    for (let index = 0; index < limit; index += 1)
      rows.push(await create(actor, path, { ...body, name: `Row ${index}` }));
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

  test("are refused one by one in sync, where places that are freed before count", async () => {
    const { actor, rows } = await fill();
    const [tooMany, fits, again] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    const { data } = await actor.post("/v1/sync/push", {
      changes: [
        change(feature, "create", tooMany, body),
        change(feature, "delete", rows[0].id),
        change(feature, "create", fits, body),
        change(feature, "create", again, body),
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

  test("come back from the archive or from deletion, by sync as well, only where there is a place", async () => {
    const { actor, rows } = await fill();
    const renamed = "name" in body ? { name: "Mine" } : { title: "Mine" };
    const refused = { status: "rejected", error: { code: "PLAN_LIMIT_REACHED", details: [{ limit, used: limit }] } };
    await actor.patch(`${path}/${rows[0].id}`, { showStatus: "archived" });
    const id = newId();
    const { rev } = await pushOne(actor, change(feature, "create", id, body));
    const back = () => pushOne(actor, change(feature, "update", rows[0].id, { showStatus: "active" }));
    expect(await back()).toMatchObject(refused);

    await actor.delete(`${path}/${id}`);
    expect((await pushOne(actor, change(feature, "update", id, renamed, { baseRev: rev }))).status).toBe("conflict");
    expect((await back()).status).toBe("applied");
    const revive = () => actor.post("/v1/sync/resolve-conflict", { entity: feature, id, resolution: "use_local" });
    const over = await revive();
    expect([over.status, over.error?.code]).toEqual([403, "PLAN_LIMIT_REACHED"]);
    await actor.delete(`${path}/${rows[0].id}`);
    expect((await revive()).status).toBe(200);
    expect((await actor.get(path)).meta?.total).toBe(limit);
  });

  test("give the last place to one of two twins", async () => {
    const { actor, rows } = await fill();
    await actor.delete(`${path}/${rows[0].id}`);
    const replies = await Promise.all([actor.post(path, body), actor.post(path, body)]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 403]);
    expect((await actor.get(path)).meta?.total).toBe(limit);
  });

  test("give it to one of a request and a push that come at once", async () => {
    const { actor, rows } = await fill();
    await actor.delete(`${path}/${rows[0].id}`);
    const [posted, pushed] = await Promise.all([
      actor.post(path, body),
      pushOne(actor, change(feature, "create", newId(), body)),
    ]);
    expect([
      [201, "rejected", "PLAN_LIMIT_REACHED"],
      [403, "applied", undefined],
    ]).toContainEqual([posted.status, pushed.status, pushed.error?.code]);
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
    const unarchived = await actor.patch(`/v1/goals/${ids[1]}`, { status: "active" });
    expect([unarchived.status, unarchived.error?.code]).toEqual([403, "PLAN_LIMIT_REACHED"]);
  });

  test("are habits that are archived by their status, too; paused ones count", async () => {
    const actor = await newActor();
    const habit = { title: "Read", habitType: "health" };
    const ids = [];
    for (let index = 0; index < 5; index += 1) ids.push((await create(actor, "/v1/habits", habit)).id);
    await actor.patch(`/v1/habits/${ids[0]}`, { status: "paused" });
    expect((await actor.post("/v1/habits", habit)).status).toBe(403);
    await actor.patch(`/v1/habits/${ids[1]}`, { status: "archived" });
    await create(actor, "/v1/habits", habit);
    const back = await actor.patch(`/v1/habits/${ids[1]}`, { status: "active" });
    expect([back.status, back.error?.details?.[0]]).toMatchObject([403, { featureKey: "habits", limit: 5, used: 5 }]);
  });
});

describe("the end of a plan", () => {
  test("leaves everything readable and editable, and refuses more until there is less than the free plan has", async () => {
    const [actor, admin] = [await newActor(), await administrator()];
    await admin.post("/v1/subscriptions/grant", { userId: actor.user.id });
    const account = (name: string) => ({ name, accountType: "cash", currency: "UZS" });
    const ids: string[] = [];
    for (const name of ["A", "B", "C", "D", "E"]) ids.push((await create(actor, "/v1/accounts", account(name))).id);
    await actor.post("/v1/insights/ask", { question: "Balans?" });
    await admin.post("/v1/subscriptions/revoke", { userId: actor.user.id });

    const { features } = (await actor.get("/v1/subscriptions/me")).data;
    expect(features.accounts).toEqual({ limit: 3, used: 5, remaining: 0 });
    expect(features.ai_questions).toMatchObject({ limit: 5, used: 1, remaining: 4 });
    expect((await actor.get("/v1/accounts")).meta?.total).toBe(5);
    expect((await actor.patch(`/v1/accounts/${ids[0]}`, { name: "Renamed" })).status).toBe(200);
    for (const id of ids.slice(0, 3)) {
      expect((await actor.post("/v1/accounts", account("F"))).status).toBe(403);
      expect((await actor.delete(`/v1/accounts/${id}`)).status).toBe(200);
    }
    await create(actor, "/v1/accounts", account("F"));
    expect((await actor.post("/v1/accounts", account("G"))).status).toBe(403);
    await admin.post("/v1/subscriptions/grant", { userId: actor.user.id });
    await create(actor, "/v1/accounts", account("G"));
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

  test("become further ones by another primary currency only as far as there is room", async () => {
    const actor = await newActor();
    await create(actor, "/v1/accounts", account("UZS"));
    await create(actor, "/v1/accounts", account("USD"));
    const primary = (primaryCurrency: string) => actor.patch("/v1/users/me", { bio: "Changed", primaryCurrency });
    const refused = await primary("EUR");
    expect([refused.status, refused.error?.details]).toEqual([
      403,
      [
        {
          field: "multi_currency",
          message: "Your plan includes 1",
          featureKey: "multi_currency",
          limit: 1,
          used: 1,
        },
      ],
    ]);
    expect((await actor.get("/v1/users/me")).data).toMatchObject({ bio: null, primaryCurrency: "UZS" });
    // One of two stays a further one, whichever is the primary one.
    expect((await primary("USD")).data).toMatchObject({ bio: "Changed", primaryCurrency: "USD" });
    await upgrade(actor);
    expect((await primary("EUR")).status).toBe(200);
    expect((await actor.get("/v1/subscriptions/me")).data.features.multi_currency).toMatchObject({ used: 2 });
  });

  test("that twins bring at once are one more together", async () => {
    const actor = await newActor();
    const replies = await Promise.all(["EUR", "USD"].map((code) => actor.post("/v1/accounts", account(code))));
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 403]);
    const same = await newActor();
    const twins = await Promise.all(["EUR", "EUR"].map((code) => same.post("/v1/accounts", account(code))));
    expect(twins.map(({ status }) => status)).toEqual([201, 201]);
  });

  test("are refused to whoever is late when the only account in one gets another currency at the same time", async () => {
    const actor = await newActor();
    const { id } = await create(actor, "/v1/accounts", account("USD"));
    const accounts = resource(registry, accountEntity);
    const asked = (rival: () => Promise<unknown>) => racing({ ...contextOf(actor), source: "rest" }, rival);
    const late = accounts.create(
      asked(() => actor.patch(`/v1/accounts/${id}`, { currency: "EUR" })),
      account("USD"),
    );
    await expect(late).rejects.toMatchObject({ code: "plan_limit_reached", details: [{ limit: 1, used: 1 }] });
    const { data } = await actor.get("/v1/accounts");
    expect(data.map(({ currency }: { currency: string }) => currency)).toEqual(["EUR"]);

    const lateChange = accounts.update(
      asked(() => create(actor, "/v1/accounts", account("EUR"))),
      id,
      { currency: "GBP" },
    );
    await expect(lateChange).rejects.toMatchObject({ code: "plan_limit_reached" });
    expect((await actor.get(`/v1/accounts/${id}`)).data.currency).toBe("EUR");
  });
});
