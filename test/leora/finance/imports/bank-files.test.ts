import { describe, expect, it } from "vitest";
import { newActor } from "../../../support/actor.ts";
import { expectExactBalances } from "../ledger.ts";
import { balanceOf, openAccount, refusal } from "../support.ts";
import sgml from "./samples/checking.ofx?raw";
import quicken from "./samples/quicken.qif?raw";
import tinkoff from "./samples/tinkoff.csv?raw";
import xml from "./samples/two-accounts.ofx?raw";
import american from "./samples/us-bank.csv?raw";
import uzbek from "./samples/uzbek-bank.csv?raw";
import { IMPORTS, importedTransactions, importFile, pick, preview } from "./support.ts";

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
