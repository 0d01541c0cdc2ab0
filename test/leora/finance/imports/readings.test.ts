import { beforeAll, describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../../support/actor.ts";
import { expectExactBalances } from "../ledger.ts";
import { balanceOf, openAccount, refusal, USD_UZS } from "../support.ts";
import { csv, importedTransactions, importFile, pick, preview, readings } from "./support.ts";

// How the cells of a bank's table are read: each by a preview, which writes nothing.

let actor: Actor;
let dollars: string;
let sums: string;

beforeAll(async () => {
  actor = await newActor({ timezone: "Asia/Tashkent" });
  [dollars, sums] = [await openAccount(actor, "USD"), await openAccount(actor, "UZS")];
});

const DAY = "2026-11-17";

describe("the currency beside an amount", () => {
  it.each([
    ["-5.00 USD", ["expense", 5, "USD"]],
    ["-$5.00", ["expense", 5, "USD"]],
    ["$(63.12)", ["expense", 63.12, "USD"]],
    ["($63.12)", ["expense", 63.12, "USD"]],
    ["5 000 сум", ["income", 5000, "UZS"]],
    ["-5 000 so'm", ["expense", 5000, "UZS"]],
    ["€5.00", ["income", 5, "EUR"]],
    ["5.00 DR", ["expense", 5, "USD"]],
    ["5.00 Cr", ["income", 5, "USD"]],
  ])("%s in an account in USD is %j", async (amount, reading) => {
    const reply = await preview(actor, csv(dollars, "date,amount", `${DAY},"${amount}"`));
    expect(readings(reply)).toEqual([[...reading, DAY, null]]);
  });

  it("is used for the row, which converts for the account", async () => {
    const traveller = await newActor();
    const account = await openAccount(traveller, "UZS");
    const report = await importFile(traveller, csv(account, "date,amount", `${DAY},-$5.00`, `${DAY},-5000 сум`));
    expect(pick(await importedTransactions(traveller, report.id), "amount", "currency")).toEqual([
      [5, "USD"],
      [5000, "UZS"],
    ]);
    expect(await balanceOf(traveller, account)).toBe(-5 * USD_UZS - 5000);
    await expectExactBalances(traveller);
  });

  it("makes an invalid row where no rate is known, by which the balance would change", async () => {
    const { data } = await preview(actor, csv(dollars, "date,amount", `${DAY},5 ZWG`, `${DAY},5`));
    expect(pick(data.rows, "status")).toEqual([["invalid"], ["new"]]);
  });

  it.each([
    ["5 coins", [{ field: "currency", message: "Not a currency: coins" }]],
    ["5 kr", [{ field: "currency", message: "kr could be SEK or NOK or DKK or ISK" }]],
    ["5 сом", [{ field: "currency", message: "сом could be KGS or UZS" }]],
    ["$5 EUR", [{ field: "currency", message: "Two currencies: $ and EUR" }]],
    ["-5 CR", [{ field: "amount", message: "Its sign and its direction contradict each other" }]],
  ])("makes a row of %s invalid", async (amount, errors) => {
    const [reading] = readings(await preview(actor, csv(dollars, "date,amount", `${DAY},${amount}`)));
    expect(reading).toEqual(errors);
  });

  it.each([
    ["$5.00", "CAD", ["income", 5, "CAD"]],
    ["5.00", "usd", ["income", 5, "USD"]],
    ["5.00", "сум", ["income", 5, "UZS"]],
    ["5.00", "", ["income", 5, "USD"]],
    ["$5.00", "EUR", "Two currencies: EUR and $"],
    ["5.00", "coins", "Not a currency: coins"],
  ])("%s and the column %s agree on %j", async (amount, currency, reading) => {
    const reply = await preview(actor, csv(dollars, "date,amount,currency", `${DAY},${amount},${currency}`));
    const expected = typeof reading === "string" ? [{ field: "currency", message: reading }] : [...reading, DAY, null];
    expect(readings(reply)).toEqual([expected]);
  });
});

describe("a column of directions", () => {
  it.each([
    ["type", "Debit", "Credit"],
    ["D/C", "D", "C"],
    ["dr/cr", "DR", "CR"],
    ["Тип операции", "Списание", "Пополнение"],
    ["Направление", "расход", "приход"],
    ["Turi", "chiqim", "kirim"],
    ["direction", "−", "+"],
  ])("called %s says %s and %s", async (title, debit, credit) => {
    const lines = [`date,amount,${title}`, `${DAY},5,${debit}`, `${DAY},-6,${debit}`, `${DAY},7,${credit}`];
    const reply = await preview(actor, csv(dollars, ...lines, `${DAY},-8,`.replace(/,$/, `,${debit}`)));
    expect(
      pick(
        reply.data.rows.map((row: { transaction: object }) => row.transaction),
        "type",
        "amount",
      ),
    ).toEqual([
      ["expense", 5],
      ["expense", 6],
      ["income", 7],
      ["expense", 8],
    ]);
    expect(reply.data.mapping.direction).toBe(2);
  });

  it("of other words is none, unless it is mapped", async () => {
    const file = csv(dollars, "date,amount,type", `${DAY},5,Debit`, `${DAY},5,POS`, `${DAY},-5,`);
    const guessed = await preview(actor, file);
    expect(guessed.data.mapping.direction).toBeUndefined();
    expect(readings(guessed)).toEqual([
      ["income", 5, "USD", DAY, null],
      ["income", 5, "USD", DAY, null],
      ["expense", 5, "USD", DAY, null],
    ]);
    const mapped = await preview(actor, { ...file, mapping: { date: 0, amount: "amount", direction: "Type" } });
    expect(readings(mapped)).toEqual([
      ["expense", 5, "USD", DAY, null],
      [{ field: "direction", message: "Neither debit nor credit: POS" }],
      ["expense", 5, "USD", DAY, null],
    ]);
  });

  it("stays one when another word is among them and no amount has a sign: that row is invalid", async () => {
    const lines = [`${DAY},5,Debit`, `${DAY},100,Credit`, `${DAY},1,Fee`];
    expect(readings(await preview(actor, csv(dollars, "date,amount,type", ...lines)))).toEqual([
      ["expense", 5, "USD", DAY, null],
      ["income", 100, "USD", DAY, null],
      [{ field: "direction", message: "Neither debit nor credit: Fee" }],
    ]);
  });

  it("must not contradict the sign, or what stands beside the amount", async () => {
    const lines = [`${DAY},-5,credit`, `${DAY},5 CR,debit`, `${DAY},5 DR,debit`];
    const contradiction = [{ field: "amount", message: "Its sign and its direction contradict each other" }];
    expect(readings(await preview(actor, csv(dollars, "date,amount,direction", ...lines)))).toEqual([
      contradiction,
      contradiction,
      ["expense", 5, "USD", DAY, null],
    ]);
  });
});

it.each([
  [false, ["income", "expense", "expense", "income"]],
  [true, ["expense", "income", "expense", "income"]],
])("with invertAmount %s what has no sign left the account, unless it is marked", async (invertAmount, types) => {
  const file = csv(dollars, "date,amount", `${DAY},5`, `${DAY},-5`, `${DAY},5 DR`, `${DAY},5 CR`);
  const { data } = await preview(actor, { ...file, mapping: { invertAmount } });
  expect(data.rows.map(({ transaction }: { transaction: { type: string } }) => transaction.type)).toEqual(types);
});

describe("debit and credit", () => {
  it.each([
    ["5,", ["expense", 5]],
    ["-5,", ["expense", 5]],
    ["(5),", ["expense", 5]],
    ["5 DR,", ["expense", 5]],
    [",7", ["income", 7]],
    [",-7", ["expense", 7]],
    ["0,7", ["income", 7]],
    ["5,0.00", ["expense", 5]],
    ["5,7", [{ field: "debit", message: "Debit and credit exclude each other" }]],
    ["5 CR,", [{ field: "debit", message: "Marked as credit" }]],
    [",5 DR", [{ field: "credit", message: "Marked as debit" }]],
    [",", [{ field: "amount", message: "Must be greater than 0" }]],
  ])("of %s are %j", async (cells, reading) => {
    const [found] = readings(await preview(actor, csv(dollars, "date,debit,credit", `${DAY},${cells}`)));
    expect(Array.isArray(found) && typeof found[0] === "string" ? found.slice(0, 2) : found).toEqual(reading);
  });
});

describe("dates", () => {
  it.each([
    ["24-DEC-25", "2025-12-24", null],
    ["Dec 24 2025", "2025-12-24", null],
    ["2026.02.28.", "2026-02-28", null],
    ["28.02.2026 2:05 PM", "2026-02-28", "14:05"],
    ["2026-11-17T18:59:59Z", "2026-11-17", "23:59"],
    ["2026-11-17T19:00:00Z", "2026-11-18", "00:00"],
    ["2026-11-17T23:00:00-05:00", "2026-11-18", "09:00"],
    ["2026-11-17T23:00:00", "2026-11-17", "23:00"],
  ])("%s is %s %s for a user in Tashkent", async (text, date, time) => {
    const reply = await preview(actor, csv(sums, "date,amount", `${text},5`));
    expect(readings(reply)).toEqual([["income", 5, "UZS", date, time]]);
  });

  it("may have their time in a column of its own", async () => {
    const reply = await preview(actor, csv(sums, "date,time,amount", "2026-11-17,11:59 PM,5", "2026-11-17 10:00,,5"));
    expect(readings(reply)).toEqual([
      ["income", 5, "UZS", "2026-11-17", "23:59"],
      ["income", 5, "UZS", "2026-11-17", "10:00"],
    ]);
  });
});

describe("a table", () => {
  it.each([
    ["sep=;\ndate;amount\n2026-11-17;5,00"],
    ["\ufeffsep=;\r\ndate;amount\r\n2026-11-17;5,00\r\n"],
    ["date;amount\n;\n2026-11-17;5,00\n ; \n;;;\n"],
    ["\n;\ndate;amount\n2026-11-17;5,00"],
  ])("of %j has one row", async (content) => {
    const reply = await preview(actor, { format: "csv", accountId: dollars, content });
    expect([readings(reply), reply.data.mapping.delimiter]).toEqual([[["income", 5, "USD", DAY, null]], ";"]);
  });

  it("may have a title twice: the first column counts, with a warning", async () => {
    const file = csv(dollars, "date,amount,Name,name", `${DAY},5,Shop,`, `${DAY},6,,Other`);
    const { data } = await preview(actor, file);
    const warnings = [{ field: "mapping.name", message: "Several columns are called Name: the first is read" }];
    const names = (rows: { transaction: { name: string | null } }[]) => rows.map(({ transaction }) => transaction.name);
    expect([data.warnings, names(data.rows)]).toEqual([warnings, ["Shop", null]]);
    const mapped = await preview(actor, { ...file, mapping: { date: 0, amount: 1, name: "name" } });
    expect([mapped.data.warnings, names(mapped.data.rows)]).toEqual([warnings, ["Shop", null]]);
    const byIndex = await preview(actor, { ...file, mapping: { date: 0, amount: 1, name: 3 } });
    expect([byIndex.data.warnings, names(byIndex.data.rows)]).toEqual([[], [null, "Other"]]);
  });

  it.each([
    [100, 0],
    [101, 1],
  ])("of %s columns is refused: %s", async (columns, refused) => {
    const titles = Array.from({ length: columns - 2 }, (_, index) => `c${index}`).join(",");
    const reply = await preview(actor, csv(dollars, `date,amount,${titles}`, `${DAY},5`));
    expect(reply.status === 400 ? refusal(reply) : reply.status).toEqual(
      refused ? [400, "VALIDATION_ERROR", "content"] : 200,
    );
  });

  it("costs little however wide it says it is", async () => {
    const content = `date,amount${",x".repeat(9000)}\n${`${DAY},5\n`.repeat(2000)}`;
    const reply = await preview(actor, { format: "csv", accountId: dollars, content });
    expect(reply.error?.details).toEqual([{ field: "content", message: "More than 100 columns" }]);
  });
});
