import { describe, expect, it } from "vitest";
import { newActor } from "../../../support/actor.ts";
import { expectExactBalances } from "../ledger.ts";
import { balanceOf, expense, openAccount, record, transfer } from "../support.ts";
import american from "./samples/us-bank.csv?raw";
import { IMPORTS, importFile, pick, preview } from "./support.ts";

const csv = (accountId: string, ...lines: string[]) => ({
  format: "csv",
  accountId,
  content: ["date,amount,name,externalId", ...lines].join("\n"),
});

const COFFEE = "2026-11-17,-4.50,Coffee,";

describe("a preview", () => {
  it("writes nothing", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const before = await actor.db.prepare("SELECT rev FROM clocks WHERE owner = ?").bind(actor.owner).first();
    const reply = await preview(actor, csv(accountId, COFFEE));
    expect([reply.status, reply.data.totals.new]).toEqual([200, 1]);
    const after = await actor.db.prepare("SELECT rev FROM clocks WHERE owner = ?").bind(actor.owner).first();
    expect(after).toEqual(before);
    expect(await balanceOf(actor, accountId)).toBe(0);
  });

  it("says what the import then does", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    await record(actor, expense(accountId, 4.5, "USD", { date: "2026-11-17" }));
    const body = csv(
      accountId,
      COFFEE,
      COFFEE,
      "2026-11-18,x,Bad,",
      "2026-11-19,10,Refund,R1",
      "2026-11-19,10,Refund,R1",
    );
    const shown = (await preview(actor, body)).data.rows;
    const done = (await importFile(actor, body)).rows;
    const common = ["index", "status", "duplicateOf", "duplicateOfRow"];
    expect(pick(done, ...common)).toEqual(pick(shown, ...common));
    expect(shown.map(({ status }: { status: string }) => status)).toEqual([
      "duplicate",
      "new",
      "invalid",
      "new",
      "duplicate",
    ]);
  });
});

describe("duplicates", () => {
  it("are the rows of a file that comes again, and none after an undo", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const body = { format: "csv", accountId, content: american };
    const first = await importFile(actor, body);
    const again = await importFile(actor, body);
    expect(again).toMatchObject({ createdCount: 0, duplicateCount: 4 });
    const ids = (rows: Record<string, unknown>[], name: string) => rows.map((row) => row[name]);
    expect(ids(again.rows, "duplicateOf")).toEqual(ids(first.rows, "transactionId"));
    await actor.delete(`${IMPORTS}/${first.id}`);
    expect(await importFile(actor, body)).toMatchObject({ createdCount: 4, duplicateCount: 0 });
  });

  it("come in when the user wants them, and skipped rows stay out", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    await importFile(actor, csv(accountId, COFFEE));
    const body = { ...csv(accountId, COFFEE, COFFEE, COFFEE), duplicates: "import", skipRows: [2] };
    const report = await importFile(actor, body);
    expect(report).toMatchObject({ createdCount: 2, duplicateCount: 1 });
    expect(pick(report.rows, "status")).toEqual([["duplicate"], ["new"], ["skipped"]]);
    expect(await balanceOf(actor, accountId)).toBe(-13.5);
  });

  it("may be either side of a transfer", async () => {
    const actor = await newActor();
    const [from, to] = [await openAccount(actor, "USD"), await openAccount(actor, "USD")];
    const { id } = await record(actor, transfer(from, to, 25, "USD", { date: "2026-11-17" }));
    const leaving = await preview(actor, csv(from, "2026-11-17,-25,To savings,"));
    const arriving = await preview(actor, csv(to, "2026-11-17,25,From card,"));
    const other = await preview(actor, csv(to, "2026-11-17,-25,Spent,"));
    const found = [leaving, arriving, other].map(({ data }) => data.rows[0].duplicateOf);
    expect(found).toEqual([id, id, null]);
  });

  it("never slip through two imports at once", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const reports = await Promise.all([1, 2, 3].map(() => importFile(actor, csv(accountId, COFFEE))));
    expect(reports.map(({ createdCount }) => createdCount).toSorted()).toEqual([0, 0, 1]);
    expect(await balanceOf(actor, accountId)).toBe(-4.5);
  });
});

describe("an import", () => {
  it("happens once per idempotency key", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const body = csv(accountId, COFFEE);
    const [first, second] = [await actor.post(IMPORTS, body, headers), await actor.post(IMPORTS, body, headers)];
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(second.data).toEqual(first.data);
    expect((await actor.get(IMPORTS)).meta?.total).toBe(1);
  });

  it("reaches sockets and syncs like any write, and its rows name it", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const { cursor } = (await actor.get("/v1/sync/pull")).data;
    const { id, rows } = await importFile(actor, csv(accountId, COFFEE, "2026-11-18,-1,Tea,"));
    const { changes } = (await actor.get(`/v1/sync/pull?cursor=${cursor}`)).data;
    expect(changes.map(({ entity, data }: { entity: string; data: object }) => [entity, { ...data }])).toEqual([
      ["accounts", expect.objectContaining({ id: accountId, currentBalance: -5.5 })],
      ["transactions", expect.objectContaining({ id: rows[0].transactionId, importId: id })],
      ["transactions", expect.objectContaining({ id: rows[1].transactionId, importId: id })],
    ]);
  });

  it("is listed, newest first, and found by id", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const { rows: _rows, warnings: _warnings, ...first } = await importFile(actor, csv(accountId, COFFEE));
    const { rows: _more, warnings: _others, ...second } = await importFile(actor, csv(accountId, "2026-11-18,-1,Tea,"));
    const list = await actor.get(`${IMPORTS}?limit=1`);
    expect([list.data, list.meta]).toEqual([[second], { page: 1, limit: 1, total: 2, totalPages: 2, hasMore: true }]);
    expect((await actor.get(`${IMPORTS}/${first.id}`)).data).toEqual(first);
    expect((await (await newActor()).get(`${IMPORTS}/${first.id}`)).status).toBe(404);
  });

  it("gives a client no way to claim one", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const { id } = await importFile(actor, csv(accountId, COFFEE));
    const row = await record(actor, expense(accountId, 1, "USD", { importId: id, externalId: "mine" }));
    expect([row.importId, row.externalId]).toEqual([null, "mine"]);
  });
});

describe("undoing an import", () => {
  it("deletes exactly its transactions, in one write, with what they did", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD", { initialBalance: 100 });
    const own = await record(actor, expense(accountId, 10, "USD"));
    const {
      id,
      rows,
      warnings: _warnings,
      ...report
    } = await importFile(actor, csv(accountId, COFFEE, "2026-11-18,20,Refund,"));
    expect(await balanceOf(actor, accountId)).toBe(105.5);
    const { cursor } = (await actor.get("/v1/sync/pull")).data;
    const reply = await actor.delete(`${IMPORTS}/${id}`);
    expect(reply.status, reply.text).toBe(200);
    expect(reply.data).toEqual({
      ...report,
      id,
      status: "undone",
      undoneAt: expect.any(String),
      deletedCount: 2,
      keptTransactionIds: [],
    });
    expect(await balanceOf(actor, accountId)).toBe(90);
    const { changes } = (await actor.get(`/v1/sync/pull?cursor=${cursor}`)).data;
    expect(new Set(changes.map(({ rev }: { rev: number }) => rev)).size).toBe(1);
    expect(changes.length).toBe(3);
    const left = (await actor.get("/v1/transactions")).data;
    expect(pick(left, "id")).toEqual([[own.id]]);
    expect((await actor.get(`/v1/transactions/${rows[0].transactionId}`)).status).toBe(404);
  });

  it("again, changes nothing and says so", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const { id } = await importFile(actor, csv(accountId, COFFEE));
    const first = await actor.delete(`${IMPORTS}/${id}`);
    const second = await actor.delete(`${IMPORTS}/${id}`);
    expect(second.data).toEqual({ ...first.data, deletedCount: 0 });
    expect(await balanceOf(actor, accountId)).toBe(0);
  });

  it("leaves what was edited since, unless forced; what was deleted stays deleted", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const body = csv(accountId, "2026-11-01,-1,a,", "2026-11-02,-2,b,", "2026-11-03,-4,c,", "2026-11-04,-8,d,");
    const { id, rows } = await importFile(actor, body);
    const [a, b, c] = rows.map(({ transactionId }: { transactionId: string }) => transactionId);
    await actor.patch(`/v1/transactions/${a}`, { categoryId: "food" });
    await actor.patch(`/v1/transactions/${b}`, { showStatus: "archived" });
    await actor.delete(`/v1/transactions/${c}`);
    const undone = (await actor.delete(`${IMPORTS}/${id}`)).data;
    expect([undone.deletedCount, undone.keptTransactionIds]).toEqual([1, [a, b]]);
    expect(await balanceOf(actor, accountId)).toBe(-1);
    const forced = (await actor.delete(`${IMPORTS}/${id}?force=true`)).data;
    expect([forced.deletedCount, forced.keptTransactionIds]).toEqual([2, []]);
    expect(await balanceOf(actor, accountId)).toBe(0);
    await expectExactBalances(actor);
  });

  it("finds every row of the longest import, in two calls", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const lines = Array.from(
      { length: 2000 },
      (_, index) => `2026-${String((index % 12) + 1).padStart(2, "0")}-01,-1,n${index},`,
    );
    const made = await actor.post(IMPORTS, csv(accountId, ...lines));
    expect([made.status, made.data.createdCount]).toEqual([201, 2000]);
    expect(made.headers.get("server-timing")).toContain('d1;desc="2"');
    const undone = await actor.delete(`${IMPORTS}/${made.data.id}`);
    expect([undone.status, undone.data.deletedCount]).toEqual([200, 2000]);
    expect(undone.headers.get("server-timing")).toContain('d1;desc="2"');
    expect(await balanceOf(actor, accountId)).toBe(0);
  });
});
