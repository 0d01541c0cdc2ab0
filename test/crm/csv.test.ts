import { beforeAll, describe, expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { encode } from "../support/charsets.ts";
import { bomb, gzip } from "../support/gzip.ts";
import { textRow, xlsx } from "../support/xlsx.ts";
import { CONFLICT, calls, newCustomer, newSeller, refusal, uniqueEmail } from "./support.ts";

const XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const INVALID = { status: 400, code: "VALIDATION_ERROR" };

const importCsv = (actor: Actor, file: BodyInit, query = "", type = "text/csv; charset=utf-8") =>
  actor.requestRaw("POST", `/customers/import${query}`, file, { "Content-Type": type });

const totalOf = async (actor: Actor): Promise<number> => (await actor.get("/customers")).data.pagination.totalItems;

describe("importing customers", () => {
  let shared: Actor;

  beforeAll(async () => {
    shared = await newSeller();
  });

  it("creates all of them, with their activities", async () => {
    const seller = await newSeller();
    const [one, two] = [uniqueEmail(), uniqueEmail()];
    const reply = await importCsv(
      seller,
      `\ufeffEmail, NAME,phone,company,Status,value,notes\r\n${one},"Karimov, ""Anvar""",+998901234567,"Anhor\nSavdo",Active,'=5,x\r\n\r\n${two.toUpperCase()},Бек\r\n`,
    );
    expect([reply.status, reply.body, calls(reply)]).toEqual([
      201,
      { success: true, data: { imported: 2, duplicates: [], invalid: [] } },
      'd1;desc="2", hub;desc="1"',
    ]);
    const { customers } = (await seller.get("/customers?sortOrder=asc")).data;
    expect(customers).toMatchObject([
      {
        name: 'Karimov, "Anvar"',
        email: one,
        phone: "+998901234567",
        company: "Anhor\nSavdo",
        status: "active",
        value: "=5",
      },
      { name: "Бек", email: two, phone: "", company: "", status: "potential", value: "" },
    ]);
    const { activities } = (await seller.get(`/customers/${customers[1].id}/activities`)).data;
    expect(activities).toMatchObject([{ type: "deal", description: "Customer created: Бек" }]);
  });

  it("takes a compressed file, which has 5 MiB inflated", async () => {
    const seller = await newSeller();
    const send = (file: Uint8Array<ArrayBuffer>) =>
      seller.requestRaw("POST", "/customers/import", file, {
        "Content-Type": "text/csv; charset=windows-1251",
        "Content-Encoding": "gzip",
      });
    const [head, last] = ["name,email\nБек,", "\n"];
    const email = uniqueEmail();
    const fit = encode(head + email + last, "windows-1251");
    const reply = await send(gzip(fit));
    expect([reply.status, reply.data.imported]).toEqual([201, 1]);
    expect((await seller.get("/customers")).data.customers).toMatchObject([{ name: "Бек", email }]);
    const wide = new Uint8Array(5 * 1024 * 1024 + 1).fill(0x0a);
    const refusals = [await send(gzip(wide)), await send(bomb())].map(refusal);
    expect(refusals).toEqual(Array(2).fill({ status: 413, code: "PAYLOAD_TOO_LARGE" }));
    expect(refusal(await send(gzip(fit).slice(0, -1)))).toEqual({ ...INVALID, fields: ["body"] });
    expect(await totalOf(seller)).toBe(1);
  });

  it("reports duplicates row by row, and imports nothing", async () => {
    const seller = await newSeller();
    const { email } = await newCustomer(seller);
    const fresh = uniqueEmail();
    const file = `name,email\nA,${fresh}\nB,${email}\nC,${fresh.toUpperCase()}\n`;
    const duplicates = [
      { row: 3, email, message: "There is a customer with this e-mail address" },
      { row: 4, email: fresh, message: "The same e-mail address as row 2" },
    ];
    const refused = await importCsv(seller, file);
    expect([refusal(refused), refused.data]).toEqual([CONFLICT, { imported: 0, duplicates, invalid: [] }]);
    expect(await totalOf(seller)).toBe(1);
    const skipped = await importCsv(seller, file, "?duplicates=skip");
    expect([skipped.status, skipped.data]).toEqual([201, { imported: 1, duplicates, invalid: [] }]);
    expect(await totalOf(seller)).toBe(2);
  });

  it("reports wrong rows, and imports nothing", async () => {
    const seller = await newSeller();
    const refused = await importCsv(seller, `name,email,status\nA,${uniqueEmail()},\n,x,lost\n`, "?duplicates=skip");
    expect(refusal(refused)).toEqual(INVALID);
    expect(refused.data.invalid.map(({ row, field }: { row: number; field: string }) => [row, field])).toEqual([
      [3, "name"],
      [3, "email"],
      [3, "status"],
    ]);
    expect(await totalOf(seller)).toBe(0);
  });

  it.each<[string, BodyInit]>([
    ["no column email", "name\nA\n"],
    ["nothing", ""],
    ["a header alone", "name,email\n"],
    ["an open quote", 'name,email\n"A,a@example.com\n'],
    ["too many cells", "name,email\nA,a@example.com,x\n"],
    ["bytes that are no UTF-8, as stated", new Uint8Array([0x6e, 0x61, 0xff, 0x0a])],
    ["a column twice", "name,email,Email\nA,a@example.com,\n"],
    ["101 columns", `name,email${",x".repeat(99)}\nA,a@example.com\n`],
    ["NUL", "name,email\nA\0,a@example.com\n"],
    ["too many rows", `name,email\n${"A,a@example.com\n".repeat(10_001)}`],
  ])("refuses %s", async (_, file) => {
    expect(refusal(await importCsv(shared, file))).toEqual({ ...INVALID, fields: ["file"] });
  });

  it("reads semicolons, sep= and rows of empty cells, numbered as in a spreadsheet", async () => {
    const seller = await newSeller();
    const email = uniqueEmail();
    const reply = await importCsv(seller, `sep=;\r\nname;email;phone\r\n;;\r\nA;${email};+998901234567;;\r\n`);
    expect([reply.status, reply.data]).toEqual([201, { imported: 1, duplicates: [], invalid: [] }]);
    const again = await importCsv(seller, `sep=;\nname;email\n;\nA;${email}`, "?duplicates=skip");
    expect(again.data.duplicates.map(({ row }: { row: number }) => row)).toEqual([4]);
  });

  it.each([
    ["as it states", "windows-1251", "text/csv; charset=windows-1251"],
    ["by another name of it", "windows-1251", 'text/csv;charset="cp1251"'],
    ["undeclared", "windows-1251", "text/csv"],
    ["undeclared", "utf-8", "text/csv"],
  ] as const)("reads a charset %s: %s", async (_, charset, type) => {
    const seller = await newSeller();
    const file = encode(`name;email;company\nДилноза Рахимова;${uniqueEmail()};Завод «Заря»`, charset);
    expect((await importCsv(seller, file, "", type)).status).toBe(201);
    const [customer] = (await seller.get("/customers")).data.customers;
    expect([customer.name, customer.company]).toEqual(["Дилноза Рахимова", "Завод «Заря»"]);
  });

  it("refuses a charset that nobody knows", async () => {
    const reply = await importCsv(shared, "name,email\nA,a@example.com", "", "text/csv; charset=nonsense");
    expect(refusal(reply)).toEqual({ ...INVALID, fields: ["file"] });
  });

  it("reads the first sheet of an XLSX file", async () => {
    const seller = await newSeller();
    const email = uniqueEmail();
    const rows = `${textRow("Name", "E-mail", "email", "phone")}<row r="3"><c r="A3" t="inlineStr"><is><t>Бек</t></is></c><c r="C3" t="str"><v>${email}</v></c><c r="D3"><v>998901234567</v></c></row>${textRow("B", "", "x")}`;
    const refused = await importCsv(seller, xlsx({ rows }), "", XLSX_TYPE);
    expect([refusal(refused), refused.data.invalid.map(({ row }: { row: number }) => row)]).toEqual([INVALID, [4]]);
    const good = rows.slice(0, rows.lastIndexOf("<row>"));
    expect((await importCsv(seller, xlsx({ rows: good }), "", XLSX_TYPE)).data.imported).toBe(1);
    const [customer] = (await seller.get("/customers")).data.customers;
    expect(customer).toMatchObject({ name: "Бек", email, phone: "998901234567" });
    expect(refusal(await importCsv(seller, "name,email\n", "", XLSX_TYPE))).toEqual({ ...INVALID, fields: ["file"] });
  });

  it("costs little for a file that says it is wide", async () => {
    const file = `name,email${",x".repeat(9_000)}\n${"A,a@example.com\n".repeat(9_999)}`;
    const { error } = (await importCsv(shared, file)).body;
    expect(error.details).toEqual({ file: "More than 100 columns" });
  });

  it("reports at most the first thousand problems", async () => {
    const reply = await importCsv(shared, `name,email\n${",x\n".repeat(10_000)}`);
    expect(refusal(reply)).toEqual(INVALID);
    expect(reply.data.invalid).toHaveLength(1000);
    expect(reply.data.invalid.at(-1)).toMatchObject({ row: 501, field: "email" });
  });

  it("reads 10,000 rows of 100 columns", async () => {
    const seller = await newSeller();
    const row = (index: number) => `A,c${index}@example.com${",x".repeat(98)}`;
    const titles = `name,email${Array.from({ length: 98 }, (_, index) => `,c${index}`).join("")}`;
    const file = `${titles}\n${Array.from({ length: 10_000 }, (_, index) => row(index)).join("\n")}`;
    expect((await importCsv(seller, file)).data.imported).toBe(10_000);
  });

  it("refuses other types and files over 5 MiB", async () => {
    const seller = await newSeller();
    expect(refusal(await importCsv(seller, "{}", "", "application/json"))).toEqual({ ...INVALID, fields: ["body"] });
    const wide = await importCsv(seller, `name,email\n${`${" ".repeat(9_000)}A,a@example.com\n`.repeat(600)}`);
    expect(refusal(wide)).toEqual({ status: 413, code: "PAYLOAD_TOO_LARGE" });
  });

  it("of the same file twice at once comes in once", async () => {
    const seller = await newSeller();
    const file = `name,email\n${Array.from({ length: 50 }, () => `A,${uniqueEmail()}`).join("\n")}`;
    const replies = await Promise.all([importCsv(seller, file), importCsv(seller, file)]);
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect(await totalOf(seller)).toBe(50);
  });
});

describe("exporting customers", () => {
  it("writes what import reads, formulas made harmless", async () => {
    const [seller, other] = await Promise.all([newSeller(), newSeller()]);
    const rows = [
      { name: "=SUM(A1)", phone: "+998 90 123-45-67", company: 'A "B", C', value: "-5", status: "active" },
      { name: "'=quoted", company: "Олмазор\nОАЖ", value: "@x" },
    ];
    const customers = [];
    for (const row of rows) customers.push(await newCustomer(seller, row));
    const reply = await seller.get("/customers/export");
    expect([reply.status, reply.headers.get("content-type"), calls(reply)]).toEqual([
      200,
      "text/csv; charset=utf-8",
      'd1;desc="1", hub;desc="1"',
    ]);
    expect(reply.headers.get("content-disposition")).toBe('attachment; filename="customers.csv"');
    const [first, second] = customers;
    expect(reply.text).toBe(
      [
        "id,name,email,phone,company,status,value,createdAt,updatedAt",
        `${first.id},'=SUM(A1),${first.email},+998 90 123-45-67,"A ""B"", C",active,-5,${first.createdAt},${first.updatedAt}`,
        `${second.id},''=quoted,${second.email},,"Олмазор\nОАЖ",potential,'@x,${second.createdAt},${second.updatedAt}`,
        "",
      ].join("\r\n"),
    );
    expect((await importCsv(other, reply.text)).status).toBe(201);
    const again = (await other.get("/customers?sortOrder=asc")).data.customers;
    const plain = ({ id, createdAt, updatedAt, ...fields }: Record<string, unknown>) => fields;
    expect(again.map(plain)).toEqual(customers.map(plain));
    expect((await seller.get("/customers/export?status=active")).text.split("\r\n")).toHaveLength(3);
  });

  it("streams more than one page", async () => {
    const seller = await newSeller();
    const count = 4_001;
    const file = `name,email\n${Array.from({ length: count }, (_, index) => `C${index},c${index}@example.com`).join("\n")}`;
    expect((await importCsv(seller, file)).data.imported).toBe(count);
    const lines = (await seller.get("/customers/export")).text.split("\r\n");
    expect(lines).toHaveLength(count + 2);
    expect(lines[count]).toContain(`C${count - 1},c${count - 1}@example.com`);
  });
});
