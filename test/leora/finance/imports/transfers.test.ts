import { describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../../support/actor.ts";
import { freezeTime } from "../../../support/clock.ts";
import { newPremiumActor } from "../../../support/plan.ts";
import { expectExactBalances } from "../ledger.ts";
import { balanceOf, openAccount, record, transfer } from "../support.ts";
import { csv, importedTransactions, importFile, pick, preview } from "./support.ts";

const DAY = "2026-11-17";

/** A user with a checking account and a savings account, both in dollars. */
async function newSaver(): Promise<{ actor: Actor; checking: string; savings: string }> {
  const actor = await newPremiumActor();
  const checking = await openAccount(actor, "USD", { name: "Checking" });
  return { actor, checking, savings: await openAccount(actor, "USD", { name: "Savings" }) };
}

const qif = (accountId: string, ...records: string[]) => ({
  format: "qif",
  accountId,
  content: `!Type:Bank\n${records.map((text) => `${text}\n^\n`).join("")}`,
});

describe("an entry that names another account of the user's", () => {
  it("is a transfer, from it or to it, once for both files", async () => {
    const { actor, checking, savings } = await newSaver();
    const lines = ["D11/17'26\nT-25\nPTo savings\nL[Savings]", "D11/18'26\nT5\nL[Savings]/Home"];
    const report = await importFile(actor, qif(checking, ...lines));
    const fields = ["type", "amount", "fromAccountId", "toAccountId", "accountId", "categoryId", "name"];
    expect(pick(await importedTransactions(actor, report.id), ...fields)).toEqual([
      ["transfer", 25, checking, savings, null, null, "To savings"],
      ["transfer", 5, savings, checking, null, null, null],
    ]);
    const others = ["D11/17'26\nT25\nL[Checking]", "D11/18'26\nT-5\nL[Checking]"];
    const again = await importFile(actor, qif(savings, ...others));
    expect(pick(again.rows, "status", "duplicateOf")).toEqual(
      report.rows.map(({ transactionId }: { transactionId: string }) => ["duplicate", transactionId]),
    );
    expect([await balanceOf(actor, checking), await balanceOf(actor, savings)]).toEqual([-20, 20]);
    await expectExactBalances(actor);
    await actor.delete(`/v1/transactions/imports/${report.id}`);
    expect([await balanceOf(actor, checking), await balanceOf(actor, savings)]).toEqual([0, 0]);
  });

  it.each([
    ["nobody's", "D11/17'26\nT-25\nL[Nowhere]"],
    ["the account itself", "D11/17'26\nT-25\nL[Checking]"],
    ["one in another currency", "D11/17'26\nT-25\nL[Euros]"],
    ["an archived one", "D11/17'26\nT-25\nL[Old]"],
    ["one of two with its name", "D11/17'26\nT-25\nL[Twin]"],
  ])("is an expense where that is %s", async (_, text) => {
    const { actor, checking } = await newSaver();
    await openAccount(actor, "EUR", { name: "Euros" });
    for (const name of ["Twin", "Twin"]) await openAccount(actor, "USD", { name });
    const old = await openAccount(actor, "USD", { name: "Old" });
    await actor.patch(`/v1/accounts/${old}`, { showStatus: "archived" });
    const report = await importFile(actor, qif(checking, text));
    expect(pick(await importedTransactions(actor, report.id), "type", "amount", "accountId")).toEqual([
      ["expense", 25, checking],
    ]);
  });

  it("is a transfer beside expenses that a budget counts", async () => {
    // The budget counts the month that the user is in.
    freezeTime(`${DAY}T12:00:00Z`);
    const { actor, checking, savings } = await newSaver();
    const budget = await actor.post("/v1/budgets", {
      name: "All",
      budgetType: "category",
      periodType: "monthly",
      limitAmount: 100,
      currency: "USD",
      startDate: "2026-11-01",
      categoryIds: ["other_expense"],
    });
    await importFile(actor, qif(checking, "D11/17'26\nT-25\nL[Savings]", "D11/17'26\nT-3\nLOther"));
    expect([await balanceOf(actor, checking), await balanceOf(actor, savings)]).toEqual([-28, 25]);
    expect((await actor.get(`/v1/budgets/${budget.data.id}`)).data.spentAmount).toBe(3);
  });
});

describe("a transfer between two currencies that is stored", () => {
  it("is not imported again, from the file of either account", async () => {
    const actor = await newActor();
    const [dollars, sums] = [await openAccount(actor, "USD"), await openAccount(actor, "UZS")];
    const { id } = await record(actor, transfer(dollars, sums, 10, "USD", { date: DAY, toAmount: 125_000 }));
    const leaving = await importFile(actor, csv(dollars, "date,amount", `${DAY},-10`));
    const arriving = await importFile(actor, csv(sums, "date,amount", `${DAY},125000`));
    for (const report of [leaving, arriving]) {
      expect([report.createdCount, report.rows[0].status, report.rows[0].duplicateOf]).toEqual([0, "duplicate", id]);
    }
    expect([await balanceOf(actor, dollars), await balanceOf(actor, sums)]).toEqual([-10, 125_000]);
  });

  it.each<[what: string, account: "dollars" | "sums", amount: string, day?: string]>([
    ["what left, in the currency of what arrived", "sums", "10"],
    ["what arrived, as if it had left", "sums", "-125000"],
    ["what arrived, in the currency of what left", "dollars", "125000"],
    ["what left, as if it had arrived", "dollars", "10"],
    ["another amount", "sums", "125000.01"],
    ["another day", "sums", "125000", "2026-11-18"],
  ])("does not hide %s", async (_, name, amount, day = DAY) => {
    const actor = await newActor();
    const accounts = { dollars: await openAccount(actor, "USD"), sums: await openAccount(actor, "UZS") };
    await record(actor, transfer(accounts.dollars, accounts.sums, 10, "USD", { date: DAY, toAmount: 125_000 }));
    const { data } = await preview(actor, csv(accounts[name], "date,amount", `${day},${amount}`));
    expect(data.rows[0].status).toBe("new");
  });

  it("counts when it is archived, and not when it is deleted", async () => {
    const actor = await newActor();
    const [dollars, sums] = [await openAccount(actor, "USD"), await openAccount(actor, "UZS")];
    const { id } = await record(actor, transfer(dollars, sums, 10, "USD", { date: DAY, toAmount: 125_000 }));
    const file = csv(sums, "date,amount", `${DAY},125000`);
    await actor.patch(`/v1/transactions/${id}`, { showStatus: "archived" });
    expect((await preview(actor, file)).data.rows[0].status).toBe("duplicate");
    await actor.delete(`/v1/transactions/${id}`);
    expect((await preview(actor, file)).data.rows[0].status).toBe("new");
  });
});

it("two rows that equal one stored transaction are one duplicate and one new row", async () => {
  const { actor, checking } = await newSaver();
  await importFile(actor, csv(checking, "date,amount", `${DAY},-5`));
  const report = await importFile(actor, csv(checking, "date,amount", `${DAY},-5`, `${DAY},-5`));
  expect(pick(report.rows, "status")).toEqual([["duplicate"], ["new"]]);
});
