import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import type { Bindings } from "../../../src/env.ts";
import { parseEnv } from "../../../src/env.ts";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import { runCron } from "../../../src/leora/cron.ts";
import { deliver } from "../../kernel/outbound/support.ts";
import { type Actor, newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { later } from "../../support/later.ts";
import { messageOf } from "./support.ts";

/** Runs cron, and returns the messages that it has sent to the queue of insights. */
async function cron(): Promise<object[]> {
  const sent: object[] = [];
  const LEORA_INSIGHTS = {
    sendBatch: async (messages: { body: object }[]) => void sent.push(...messages.map(({ body }) => body)),
  };
  await runCron(parseEnv(unsafeCast<Bindings>({ ...env, LEORA_INSIGHTS })), Date.now());
  return sent;
}

const titlesOf = async (actor: Actor): Promise<string[]> =>
  (await actor.get("/v1/insights?limit=100")).data.map(({ payload }: { payload: { rule: string } }) => payload.rule);

test("automatic runs come once each morning, for active users who want them, and obey their settings", async () => {
  // A Sunday evening in Tashkent.
  freezeTime("2026-05-31T13:00:00Z");
  const actor = await newActor();
  const other = await newActor();
  await other.patch("/v1/settings/notifications", { ai: { smartRecommendations: false } });
  await actor.post("/v1/tasks", { title: "late", dueDate: "2026-05-31" });
  // Whoever signs out was active all the same.
  const signedOut = await newActor();
  expect((await signedOut.post("/v1/auth/logout")).status).toBe(200);
  expect(await cron()).toEqual([]);

  // Monday, the first of June, at seven.
  freezeTime("2026-06-01T02:00:00Z");
  const sent = await cron();
  expect(sent).toEqual(
    expect.arrayContaining([
      { kind: "automatic", owner: actor.owner, scopes: ["daily", "weekly", "monthly"] },
      { kind: "automatic", owner: other.owner, scopes: ["daily", "weekly", "monthly"] },
      { kind: "automatic", owner: signedOut.owner, scopes: ["daily", "weekly", "monthly"] },
    ]),
  );
  expect(await cron()).toEqual([]);
  expect((await deliver([...sent, ...sent, "garbage"], { queue: "leora-insights" })).retried).toEqual({});
  await later(actor, "2026-06-01T02:05:00Z");
  await later(other, "2026-06-01T02:05:00Z");
  const rules = await titlesOf(actor);
  // Three a day, the most important first.
  expect(rules).toEqual(
    ["tasks_overdue", "monthly_summary", "weekly_summary"].toSorted((a, b) => rules.indexOf(a) - rules.indexOf(b)),
  );
  expect(await titlesOf(other)).toEqual([]);
  expect((await actor.get("/v1/ai/quota")).data.quotas).toMatchObject({ daily: { used: 0 }, period: { used: 0 } });
  expect((await actor.get("/v1/ai/usage/history")).meta?.total).toBe(0);

  // Nobody has used the app for 31 days: no run, until they come back.
  freezeTime("2026-07-03T02:00:00Z");
  expect(await cron()).toEqual([]);
  await later(actor, "2026-07-03T06:00:00Z");
  expect(await cron()).toEqual([{ kind: "automatic", owner: actor.owner, scopes: ["daily"] }]);
});

test("insights are deleted after a year", async () => {
  freezeTime("2026-06-02T08:00:00Z");
  const actor = await newActor();
  await actor.post("/v1/tasks", { title: "late", dueDate: "2026-06-01" });
  const { data } = await actor.post("/v1/insights/generate", { categories: ["productivity"] });
  await deliver([await messageOf(actor, data.jobId)], { queue: "leora-insights" });
  const [insight] = (await actor.get("/v1/insights")).data;
  await later(actor, "2027-06-01T08:00:00Z");
  await cron();
  expect((await actor.get(`/v1/insights/${insight.id}`)).status).toBe(200);
  await later(actor, "2027-06-06T08:00:00Z");
  await cron();
  expect((await actor.get(`/v1/insights/${insight.id}`)).status).toBe(404);
});
