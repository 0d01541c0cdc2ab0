import { beforeAll, describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../../support/actor.ts";
import { encode } from "../../../support/charsets.ts";
import { gzipForm } from "../../../support/gzip.ts";
import { streamedXlsx, textRow, type Workbook, xlsx } from "../../../support/xlsx.ts";
import { balanceOf, openAccount, refusal } from "../support.ts";
import { IMPORTS, importedTransactions, pick, readings, sendForm } from "./support.ts";

const PREVIEW = `${IMPORTS}/preview`;
const STATEMENT = "Дата;Сумма;Получатель\n17.11.2026;-25 000,00;Корзинка\n18.11.2026;5 000,00;Возврат\n";
const MIB = 1024 * 1024;

let actor: Actor;
let accountId: string;

beforeAll(async () => {
  actor = await newActor();
  accountId = await openAccount(actor, "UZS");
});

const bytes = (text: string) => encode(text, "utf-8");

describe("a file in a form", () => {
  it.each(["utf-8", "windows-1251", "koi8-r"] as const)("is read in %s without being told", async (charset) => {
    const reply = await sendForm(actor, PREVIEW, encode(STATEMENT, charset), { format: "csv", accountId });
    expect([reply.status, reply.data?.header]).toEqual([200, ["Дата", "Сумма", "Получатель"]]);
    expect(reply.data.rows.map(({ transaction }: { transaction: { name: string } }) => transaction.name)).toEqual([
      "Корзинка",
      "Возврат",
    ]);
  });

  it("is read from a compressed form", async () => {
    const form = new FormData();
    form.set("content", new File([encode(STATEMENT, "windows-1251")], "file.bin"));
    form.set("options", JSON.stringify({ format: "csv", accountId }));
    const { body, headers } = await gzipForm(form);
    const reply = await actor.requestRaw("POST", PREVIEW, body, headers);
    expect([reply.status, reply.data?.header]).toEqual([200, ["Дата", "Сумма", "Получатель"]]);
  });

  it("is read in the charset that is stated", async () => {
    const file = encode(STATEMENT, "ibm866");
    const reply = await sendForm(actor, PREVIEW, file, { format: "csv", accountId, charset: "ibm866" });
    expect(reply.data?.header).toEqual(["Дата", "Сумма", "Получатель"]);
    const wrong = await sendForm(actor, PREVIEW, file, { format: "csv", accountId, charset: "utf-8" });
    expect([...refusal(wrong), wrong.error?.details?.[0]?.message]).toEqual([
      400,
      "VALIDATION_ERROR",
      "content",
      "Not valid text in utf-8",
    ]);
  });

  it("may be OFX in the charset that it declares, and QIF", async () => {
    const ofx = "CHARSET:1251\n<OFX><CURDEF>UZS<STMTTRN><DTPOSTED>20261117<TRNAMT>-5<NAME>Щука</STMTTRN></OFX>";
    const reply = await sendForm(actor, PREVIEW, encode(ofx, "windows-1251"), { format: "ofx", accountId });
    expect(reply.data.rows[0].transaction.name).toBe("Щука");
    const qif = await sendForm(actor, PREVIEW, bytes("\ufeff!Type:Bank\nD1/15'26\nT-5\n^"), {
      format: "qif",
      accountId,
    });
    expect(readings(qif)).toEqual([["expense", 5, "UZS", "2026-01-15", null]]);
  });

  it("is imported once per idempotency key, and another file with it is refused", async () => {
    const saver = await newActor();
    const account = await openAccount(saver, "UZS");
    const headers = { "Idempotency-Key": crypto.randomUUID() };
    const send = (text: string) =>
      sendForm(saver, IMPORTS, bytes(text), { format: "csv", accountId: account }, headers);
    const [first, second] = [await send("date,amount\n2026-11-17,-5"), await send("date,amount\n2026-11-17,-5")];
    expect([first.status, second.status, second.headers.get("idempotency-replayed")]).toEqual([201, 201, "true"]);
    expect(second.data).toEqual(first.data);
    const other = await send("date,amount\n2026-11-17,-6");
    expect([other.status, other.error?.code]).toEqual([409, "IDEMPOTENCY_CONFLICT"]);
    expect(await balanceOf(saver, account)).toBe(-5);
  });

  it.each([
    ["no file", new Uint8Array(), {}, "content"],
    ["no text", new Uint8Array([0x64, 0, 0x65]), {}, "content"],
    ["a file over 1 MiB", new Uint8Array(MIB + 1), {}, "content"],
    ["a file and a form over 1 MiB", new Uint8Array(MIB + 100_000), {}, "content"],
    ["options that do not fit", bytes("date,amount\n2026-11-17,5"), { charset: "shift_jis" }, "charset"],
    ["a format that it is not", bytes("date,amount\n2026-11-17,5"), { format: "xlsx" }, "content"],
  ])("is refused with %s", async (_, file, options, field) => {
    const reply = await sendForm(actor, PREVIEW, file, { format: "csv", accountId, ...options });
    expect(refusal(reply)).toEqual([400, "VALIDATION_ERROR", field]);
  });

  it.each([
    ["no options", (form: FormData) => form.delete("options"), ["format", "accountId"]],
    ["options that are no JSON", (form: FormData) => form.set("options", "{"), [""]],
    ["options that are a list", (form: FormData) => form.set("options", "[]"), [""]],
    ["options with NUL", (form: FormData) => form.set("options", '{"fileName":"a\\u0000"}'), ["fileName"]],
    ["no file", (form: FormData) => form.delete("content"), ["content"]],
  ])("is refused with %s", async (_, spoil, fields) => {
    const form = new FormData();
    form.set("content", new File([bytes("date,amount\n2026-11-17,5")], "a.csv"));
    form.set("options", JSON.stringify({ format: "csv", accountId }));
    spoil(form);
    const reply = await actor.requestRaw("POST", PREVIEW, form);
    expect([reply.status, reply.error?.details?.map(({ field }) => field)]).toEqual([400, fields]);
  });

  it("that is no form at all is refused", async () => {
    const type = { "Content-Type": "multipart/form-data; boundary=x" };
    expect(refusal(await actor.requestRaw("POST", PREVIEW, "nothing", type))).toEqual([
      400,
      "VALIDATION_ERROR",
      "content",
    ]);
  });
});

describe("XLSX", () => {
  const workbook: Workbook = {
    strings: "<si><t>Дата</t></si><si><t>Сумма</t></si><si><t>Получатель</t></si><si><t>Корзинка &amp; Ко</t></si>",
    formats: ["", "dd.mm.yyyy", "#,##0.00"],
    rows: `<row r="1"><c r="A1" t="inlineStr"><is><t>Выписка по счёту</t></is></c></row>
      <row r="3"><c r="A3" t="s"><v>0</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="s"><v>2</v></c></row>
      <row r="4"><c r="A4" s="1"><v>46343</v></c><c r="B4" s="2"><v>-1234.5</v></c><c r="C4" t="s"><v>3</v></c></row>
      <row r="5"><c r="A5" s="1"><v>46344.75</v></c><c r="B5" s="2"><v>1.234</v></c></row>
      <row r="6"><c r="A6" t="str"><v>19.11.2026</v></c><c r="B6" t="str"><v>-1 234,50</v></c></row>`,
  };
  const options = () => ({ format: "xlsx", accountId, mapping: { skipLines: 2 } });

  it.each([
    ["Excel", xlsx],
    ["a program that streams", streamedXlsx],
  ])("is read as %s writes it, numbers as numbers beside texts in any notation", async (_, write) => {
    const saver = await newActor();
    const account = await openAccount(saver, "UZS");
    const reply = await sendForm(saver, IMPORTS, write(workbook), { ...options(), accountId: account });
    expect([reply.status, reply.data.format]).toEqual([201, "xlsx"]);
    expect(pick(await importedTransactions(saver, reply.data.id), "date", "time", "type", "amount", "name")).toEqual([
      ["2026-11-17", null, "expense", 1234.5, "Корзинка & Ко"],
      ["2026-11-19", null, "expense", 1234.5, null],
    ]);
    expect(reply.data.rows[1].errors).toEqual([{ field: "amount", message: "UZS has at most 2 decimals" }]);
  });

  it("has currencies in the formats of its numbers", async () => {
    const formats = ["[$$-409]0.00", "0 &quot;сум&quot;", "0 &quot;kg&quot;", "0.00"];
    const numbers = formats.map(
      (_, style) => `<row><c t="str"><v>2026-11-17</v></c><c s="${style}"><v>-5</v></c></row>`,
    );
    const file = xlsx({ rows: textRow("date", "amount") + numbers.join(""), formats });
    expect(readings(await sendForm(actor, PREVIEW, file, { format: "xlsx", accountId }))).toEqual([
      ["expense", 5, "USD", "2026-11-17", null],
      ["expense", 5, "UZS", "2026-11-17", null],
      [{ field: "currency", message: "Not a currency: kg" }],
      ["expense", 5, "UZS", "2026-11-17", null],
    ]);
  });

  it("shows the mapping that reads it again", async () => {
    const { data } = await sendForm(actor, PREVIEW, xlsx(workbook), options());
    expect(data.mapping).toEqual({
      date: 0,
      amount: 1,
      name: 2,
      dateFormat: "DMY",
      decimalSeparator: ",",
      hasHeader: true,
      invertAmount: false,
      skipLines: 2,
    });
    const again = await sendForm(actor, PREVIEW, xlsx(workbook), { ...options(), mapping: data.mapping });
    expect(again.data.rows).toEqual(data.rows);
  });

  it.each([
    ["more than 2,000 rows", { rows: textRow("date", "amount") + textRow("2026-11-17", "1").repeat(2001) }],
    ["a column far away", { rows: `${textRow("date", "amount")}<row><c r="ZZ1"><v>1</v></c></row>` }],
    ["more than 2 Mi characters", { rows: textRow("date", "amount") + textRow("a".repeat(1100)).repeat(1999) }],
    ["more than 8 MiB when it is unpacked", { rows: " ".repeat(9 * MIB) }],
    ["nothing", { rows: "" }],
  ])("is refused with %s", async (_, content) => {
    expect(refusal(await sendForm(actor, PREVIEW, xlsx(content), { format: "xlsx", accountId }))?.slice(0, 2)).toEqual([
      400,
      "VALIDATION_ERROR",
    ]);
  });

  it("of 2,000 rows is read", async () => {
    const rows = textRow("date", "amount") + textRow("2026-11-17", "1").repeat(2000);
    const { data } = await sendForm(actor, PREVIEW, xlsx({ rows }), { format: "xlsx", accountId });
    expect(data.totals).toMatchObject({ rows: 2000, new: 2000 });
  });

  it("has no place in JSON", async () => {
    const reply = await actor.post(PREVIEW, { format: "xlsx", accountId, content: "PK" });
    expect([...refusal(reply), reply.error?.details?.[0]?.message]).toEqual([
      400,
      "VALIDATION_ERROR",
      "content",
      "Send XLSX as a file, in a form",
    ]);
  });
});
