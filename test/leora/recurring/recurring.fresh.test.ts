import { describe, expect, it, vi } from "vitest";
import type { MaintenanceStep } from "../../../src/engine/maintenance/task.ts";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import type { Context } from "../../../src/kernel/context.ts";
import { createDueOccurrences } from "../../../src/leora/recurring/maintenance.ts";
import { occurrenceId } from "../../../src/leora/recurring/rules.ts";
import { change, pull, push, pushOne } from "../../engine/sync/protocol.ts";
import { newActor } from "../../support/actor.ts";
import { freezeTime } from "../../support/clock.ts";
import { balanceOf, openAccount, refusal } from "../finance/support.ts";
import { cron, later, preview, read, recur, taskDays } from "./support.ts";

const NOON = "2026-03-10T07:00:00Z"; // 12:00 in Tashkent

type Payment = { paymentDate: string; recurringId: string };

describe("creating", () => {
  it("fills the defaults and creates what is due by today", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const { id, createdAt, updatedAt, ...rest } = await recur(actor, {
      template: {
        title: " Hisobot ",
        priority: "high",
        dueDate: "2020-01-01",
        checklist: [{ title: "1-bob" }],
        nonsense: 1,
      },
      rrule: "RRULE:freq=weekly;byday=tu",
      startDate: "2026-03-01",
      timeOfDay: "09:00",
    });
    expect(rest).toEqual({
      userId: actor.user.id,
      showStatus: "active",
      syncStatus: "synced",
      idempotencyKey: null,
      entity: "tasks",
      template: { title: "Hisobot", priority: "high", checklist: [{ title: "1-bob" }] },
      rrule: "FREQ=WEEKLY;BYDAY=TU",
      startDate: "2026-03-01",
      timeOfDay: "09:00",
      leadDays: 0,
      exceptions: [],
      overrides: {},
      status: "active",
      nextDate: "2026-03-17",
      lastDate: "2026-03-10",
      occurrencesCount: 2,
    });
    expect(createdAt).toBe(updatedAt);
    const { data } = await actor.get("/v1/tasks?sortBy=dueDate");
    expect(data.map((task: object) => task)).toMatchObject([
      {
        id: occurrenceId(id, "2026-03-10"),
        title: "Hisobot",
        dueDate: "2026-03-10",
        timeOfDay: "09:00",
        priority: "high",
        status: "planned",
        recurringId: id,
      },
      { id: occurrenceId(id, "2026-03-03"), dueDate: "2026-03-03", checklist: [{ title: "1-bob" }] },
    ]);
  });

  it("is one write of two calls, and the socket receives all its rows", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const socket = await actor.connect();
    await socket.next("hello");
    const reply = await actor.post("/v1/recurring", {
      entity: "tasks",
      template: { title: "a" },
      rrule: "FREQ=DAILY",
      startDate: "2026-03-09",
    });
    expect(reply.headers.get("server-timing")).toContain('d1;desc="2"');
    const frames = [
      await socket.next("entity:updated"),
      await socket.next("entity:updated"),
      await socket.next("entity:updated"),
    ];
    expect(frames.map(({ data }) => [data.entity, data.rev]).toSorted()).toEqual([
      ["recurrences", 1],
      ["tasks", 1],
      ["tasks", 1],
    ]);
  });

  it.each<[what: string, body: object, field: string]>([
    ["an hourly rule", { rrule: "FREQ=HOURLY" }, "rrule"],
    ["a rule without dates", { rrule: "FREQ=MONTHLY;BYMONTH=2;BYDAY=MO;BYMONTHDAY=30" }, "rrule"],
    ["a template that is none", { template: { title: "" } }, "template.title"],
    [
      "a template with a bad part",
      { template: { title: "a", checklist: [{ title: "" }] } },
      "template.checklist.0.title",
    ],
    [
      "an override that is none",
      { overrides: { "2026-03-11": { priority: "huge" } } },
      "overrides.2026-03-11.priority",
    ],
    ["a day that is none", { startDate: "2026-02-30" }, "startDate"],
    ["a lead of years", { leadDays: 91 }, "leadDays"],
    [
      "a time of day of payments",
      { entity: "debtPayments", timeOfDay: "09:00", template: { debtId: crypto.randomUUID(), amount: 1 } },
      "timeOfDay",
    ],
    [
      "an expense without a category",
      { entity: "transactions", template: { type: "expense", amount: 1, currency: "UZS" } },
      "template.accountId",
    ],
  ])("refuses %s", async (_, body, field) => {
    freezeTime(NOON);
    const actor = await newActor();
    const base = { entity: "tasks", template: { title: "a" }, rrule: "FREQ=DAILY", startDate: "2027-01-01" };
    expect(refusal(await actor.post("/v1/recurring", { ...base, ...body }))).toEqual([400, "VALIDATION_ERROR", field]);
    expect((await actor.get("/v1/recurring")).meta?.total).toBe(0);
    expect((await actor.get("/v1/tasks")).meta?.total).toBe(0);
  });

  it("refuses links to nothing, to strangers' rows and to archived ones, by REST and by sync", async () => {
    freezeTime(NOON);
    const [actor, stranger] = [await newActor(), await newActor()];
    const foreign = await openAccount(stranger, "UZS");
    const archived = await openAccount(actor, "UZS");
    await actor.patch(`/v1/accounts/${archived}`, { showStatus: "archived" });
    const body = (accountId: string) => ({
      entity: "transactions",
      template: { type: "expense", accountId, amount: 1000, currency: "UZS", categoryId: "housing" },
      rrule: "FREQ=MONTHLY",
      startDate: "2027-01-31",
    });
    for (const [accountId, status, code] of [
      [crypto.randomUUID(), 404, "RESOURCE_NOT_FOUND"],
      [foreign, 404, "RESOURCE_NOT_FOUND"],
      [archived, 409, "INVALID_STATE"],
    ] as const) {
      expect(refusal(await actor.post("/v1/recurring", body(accountId)))).toEqual([status, code, "template.accountId"]);
      const result = await pushOne(actor, change("recurrences", "create", crypto.randomUUID(), body(accountId)));
      expect([result.status, result.error.code]).toEqual(["rejected", code]);
    }
    const good = await openAccount(actor, "UZS");
    const created = await recur(actor, body(good));
    const patched = await actor.patch(`/v1/recurring/${created.id}`, { template: body(foreign).template });
    expect(refusal(patched)).toEqual([404, "RESOURCE_NOT_FOUND", "template.accountId"]);
  });

  it("is listed by entity, status and next date", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    await recur(actor, { template: { title: "Soon" }, rrule: "FREQ=DAILY", startDate: "2026-03-11" });
    await recur(actor, {
      template: { title: "Later" },
      rrule: "FREQ=DAILY",
      startDate: "2026-04-11",
      status: "paused",
    });
    await recur(actor, { template: { title: "Over" }, rrule: "FREQ=DAILY;UNTIL=20260309", startDate: "2026-03-09" });
    const titles = async (query: string) =>
      (await actor.get(`/v1/recurring?${query}`)).data.map(
        ({ template }: { template: { title: string } }) => template.title,
      );
    expect(await titles("status=active")).toEqual(["Soon"]);
    expect(await titles("status=paused")).toEqual(["Later"]);
    expect(await titles("status=completed")).toEqual(["Over"]);
    expect(await titles("nextDateTo=2026-03-11")).toEqual(["Soon"]);
    expect(await titles("entity=transactions")).toEqual([]);
    expect(await titles("search=over")).toEqual(["Over"]);
    expect(await titles("sortBy=nextDate&sortOrder=asc")).toEqual(["Soon", "Later", "Over"]);
  });
});

describe("created by cron", () => {
  it("creates each day once, after days of downtime too", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const { id } = await recur(actor, { rrule: "FREQ=DAILY", startDate: "2026-03-10" });
    await later(actor, "2026-03-15T07:00:00Z");
    await cron();
    await cron();
    const days = ["2026-03-10", "2026-03-11", "2026-03-12", "2026-03-13", "2026-03-14", "2026-03-15"];
    expect(await taskDays(actor)).toEqual(days);
    expect(await read(actor, id)).toMatchObject({
      nextDate: "2026-03-16",
      lastDate: "2026-03-15",
      occurrencesCount: 6,
    });
  });

  it("creates each day once when crons run at the same time", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const account = await openAccount(actor, "UZS", { initialBalance: 100_000 });
    const template = { type: "expense", accountId: account, amount: 1000, currency: "UZS", categoryId: "housing" };
    await recur(actor, { entity: "transactions", template, rrule: "FREQ=DAILY", startDate: "2026-03-10" });
    await later(actor, "2026-03-14T07:00:00Z");
    await Promise.all([cron(), cron(), cron(), cron()]);
    expect((await actor.get("/v1/transactions")).meta?.total).toBe(5);
    expect(await balanceOf(actor, account)).toBe(95_000);
  });

  it("tells sockets and sync", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const { id } = await recur(actor, { rrule: "FREQ=DAILY", startDate: "2026-03-11" });
    const { cursor } = await pull(actor);
    const socket = await actor.connect();
    await socket.next("hello");
    await later(actor, "2026-03-11T07:00:00Z");
    await cron();
    const frames = [await socket.next("entity:updated"), await socket.next("entity:updated")];
    expect(frames.map(({ data }) => data.entity).toSorted()).toEqual(["recurrences", "tasks"]);
    const { changes } = await pull(actor, { cursor });
    expect(changes.map(({ entity, operation }) => [entity, operation]).toSorted()).toEqual([
      ["recurrences", "update"],
      ["tasks", "create"],
    ]);
    expect(changes.find(({ entity }) => entity === "tasks").data).toMatchObject({
      recurringId: id,
      dueDate: "2026-03-11",
    });
  });

  it("never creates again what is deleted, nor what a phone created offline", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const { id } = await recur(actor, { rrule: "FREQ=DAILY", startDate: "2026-03-11" });
    const createdOffline = occurrenceId(id, "2026-03-11");
    const deleted = occurrenceId(id, "2026-03-12");
    await push(actor, [
      change("tasks", "create", createdOffline, {
        title: "Suv ichish",
        dueDate: "2026-03-11",
        notes: "offline",
        recurringId: id,
      }),
      change("tasks", "create", deleted, { title: "Suv ichish", dueDate: "2026-03-12" }),
      change("tasks", "delete", deleted),
    ]);
    await later(actor, "2026-03-13T07:00:00Z");
    await cron();
    expect(await taskDays(actor)).toEqual(["2026-03-11", "2026-03-13"]);
    expect((await actor.get(`/v1/tasks/${createdOffline}`)).data.notes).toBe("offline");
    expect(await read(actor, id)).toMatchObject({ occurrencesCount: 1, nextDate: "2026-03-14" });
    expect((await actor.get("/v1/notifications")).meta?.total).toBe(0);
  });

  it("leaves to the next run what the user changes meanwhile", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const { id } = await recur(actor, { rrule: "FREQ=DAILY", startDate: "2026-03-11" });
    await later(actor, "2026-03-11T07:00:00Z");
    const task = unsafeCast<{ prepare(ctx: Context): Promise<MaintenanceStep> }>(createDueOccurrences);
    const prepare = task.prepare.bind(task);
    vi.spyOn(task, "prepare").mockImplementationOnce(async (ctx) => {
      const step = await prepare(ctx);
      await actor.patch(`/v1/recurring/${id}`, { template: { title: "Choy" } });
      return step;
    });
    await cron();
    expect(await taskDays(actor)).toEqual([]);
    await cron();
    expect([await taskDays(actor), await taskDays(actor, "Choy")]).toEqual([[], ["2026-03-11"]]);
  });

  it("continues a long catch-up in the next run", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const { id } = await recur(actor, { rrule: "FREQ=DAILY", startDate: "2025-01-01" });
    expect(await read(actor, id)).toMatchObject({ occurrencesCount: 31, nextDate: "2025-02-01" });
    await cron();
    expect(await read(actor, id)).toMatchObject({ occurrencesCount: 397, nextDate: "2026-02-02" });
    await cron();
    await cron();
    expect(await read(actor, id)).toMatchObject({ occurrencesCount: 434, nextDate: "2026-03-11" });
    expect(new Set(await taskDays(actor)).size).toBe(434);
  });

  it("creates occurrences of a recurrence that came by sync", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const id = crypto.randomUUID();
    const data = { entity: "tasks", template: { title: "Suv ichish" }, rrule: "FREQ=DAILY", startDate: "2026-03-09" };
    expect((await pushOne(actor, change("recurrences", "create", id, data))).data).toMatchObject({
      nextDate: "2026-03-09",
    });
    await cron();
    expect(await taskDays(actor)).toEqual(["2026-03-09", "2026-03-10"]);
  });

  it("creates tasks ahead of their day", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    await recur(actor, { rrule: "FREQ=WEEKLY;BYDAY=MO", startDate: "2026-03-01", leadDays: 6 });
    expect(await taskDays(actor)).toEqual(["2026-03-02", "2026-03-09", "2026-03-16"]);
    await later(actor, "2026-03-16T18:59:59Z");
    await cron();
    expect(await taskDays(actor)).toHaveLength(3);
    await later(actor, "2026-03-16T19:00:00Z");
    await cron();
    expect((await taskDays(actor)).at(-1)).toBe("2026-03-23");
  });

  it("leaves out what the rules refuse, once, tells the user, and goes on with the rest", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const account = await openAccount(actor, "UZS");
    const template = {
      type: "expense",
      accountId: account,
      amount: 1000,
      currency: "UZS",
      categoryId: "housing",
      name: "Ijara",
    };
    const { id } = await recur(actor, {
      entity: "transactions",
      template,
      rrule: "FREQ=DAILY",
      startDate: "2026-03-11",
    });
    await recur(actor, { rrule: "FREQ=DAILY", startDate: "2026-03-11" });
    await actor.patch(`/v1/accounts/${account}`, { showStatus: "archived" });
    await later(actor, "2026-03-12T07:00:00Z");
    await cron();
    await cron();
    expect((await actor.get("/v1/transactions")).meta?.total).toBe(0);
    expect(await taskDays(actor)).toEqual(["2026-03-11", "2026-03-12"]);
    const { data } = await actor.get("/v1/notifications");
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({
      kind: "recurring_failed",
      title: "Ijara",
      entity: "recurrences",
      entityId: id,
      data: { date: "2026-03-12", code: "invalid_state", count: 2 },
    });
    expect(await preview(actor, id, "2026-03-11", "2026-03-13")).toEqual([
      "2026-03-11 missed",
      "2026-03-12 missed",
      "2026-03-13 upcoming",
    ]);
    await actor.patch(`/v1/accounts/${account}`, { showStatus: "active" });
    await later(actor, "2026-03-13T07:00:00Z");
    await cron();
    expect(await balanceOf(actor, account)).toBe(-1000);
  });

  it("ends where the user's new zone ends it", async () => {
    freezeTime("2026-05-10T00:00:00Z");
    const actor = await newActor({ timezone: "Pacific/Kiritimati" });
    const { id, nextDate } = await recur(actor, {
      rrule: "FREQ=DAILY;UNTIL=20260510T100000Z",
      startDate: "2026-05-10",
    });
    expect(nextDate).toBe("2026-05-11");
    await actor.patch("/v1/users/me", { timezone: "Pacific/Pago_Pago" });
    await later(actor, "2026-05-20T00:00:00Z");
    await cron();
    expect(await taskDays(actor)).toEqual(["2026-05-10"]);
    expect(await read(actor, id)).toMatchObject({ nextDate: null, status: "completed" });
  });

  it("creates debt payments, with their transactions", async () => {
    freezeTime(NOON);
    const actor = await newActor();
    const account = await openAccount(actor, "UZS", { initialBalance: 1_000_000 });
    const debt = await actor.post("/v1/debts", {
      direction: "i_owe",
      counterpartyName: "Bank",
      principalAmount: 600_000,
      principalCurrency: "UZS",
      startDate: "2026-01-01",
    });
    expect(debt.status, debt.text).toBe(201);
    const template = { debtId: debt.data.id, amount: 100_000, accountId: account };
    const { id } = await recur(actor, {
      entity: "debtPayments",
      template,
      rrule: "FREQ=MONTHLY;COUNT=3",
      startDate: "2026-01-31",
    });
    expect(await balanceOf(actor, account)).toBe(800_000);
    await later(actor, "2026-04-30T07:00:00Z");
    await cron();
    expect(await balanceOf(actor, account)).toBe(700_000);
    const { data } = await actor.get(`/v1/debt-payments?sortBy=paymentDate&sortOrder=asc`);
    expect(data.map(({ paymentDate, recurringId }: Payment) => [paymentDate, recurringId])).toEqual([
      ["2026-01-31", id],
      ["2026-02-28", id],
      ["2026-03-31", id],
    ]);
    expect(await read(actor, id)).toMatchObject({ status: "completed", nextDate: null, occurrencesCount: 3 });
  });
});
