import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { newActor } from "../../support/actor.ts";
import sgml from "./imports/samples/checking.ofx?raw";
import quicken from "./imports/samples/quicken.qif?raw";
import tinkoff from "./imports/samples/tinkoff.csv?raw";
import xml from "./imports/samples/two-accounts.ofx?raw";
import american from "./imports/samples/us-bank.csv?raw";
import uzbek from "./imports/samples/uzbek-bank.csv?raw";
import { IMPORTS, importedTransactions, importFile, pick, preview } from "./imports/support.ts";
import { expectExactBalances } from "./ledger.ts";
import { balanceOf, expense, openAccount, record, refusal, transfer } from "./support.ts";

const csv = (accountId: string, ...lines: string[]) => ({
  format: "csv",
  accountId,
  content: ["date,amount,name,externalId", ...lines].join("\n"),
});

const COFFEE = "2026-11-17,-4.50,Coffee,";

describe("bank files", () => {
  it("reads an Uzbek bank's CSV: lines before the header, spaces in amounts, debit and credit", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "UZS", { initialBalance: 1_000_000 });
    const body = { format: "csv", accountId, fileName: "noyabr.csv", content: uzbek, mapping: { skipLines: 3 } };
    const { data } = await preview(actor, body);
    expect(data.mapping).toEqual({
      date: 0,
      time: 1,
      name: 2,
      debit: 3,
      credit: 4,
      currency: 5,
      description: 6,
      externalId: 7,
      dateFormat: "DMY",
      decimalSeparator: ",",
      delimiter: ",",
      hasHeader: true,
      invertAmount: false,
      skipLines: 3,
    });
    expect(data.totals).toEqual({
      rows: 8,
      new: 6,
      duplicate: 0,
      invalid: 2,
      skipped: 0,
      amounts: { UZS: { income: 8_500_000, expense: 335_600.5 } },
    });
    const report = await importFile(actor, { ...body, mapping: data.mapping, categoryMap: {} });
    expect(report).toMatchObject({
      format: "csv",
      accountId,
      fileName: "noyabr.csv",
      createdCount: 6,
      duplicateCount: 0,
      invalidCount: 2,
      status: "done",
      undoneAt: null,
    });
    expect(report.rows.slice(6)).toEqual([
      {
        index: 6,
        status: "invalid",
        transactionId: null,
        duplicateOf: null,
        duplicateOfRow: null,
        errors: [{ field: "date", message: "Not a date: 31.11.2026" }],
      },
      {
        index: 7,
        status: "invalid",
        transactionId: null,
        duplicateOf: null,
        duplicateOfRow: null,
        errors: [{ field: "debit", message: "Not an amount: abc" }],
      },
    ]);
    const rows = await importedTransactions(actor, report.id);
    const fields = ["date", "time", "type", "amount", "name", "description", "categoryId", "externalId"];
    expect(pick(rows, ...fields)).toEqual([
      [
        "2026-11-02",
        "09:15",
        "expense",
        214600,
        "Korzinka Chilonzor",
        "POS, haftalik xarid",
        "other_expense",
        "300415",
      ],
      ["2026-11-03", "18:40", "expense", 23500, "Yandex Go", null, "other_expense", "300522"],
      ["2026-11-05", "10:00", "income", 8500000, '"Artel" MChJ', "Oylik maosh", "other_income", "300871"],
      ["2026-11-05", "10:01", "expense", 1500.5, "Komissiya", null, "other_expense", "300872"],
      ["2026-11-07", "13:05", "expense", 48000, "Choyxona", null, "other_expense", null],
      ["2026-11-07", "16:20", "expense", 48000, "Choyxona", null, "other_expense", null],
    ]);
    expect(new Set(rows.map((row: { importId: string }) => row.importId))).toEqual(new Set([report.id]));
    expect(await balanceOf(actor, accountId)).toBe(9_164_399.5);
    await expectExactBalances(actor);
  });

  it("reads a CSV with semicolons, what the account paid, and the user's words for categories", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "RUB");
    const categoryMap = { Супермаркеты: "food", Зарплата: "salary" };
    const body = { format: "csv", accountId, content: tinkoff, categoryMap, defaultCategoryId: "shopping" };
    const { rows } = (await preview(actor, body)).data;
    const sent = rows.map(({ transaction }: { transaction: object }) => transaction);
    expect(pick(sent, "type", "amount", "currency", "date", "time", "name", "categoryId")).toEqual([
      ["expense", 1262, "RUB", "2026-11-18", "14:05", "Перекрёсток", "food"],
      ["expense", 1012.48, "RUB", "2026-11-18", "09:41", "Apple", "shopping"],
      ["expense", 349.5, "RUB", "2026-11-17", "20:12", "Шаурма; у вокзала", "shopping"],
      ["income", 95000, "RUB", "2026-11-15", "10:00", "Зарплата за ноябрь", "salary"],
    ]);
  });

  it("reads American notation", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const { id } = await importFile(actor, { format: "csv", accountId, content: american });
    expect(pick(await importedTransactions(actor, id), "date", "type", "amount", "description", "externalId")).toEqual([
      ["2026-11-14", "expense", 4.5, "COFFEE SHOP, NY", "T-1"],
      ["2026-11-15", "income", 1234.56, "PAYROLL", "T-2"],
      ["2026-11-16", "income", 12, "REFUND", "T-3"],
      ["2026-11-16", "expense", 900, "RENT", "T-4"],
    ]);
    expect(await balanceOf(actor, accountId)).toBe(342.06);
  });

  it("reads OFX 1: the bank's day counts, whatever the offset; a foreign amount converts", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const { id } = await importFile(actor, { format: "ofx", accountId, content: sgml });
    const rows = await importedTransactions(actor, id);
    expect(pick(rows, "date", "type", "amount", "currency", "name", "description", "externalId")).toEqual([
      ["2026-11-17", "expense", 45.1, "USD", "BARNES & NOBLE", "Books", "202611170001"],
      ["2026-11-15", "income", 2500, "USD", "ACME PAYROLL", null, "202611150007"],
      ["2026-11-10", "expense", 100, "USD", "Landlord LLC", null, "202611100002"],
      ["2026-11-09", "expense", 3000, "JPY", "Konbini, Tokyo", null, "202611090003"],
    ]);
    await expectExactBalances(actor);
  });

  it("reads one account of an OFX 2 with several", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "EUR");
    const body = { format: "ofx", accountId, content: xml };
    const refused = await preview(actor, body);
    expect([...refusal(refused), refused.error?.details?.[0]?.message]).toEqual([
      400,
      "VALIDATION_ERROR",
      "sourceAccount",
      "Say which account of the file is meant: FR7630004, 4970-0001",
    ]);
    const { id } = await importFile(actor, { ...body, sourceAccount: "FR7630004" });
    expect(pick(await importedTransactions(actor, id), "date", "amount", "name", "description")).toEqual([
      ["2026-11-12", 12.4, "Boulangerie <Paul>", "Café & pain"],
    ]);
    await importFile(actor, { ...body, sourceAccount: "4970-0001" });
    expect(await balanceOf(actor, accountId)).toBe(-7.4);
  });

  it("reads QIF with its dates and splits", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const categoryMap = { Groceries: "food", Household: "home", Salary: "salary" };
    const report = await importFile(actor, { format: "qif", accountId, content: quicken, categoryMap });
    const rows = await importedTransactions(actor, report.id);
    expect(pick(rows, "date", "type", "amount", "name", "description", "categoryId")).toEqual([
      ["2026-01-15", "expense", 1234.56, "Whole Foods", "Weekly groceries", "food"],
      ["2026-01-05", "income", 2500, "Acme Payroll", null, "salary"],
      ["2026-02-03", "expense", 100, "Supermarket", null, "other_expense"],
      ["2026-02-04", "expense", 10, "Mixed", null, "other_expense"],
    ]);
    expect(pick(rows[2].splits, "categoryId", "amount")).toEqual([
      ["food", 70],
      ["home", 30],
    ]);
    expect([rows[3].splits, report.warnings]).toEqual([
      [],
      [{ field: "rows.3.splits", message: "Imported without its parts: they have different signs" }],
    ]);
  });

  it("keeps balances exact to the largest", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "UZS", { initialBalance: 90071992547409 });
    const report = await importFile(
      actor,
      csv(accountId, "2026-11-01,0.91,a,", "2026-11-02,0.01,b,", "2026-11-03,0.001,c,", "2026-11-03,0,d,"),
    );
    expect(report.rows.map(({ status, errors }: { status: string; errors: object[] }) => [status, errors])).toEqual([
      ["new", []],
      ["invalid", [{ field: "amount", message: "Amount is out of range" }]],
      ["invalid", [{ field: "amount", message: "UZS has at most 2 decimals" }]],
      ["invalid", [{ field: "amount", message: "Must be greater than 0" }]],
    ]);
    expect(await balanceOf(actor, accountId)).toBe(90071992547409.91);
  });
});

describe("a file that could mean several things is refused", () => {
  it.each([
    [{ content: "date,amount\n05/06/2026,1" }, "mapping.dateFormat"],
    [{ content: 'date,amount\n2026-11-17,"1,234"' }, "mapping.decimalSeparator"],
    [{ content: "when,how much\n2026-11-17,1" }, "mapping.date"],
    [{ content: "date,how much\n2026-11-17,1" }, "mapping.amount"],
    [{ content: "date,amount\n2026-11-17,1", mapping: { date: "Sana", amount: 1 } }, "mapping.date"],
    [{ content: "date,amount\n2026-11-17,1", mapping: { date: 0, amount: 2 } }, "mapping.amount"],
    [{ content: "date,amount\n" }, "content"],
    [{ content: 'date,amount\n"2026' }, "content"],
    [{ content: "hello", format: "ofx" }, "content"],
    [{ content: "hello", format: "qif" }, "content"],
    [{ content: "date,amount\n2026-11-17,1", sourceAccount: "1" }, "sourceAccount"],
    [{ content: "a", format: "pdf" }, "format"],
    [{ content: "" }, "content"],
  ])("%j on %s", async (fields, field) => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const body = { format: "csv", accountId, ...fields };
    for (const path of [IMPORTS, `${IMPORTS}/preview`]) {
      expect(refusal(await actor.post(path, body))).toEqual([400, "VALIDATION_ERROR", field]);
    }
  });

  it("unless the mapping says which", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const content = '05/06/2026,"1,234","2,5"\n';
    const mapping = { date: 0, amount: 1, hasHeader: false, dateFormat: "MDY", decimalSeparator: "," };
    const { rows } = (await preview(actor, { format: "csv", accountId, content, mapping })).data;
    expect(pick(rows, "transaction", "errors")).toEqual([
      [null, [{ field: "amount", message: "USD has at most 2 decimals" }]],
    ]);
    const thousands = { ...mapping, decimalSeparator: "." };
    const again = (await preview(actor, { format: "csv", accountId, content, mapping: thousands })).data;
    expect(pick([again.rows[0].transaction], "date", "amount", "type")).toEqual([["2026-05-06", 1234, "income"]]);
  });

  it("and so is one with too many rows", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const content = `date,amount\n${"2026-11-17,1\n".repeat(2001)}`;
    const reply = await preview(actor, { format: "csv", accountId, content });
    expect(refusal(reply)).toEqual([400, "VALIDATION_ERROR", "content"]);
  });

  it("and so is an account that is gone, archived or nobody's", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    await actor.patch(`/v1/accounts/${accountId}`, { showStatus: "archived" });
    expect(refusal(await preview(actor, csv(accountId, COFFEE)))).toEqual([409, "INVALID_STATE", "accountId"]);
    const unknown = await actor.post(IMPORTS, csv(crypto.randomUUID(), COFFEE));
    expect(refusal(unknown)).toEqual([404, "RESOURCE_NOT_FOUND", "accountId"]);
    expect((await actor.get(IMPORTS)).data).toEqual([]);
  });
});

describe("a preview", () => {
  it("writes nothing", async () => {
    const actor = await newActor();
    const accountId = await openAccount(actor, "USD");
    const before = await env.LEORA_DB.prepare("SELECT rev FROM clocks WHERE userId = ?").bind(actor.user.id).first();
    const reply = await preview(actor, csv(accountId, COFFEE));
    expect([reply.status, reply.data.totals.new]).toEqual([200, 1]);
    const after = await env.LEORA_DB.prepare("SELECT rev FROM clocks WHERE userId = ?").bind(actor.user.id).first();
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
