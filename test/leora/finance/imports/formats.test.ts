import { beforeAll, describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../../support/actor.ts";
import { openAccount } from "../support.ts";
import { preview, readings } from "./support.ts";

// How OFX and QIF are read: each by a preview, which writes nothing.

const DAY = "2026-11-17";
let actor: Actor;
let dollars: string;

beforeAll(async () => {
  actor = await newActor();
  dollars = await openAccount(actor, "USD");
});

describe("OFX", () => {
  const ofx = (...transactions: string[]) => ({
    format: "ofx",
    accountId: dollars,
    content: `<OFX><CURDEF>USD<BANKTRANLIST>${transactions.join("")}</BANKTRANLIST></OFX>`,
  });

  it("never groups digits, whatever the mapping says", async () => {
    const file = ofx(
      "<STMTTRN><DTPOSTED>20261117<TRNAMT>-12,34</STMTTRN>",
      "<STMTTRN><DTPOSTED>20261117<TRNAMT>1.500</STMTTRN>",
      "<STMTTRN><DTPOSTED>20261117<TRNAMT>1,234</STMTTRN>",
    );
    const expected = [
      ["expense", 12.34, "USD", DAY, null],
      ["income", 1.5, "USD", DAY, null],
      [{ field: "amount", message: "USD has at most 2 decimals" }],
    ];
    for (const decimalSeparator of [undefined, ".", ","]) {
      expect(readings(await preview(actor, { ...file, mapping: { decimalSeparator } }))).toEqual(expected);
    }
  });

  it("loses no entry without an end tag", async () => {
    const reply = await preview(
      actor,
      ofx("<STMTTRN><DTPOSTED>20261117<TRNAMT>1", "<STMTTRN><DTPOSTED>20261118<TRNAMT>2"),
    );
    expect(readings(reply)).toEqual([
      ["income", 1, "USD", "2026-11-17", null],
      ["income", 2, "USD", "2026-11-18", null],
    ]);
  });
});

describe("QIF", () => {
  const qif = (...records: string[]) => ({
    format: "qif",
    accountId: dollars,
    content: `!Type:Bank\n${records.map((record) => `${record}\n^\n`).join("")}`,
  });

  it.each([
    [["D5/6'26\nT1"], ["2026-05-06"]],
    [
      ["D5/6'26\nT1", "D17/6'26\nT1"],
      ["2026-06-05", "2026-06-17"],
    ],
    [
      ["D5/6'26\nT1", "D6/17'26\nT1"],
      ["2026-05-06", "2026-06-17"],
    ],
  ])("%j has the dates %j", async (records, dates) => {
    const { data } = await preview(actor, qif(...records));
    expect(data.rows.map(({ transaction }: { transaction: { date: string } }) => transaction.date)).toEqual(dates);
  });

  it.each([
    ["zero parts are left out", "SFood\n$-10\nSHome\n$0", [10], null],
    ["parts without an amount are left out", "SFood\n$-10\nSHome", [10], null],
    ["all parts are zero", "SFood\n$0", [], null],
    ["two parts", "SFood\n$-4\nSHome\n$-6", [4, 6], null],
    ["parts of both signs", "SFood\n$-15\nSHome\n$5", [], "they have different signs"],
    ["a part of the other sign", "SFood\n$10", [], "they have different signs"],
    ["another sum", "SFood\n$-4\nSHome\n$-5", [], "they do not sum to the amount"],
    ["50 parts", "SFood\n$-0.20\n".repeat(50).trim(), Array.from({ length: 50 }, () => 0.2), null],
    ["51 parts", `${"SFood\n$-0.20\n".repeat(49)}SA\n$-0.10\nSB\n$-0.10`, [], "there are more than 50"],
  ])("keeps a transaction whose parts it cannot hold: %s", async (_, parts, amounts, problem) => {
    const { data } = await preview(actor, qif(`D1/15'26\nT-10\n${parts}`));
    const { transaction, status } = data.rows[0];
    expect([status, transaction.amount, transaction.splits.map(({ amount }: { amount: number }) => amount)]).toEqual([
      "new",
      10,
      amounts,
    ]);
    expect(data.warnings).toEqual(
      problem === null ? [] : [{ field: "rows.0.splits", message: `Imported without its parts: ${problem}` }],
    );
  });

  it.each([
    [10_000, 200],
    [10_001, 400],
  ])("of %s parts is answered with %s", async (parts, status) => {
    const record = `D1/15'26\nT-1\n${"Sa\n$1\n".repeat(parts - 1)}Sa\n$1`;
    expect((await preview(actor, qif(record))).status).toBe(status);
  });
});
