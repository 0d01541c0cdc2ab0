import { describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";

const post = async (actor: Actor, body: object) => (await actor.post("/v1/tasks", body)).data;

describe("creating tasks", () => {
  it("fills the specification's defaults", async () => {
    const actor = await newActor();
    const reply = await actor.post("/v1/tasks", { title: "  Non olish " });
    expect(reply.status).toBe(201);
    const { id, createdAt, updatedAt, ...rest } = reply.data;
    expect(rest).toEqual({
      userId: actor.user.id,
      showStatus: "active",
      syncStatus: "synced",
      idempotencyKey: null,
      title: "Non olish",
      status: "inbox",
      priority: "medium",
      goalId: null,
      habitId: null,
      financeLink: "none",
      progressValue: null,
      progressUnit: null,
      dueDate: null,
      startDate: null,
      timeOfDay: null,
      estimatedMinutes: null,
      energyLevel: null,
      context: null,
      notes: null,
      lastFocusSessionId: null,
      focusTotalMinutes: 0,
      recurringId: null,
      checklist: [],
      dependencies: [],
    });
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(createdAt).toBe(updatedAt);
    expect((await actor.get(`/v1/tasks/${id}`)).data).toEqual(reply.data);
  });

  it("plans a task that has a due date", async () => {
    const actor = await newActor();
    expect((await post(actor, { title: "a", dueDate: "2026-12-25" })).status).toBe("planned");
  });

  it("keeps the specification's example whole", async () => {
    const actor = await newActor();
    const task = await post(actor, {
      title: "Kitob o'qish",
      priority: "medium",
      dueDate: "2024-12-25",
      timeOfDay: "09:00",
      estimatedMinutes: 60,
      energyLevel: 2,
      context: "home",
      checklist: [
        { title: "1-bob", completed: false },
        { title: "2-bob", completed: true },
      ],
    });
    expect(task.checklist).toEqual([
      { id: expect.any(String), taskId: task.id, title: "1-bob", completed: false, order: 0 },
      { id: expect.any(String), taskId: task.id, title: "2-bob", completed: true, order: 1 },
    ]);
    expect(task).toMatchObject({ dueDate: "2024-12-25", timeOfDay: "09:00", estimatedMinutes: 60, energyLevel: 2 });
  });

  it("takes the client's id once", async () => {
    const [actor, stranger] = [await newActor(), await newActor()];
    const id = crypto.randomUUID();
    expect((await actor.post("/v1/tasks", { id, title: "a" })).data.id).toBe(id);
    const again = await actor.post("/v1/tasks", { id, title: "b" });
    expect([again.status, again.error?.code]).toEqual([409, "RESOURCE_ALREADY_EXISTS"]);
    expect((await stranger.post("/v1/tasks", { id, title: "c" })).status).toBe(201);
    expect((await actor.get(`/v1/tasks/${id}`)).data.title).toBe("a");
  });

  it.each([
    [{}, "title"],
    [{ title: " " }, "title"],
    [{ title: "x".repeat(501) }, "title"],
    [{ title: "a", priority: "urgent" }, "priority"],
    [{ title: "a", status: "overdue" }, "status"],
    [{ title: "a", energyLevel: 4 }, "energyLevel"],
    [{ title: "a", estimatedMinutes: "60" }, "estimatedMinutes"],
    [{ title: "a", dueDate: "2026-02-30" }, "dueDate"],
    [{ title: "a", timeOfDay: "24:00" }, "timeOfDay"],
    [{ title: "a", checklist: [{ completed: true }] }, "checklist.0.title"],
  ])("refuses %j on %s", async (body, field) => {
    const reply = await (await newActor()).post("/v1/tasks", body);
    expect([reply.status, reply.error?.code]).toEqual([400, "VALIDATION_ERROR"]);
    expect(reply.error?.details?.map((detail) => detail.field)).toEqual([field]);
  });

  it("answers 404 for a link that leads nowhere", async () => {
    const reply = await (await newActor()).post("/v1/tasks", { title: "a", goalId: crypto.randomUUID() });
    expect([reply.status, reply.error?.code]).toEqual([404, "RESOURCE_NOT_FOUND"]);
    expect(reply.error?.details?.[0]?.field).toBe("goalId");
  });
});

describe("lists", () => {
  it("filters, sorts and pages", async () => {
    const actor = await newActor();
    for (const [title, priority, dueDate] of [
      ["b", "high", "2026-12-02"],
      ["a", "low", "2026-12-01"],
      ["c", "medium", null],
      ["d", "medium", "2026-12-03"],
    ]) {
      await post(actor, { title, priority, dueDate });
    }
    const titles = async (query: string) =>
      (await actor.get(`/v1/tasks?${query}`)).data.map((task: { title: string }) => task.title).join("");
    expect(await titles("")).toBe("dcab");
    expect(await titles("sortBy=dueDate&sortOrder=asc")).toBe("abdc");
    expect(await titles("sortBy=dueDate&sortOrder=desc")).toBe("dbac");
    expect(await titles("sortBy=priority&sortOrder=desc")).toMatch(/^b[cd]{2}a$/);
    expect(await titles("priority=medium")).toBe("dc");
    expect(await titles("status=inbox")).toBe("c");
    expect(await titles("dueDate=2026-12-02")).toBe("b");
    expect(await titles("dueDateFrom=2026-12-02&dueDateTo=2026-12-03")).toBe("db");

    const page = await actor.get("/v1/tasks?limit=3&page=2");
    expect(page.data).toHaveLength(1);
    expect(page.meta).toEqual({ page: 2, limit: 3, total: 4, totalPages: 2, hasMore: false });
    expect((await actor.get("/v1/tasks?status=canceled")).meta).toEqual({
      page: 1,
      limit: 20,
      total: 0,
      totalPages: 0,
      hasMore: false,
    });
  });

  it("searches literally, in any script and case", async () => {
    const actor = await newActor();
    for (const title of ["Чойхона", "O‘zbekiston", "100% tayyor", "100 tayyor"]) await post(actor, { title });
    const found = async (search: string) =>
      (await actor.get(`/v1/tasks?search=${encodeURIComponent(search)}`)).data.map((t: { title: string }) => t.title);
    expect(await found("ЧОЙ")).toEqual(["Чойхона"]);
    expect(await found("o'ZBEK")).toEqual(["O‘zbekiston"]);
    expect(await found("0%")).toEqual(["100% tayyor"]);
    expect(await found("_")).toEqual([]);
  });

  it.each(["limit=0", "limit=101", "page=x", "sortBy=title;", "showStatus=deleted", "dueDate=soon"])(
    "refuses ?%s",
    async (query) => {
      const reply = await (await newActor()).get(`/v1/tasks?${query}`);
      expect([reply.status, reply.error?.code]).toEqual([400, "VALIDATION_ERROR"]);
    },
  );

  it("shows archived tasks only when asked, deleted ones never", async () => {
    const actor = await newActor();
    const [kept, archived, deleted] = [
      await post(actor, { title: "kept" }),
      await post(actor, { title: "archived" }),
      await post(actor, { title: "deleted" }),
    ];
    await actor.patch(`/v1/tasks/${archived.id}`, { showStatus: "archived" });
    expect((await actor.delete(`/v1/tasks/${deleted.id}`)).data).toEqual({ id: deleted.id, showStatus: "deleted" });
    const ids = async (query: string) => (await actor.get(`/v1/tasks${query}`)).data.map((t: { id: string }) => t.id);
    expect(await ids("")).toEqual([kept.id]);
    expect(await ids("?showStatus=archived")).toEqual([archived.id]);
    expect((await actor.get(`/v1/tasks/${deleted.id}`)).status).toBe(404);
    expect((await actor.delete(`/v1/tasks/${deleted.id}`)).status).toBe(404);
  });
});

describe("changing tasks", () => {
  it("changes what is named, clears with null, ignores what the server owns", async () => {
    const actor = await newActor();
    const task = await post(actor, { title: "a", notes: "n", dueDate: "2026-12-01" });
    const changed = await actor.patch(`/v1/tasks/${task.id}`, {
      notes: null,
      priority: "high",
      focusTotalMinutes: 900,
      userId: crypto.randomUUID(),
      unknown: 1,
    });
    expect(changed.data).toEqual({ ...task, notes: null, priority: "high", updatedAt: changed.data.updatedAt });
  });

  it("completes and reopens, each once", async () => {
    const actor = await newActor();
    const task = await post(actor, { title: "a", dueDate: "2026-12-01" });
    const done = await actor.post(`/v1/tasks/${task.id}/complete`);
    expect([done.status, done.data.status]).toEqual([200, "completed"]);
    expect((await actor.post(`/v1/tasks/${task.id}/complete`)).data).toEqual(done.data);
    expect((await actor.post(`/v1/tasks/${task.id}/reopen`)).data.status).toBe("planned");
    expect((await actor.patch(`/v1/tasks/${task.id}`, { status: "completed" })).data.status).toBe("completed");
  });

  it("edits the checklist item by item", async () => {
    const actor = await newActor();
    const { id } = await post(actor, { title: "a", checklist: [{ title: "1" }, { title: "2" }] });
    const added = await actor.post(`/v1/tasks/${id}/checklist`, { title: "3" });
    expect(added.status).toBe(201);
    const [first, second, third] = added.data.checklist;
    const titles = (reply: { data: { checklist: { title: string }[] } }) => reply.data.checklist.map((i) => i.title);
    const ticked = await actor.patch(`/v1/tasks/${id}/checklist/${second.id}`, { completed: true });
    expect(ticked.data.checklist[1]).toEqual({ ...second, completed: true });
    const itemIds = [third.id, first.id, second.id];
    expect(titles(await actor.put(`/v1/tasks/${id}/checklist/order`, { itemIds }))).toEqual(["3", "1", "2"]);
    expect((await actor.put(`/v1/tasks/${id}/checklist/order`, { itemIds: [first.id] })).status).toBe(400);
    expect(titles(await actor.patch(`/v1/tasks/${id}/checklist/${second.id}`, { order: 0 }))).toEqual(["2", "3", "1"]);
    expect(titles(await actor.delete(`/v1/tasks/${id}/checklist/${third.id}`))).toEqual(["2", "1"]);
    expect((await actor.delete(`/v1/tasks/${id}/checklist/${third.id}`)).status).toBe(404);
    const replaced = await actor.patch(`/v1/tasks/${id}`, { checklist: [{ id: second.id }, { title: "4" }] });
    expect(replaced.data.checklist).toEqual([
      { ...second, completed: true, order: 0 },
      { id: expect.any(String), taskId: id, title: "4", completed: false, order: 1 },
    ]);
  });
});

describe("dependencies", () => {
  const needing = (id: string) => ({ dependencies: [{ dependsOnTaskId: id }] });
  const refusal = (reply: { status: number; error: { code: string } | null }) => [reply.status, reply.error?.code];

  it("hold a task back until its prerequisite is met", async () => {
    const actor = await newActor();
    const first = await post(actor, { title: "first" });
    const second = await post(actor, { title: "second", ...needing(first.id) });
    const status = async () => (await actor.get(`/v1/tasks/${second.id}`)).data.dependencies[0].status;
    expect(second.dependencies).toEqual([
      { id: expect.any(String), taskId: second.id, dependsOnTaskId: first.id, status: "pending" },
    ]);
    expect(refusal(await actor.post(`/v1/tasks/${second.id}/complete`))).toEqual([409, "INVALID_STATE"]);
    await actor.post(`/v1/tasks/${first.id}/complete`);
    expect(await status()).toBe("met");
    await actor.post(`/v1/tasks/${first.id}/reopen`);
    expect(await status()).toBe("pending");
    await actor.delete(`/v1/tasks/${first.id}`);
    expect(await status()).toBe("met");
    expect((await actor.post(`/v1/tasks/${second.id}/complete`)).data.status).toBe("completed");
  });

  it("cannot form a cycle, also when both halves arrive at once", async () => {
    const actor = await newActor();
    const [a, b, c] = [
      await post(actor, { title: "a" }),
      await post(actor, { title: "b" }),
      await post(actor, { title: "c" }),
    ];
    await actor.patch(`/v1/tasks/${b.id}`, needing(a.id));
    await actor.patch(`/v1/tasks/${c.id}`, needing(b.id));
    expect(refusal(await actor.patch(`/v1/tasks/${a.id}`, needing(c.id)))).toEqual([409, "INVALID_STATE"]);
    expect(refusal(await actor.patch(`/v1/tasks/${a.id}`, needing(a.id)))).toEqual([409, "INVALID_STATE"]);

    const [x, y] = [await post(actor, { title: "x" }), await post(actor, { title: "y" })];
    const replies = await Promise.all([
      actor.patch(`/v1/tasks/${x.id}`, needing(y.id)),
      actor.patch(`/v1/tasks/${y.id}`, needing(x.id)),
    ]);
    expect(replies.map((reply) => reply.status).toSorted()).toEqual([200, 409]);
  });

  it("lead only to the user's own tasks", async () => {
    const [actor, stranger] = [await newActor(), await newActor()];
    const foreign = await post(stranger, { title: "foreign" });
    const reply = await actor.post("/v1/tasks", { title: "a", ...needing(foreign.id) });
    expect(refusal(reply)).toEqual([404, "RESOURCE_NOT_FOUND"]);
    expect(reply.error?.details?.[0]?.field).toBe("dependencies.0.dependsOnTaskId");
  });
});

describe("idempotency", () => {
  it("makes one task of fifty concurrent twins", async () => {
    const actor = await newActor();
    const send = () => actor.post("/v1/tasks", { title: "once" }, { "Idempotency-Key": "k" });
    const replies = await Promise.all(Array.from({ length: 50 }, send));
    expect(new Set(replies.map((reply) => `${reply.status} ${reply.data.id}`)).size).toBe(1);
    expect(replies.filter((reply) => reply.headers.get("idempotency-replayed") === "true")).toHaveLength(49);
    expect((await actor.get("/v1/tasks")).meta?.total).toBe(1);
  });

  it("refuses the same key for another request, and frees the key of a refused one", async () => {
    const actor = await newActor();
    const send = (body: object) => actor.post("/v1/tasks", { idempotencyKey: "k", ...body });
    expect((await send({ title: "" })).status).toBe(400);
    const created = await send({ title: "a" });
    expect(created.data.idempotencyKey).toBe("k");
    expect((await send({ title: "a" })).data).toEqual(created.data);
    const other = await send({ title: "b" });
    expect([other.status, other.error?.code]).toEqual([409, "IDEMPOTENCY_CONFLICT"]);
  });
});
