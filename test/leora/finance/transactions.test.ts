import { beforeAll, describe, expect, it } from "vitest";
import { type Actor, newActor } from "../../support/actor.ts";
import { newPremiumActor } from "../../support/plan.ts";
import {
  balanceOf,
  DAY,
  EARLIER_DAY,
  expense,
  income,
  openAccount,
  overrideRate,
  record,
  refusal,
  transfer,
  USD_UZS,
} from "./support.ts";

/** One user with accounts in several currencies; every test looks at what it changes itself. */
interface Household {
  actor: Actor;
  uzs: string;
  usd: string;
  jpy: string;
}

async function household(): Promise<Household> {
  const actor = await newPremiumActor();
  const [uzs, usd, jpy] = await Promise.all(["UZS", "USD", "JPY"].map((code) => openAccount(actor, code)));
  return { actor, uzs: String(uzs), usd: String(usd), jpy: String(jpy) };
}

describe("recording", () => {
  it("answers with every field of the specification", async () => {
    const { actor, uzs } = await household();
    const { id, createdAt, updatedAt, ...rest } = await record(actor, {
      ...expense(uzs, 150000, "UZS"),
      subcategoryId: "groceries",
      name: "Oziq-ovqat",
      description: "Haftalik",
      time: "18:30",
      tags: ["oila", "uy"],
      attachments: ["https://files.leora.app/check.jpg"],
      plannedAmount: 200000,
      paidAmount: 0,
      originalCurrency: "USD",
      originalAmount: 11.69,
      conversionRate: 12837.1,
      recurringId: "weekly",
      goalName: "ignored",
      rateUsedToBase: 99,
    });
    expect(rest).toEqual({
      userId: actor.user.id,
      showStatus: "active",
      syncStatus: "synced",
      idempotencyKey: null,
      type: "expense",
      accountId: uzs,
      fromAccountId: null,
      toAccountId: null,
      amount: 150000,
      currency: "UZS",
      baseCurrency: "UZS",
      rateUsedToBase: 1,
      convertedAmountToBase: 150000,
      isRateEstimated: false,
      toAmount: null,
      toCurrency: null,
      effectiveRateFromTo: null,
      feeAmount: null,
      feeCategoryId: null,
      categoryId: "food",
      subcategoryId: "groceries",
      name: "Oziq-ovqat",
      description: "Haftalik",
      date: DAY,
      time: "18:30",
      goalId: null,
      budgetId: null,
      debtId: null,
      habitId: null,
      counterpartyId: null,
      goalName: null,
      goalType: null,
      relatedBudgetId: null,
      relatedDebtId: null,
      plannedAmount: 200000,
      paidAmount: 0,
      originalCurrency: "USD",
      originalAmount: 11.69,
      conversionRate: 12837.1,
      isBalanceAdjustment: false,
      recurringId: "weekly",
      externalId: null,
      importId: null,
      attachments: ["https://files.leora.app/check.jpg"],
      tags: ["oila", "uy"],
      splits: [],
      deletedAt: null,
    });
    expect((await actor.get(`/v1/transactions/${id}`)).data).toEqual({ id, createdAt, updatedAt, ...rest });
  });

  it("moves balances: income in, expense out, transfer across, fees from who pays", async () => {
    const { actor, uzs, usd, jpy } = await household();
    const other = await openAccount(actor, "UZS");
    await record(actor, income(uzs, 5000000, "UZS", { feeAmount: 1000.01 }));
    await record(actor, expense(uzs, 150000.5, "UZS", { feeAmount: 10 }));
    await record(actor, transfer(uzs, other, 1000000, "UZS", { feeAmount: 5 }));
    expect([await balanceOf(actor, uzs), await balanceOf(actor, other)]).toEqual([3848984.49, 1000000]);
    expect([await balanceOf(actor, usd), await balanceOf(actor, jpy)]).toEqual([0, 0]);
  });

  it("counts a fee as other_expense unless told otherwise", async () => {
    const { actor, uzs } = await household();
    const plain = await record(actor, expense(uzs, 10, "UZS", { feeAmount: 1 }));
    const named = await record(actor, expense(uzs, 10, "UZS", { feeAmount: 1, feeCategoryId: "bank" }));
    expect([plain.feeCategoryId, named.feeCategoryId]).toEqual(["other_expense", "bank"]);
  });

  it("spends another currency at the day's rate", async () => {
    const { actor, uzs, jpy } = await household();
    const spent = await record(actor, expense(uzs, 12.34, "USD"));
    expect(spent).toMatchObject({
      amount: 12.34,
      currency: "USD",
      baseCurrency: "UZS",
      rateUsedToBase: USD_UZS,
      // 12.34 × 12837.10 = 158409.814
      convertedAmountToBase: 158409.81,
    });
    expect(await balanceOf(actor, uzs)).toBe(-158409.81);
    // 10000 ÷ 85.47 = 117.0001…, and yen have no decimals.
    await record(actor, expense(jpy, 10000, "UZS"));
    expect(await balanceOf(actor, jpy)).toBe(-117);
  });

  it("converts anew when it moves to another day", async () => {
    const { actor, uzs } = await household();
    const { id } = await record(actor, expense(uzs, 10, "USD"));
    expect(await balanceOf(actor, uzs)).toBe(-128371);
    const moved = (await actor.patch(`/v1/transactions/${id}`, { date: EARLIER_DAY })).data;
    expect([moved.rateUsedToBase, moved.convertedAmountToBase]).toEqual([12338.77, 123387.7]);
    expect(await balanceOf(actor, uzs)).toBe(-123387.7);
  });

  it("needs a rate", async () => {
    const { actor, uzs } = await household();
    const early = await actor.post("/v1/transactions", expense(uzs, 10, "USD", { date: "2023-12-28" }));
    expect(refusal(early)).toEqual([422, "FX_RATE_UNAVAILABLE", undefined]);
    expect((await actor.post("/v1/transactions", expense(uzs, 1, "XAU"))).status).toBe(422);
    expect((await actor.post("/v1/transactions", expense(uzs, 10, "UZS", { date: "2001-01-01" }))).status).toBe(201);
  });

  it("goes by the user's own rate", async () => {
    const { actor, uzs } = await household();
    await overrideRate(actor, "USD", "UZS", "13000");
    await record(actor, expense(uzs, 10, "USD"));
    expect(await balanceOf(actor, uzs)).toBe(-130000);
  });
});

describe("refusals", () => {
  let home: Household;
  beforeAll(async () => {
    home = await household();
  });

  const bad: [string, (home: Household) => object, string][] = [
    ["no amount", ({ uzs }) => ({ ...expense(uzs, 1, "UZS"), amount: undefined }), "amount"],
    ["zero", ({ uzs }) => expense(uzs, 0, "UZS"), "amount"],
    ["a negative amount", ({ uzs }) => expense(uzs, -5, "UZS"), "amount"],
    ["text", ({ uzs }) => ({ ...expense(uzs, 1, "UZS"), amount: "100" }), "amount"],
    ["too many decimals", ({ jpy }) => expense(jpy, 1.5, "JPY"), "amount"],
    ["too large", ({ jpy }) => expense(jpy, 2 ** 53, "JPY"), "amount"],
    ["no date", ({ uzs }) => ({ ...expense(uzs, 1, "UZS"), date: undefined }), "date"],
    ["no such day", ({ uzs }) => expense(uzs, 1, "UZS", { date: "2024-02-30" }), "date"],
    ["no such time", ({ uzs }) => expense(uzs, 1, "UZS", { time: "24:00" }), "time"],
    ["no such kind", ({ uzs }) => expense(uzs, 1, "UZS", { type: "gift" }), "type"],
    ["no account", ({ uzs }) => ({ ...expense(uzs, 1, "UZS"), accountId: undefined }), "accountId"],
    ["no category", ({ uzs }) => ({ ...income(uzs, 1, "UZS"), categoryId: null }), "categoryId"],
    ["no category id", ({ uzs }) => expense(uzs, 1, "UZS", { categoryId: "oziq ovqat" }), "categoryId"],
    ["an expense to an account", ({ uzs, usd }) => expense(uzs, 1, "UZS", { toAccountId: usd }), "toAccountId"],
    ["an expense that arrives", ({ uzs }) => expense(uzs, 1, "UZS", { toAmount: 5 }), "toAmount"],
    ["no fee", ({ uzs }) => expense(uzs, 1, "UZS", { feeAmount: 0 }), "feeAmount"],
    ["a fee with too many decimals", ({ jpy }) => expense(jpy, 1, "USD", { feeAmount: 0.5 }), "feeAmount"],
    [
      "a transfer from nowhere",
      ({ uzs }) => ({ ...transfer(uzs, uzs, 1, "UZS"), fromAccountId: null }),
      "fromAccountId",
    ],
    ["a transfer to nowhere", ({ uzs }) => ({ ...transfer(uzs, uzs, 1, "UZS"), toAccountId: null }), "toAccountId"],
    ["a transfer to itself", ({ uzs }) => transfer(uzs, uzs, 1, "UZS"), "toAccountId"],
    ["a transfer of an account", ({ uzs, usd }) => transfer(uzs, usd, 100, "USD", { accountId: uzs }), "accountId"],
    [
      "a transfer with parts",
      (h) => transfer(h.uzs, h.usd, 100, "USD", { splits: [{ categoryId: "a", amount: 100 }] }),
      "splits",
    ],
    [
      "a transfer that adjusts",
      (h) => transfer(h.uzs, h.usd, 100, "USD", { isBalanceAdjustment: true }),
      "isBalanceAdjustment",
    ],
    [
      "a rate that contradicts",
      (h) => transfer(h.usd, h.uzs, 100, "USD", { toAmount: 1250000, effectiveRateFromTo: 13000 }),
      "effectiveRateFromTo",
    ],
    ["a transfer of which nothing arrives", ({ uzs, usd }) => transfer(uzs, usd, 1, "UZS"), "amount"],
    [
      "an original amount of no currency",
      ({ uzs }) => expense(uzs, 1, "UZS", { originalAmount: 1 }),
      "originalCurrency",
    ],
    ["a negative plan", ({ uzs }) => expense(uzs, 1, "UZS", { plannedAmount: -1 }), "plannedAmount"],
    ["too many tags", ({ uzs }) => expense(uzs, 1, "UZS", { tags: Array.from({ length: 51 }, String) }), "tags"],
  ];
  it.each(bad)("refuses %s", async (_name, body, field) => {
    const reply = await home.actor.post("/v1/transactions", body(home));
    expect(refusal(reply)).toEqual([400, "VALIDATION_ERROR", field]);
  });

  it.each(["goalId", "budgetId", "debtId", "habitId", "counterpartyId"])("knows no %s yet", async (field) => {
    const reply = await home.actor.post(
      "/v1/transactions",
      expense(home.uzs, 1, "UZS", { [field]: crypto.randomUUID() }),
    );
    expect(refusal(reply)).toEqual([404, "RESOURCE_NOT_FOUND", field]);
  });

  it("keeps out of other people's accounts", async () => {
    const stranger = await newActor();
    const mine = await openAccount(stranger, "UZS");
    const theirs = await stranger.post("/v1/transactions", expense(home.uzs, 1, "UZS"));
    expect(refusal(theirs)).toEqual([404, "RESOURCE_NOT_FOUND", "accountId"]);
    const into = await stranger.post("/v1/transactions", transfer(mine, home.uzs, 1, "UZS"));
    expect(refusal(into)).toEqual([404, "RESOURCE_NOT_FOUND", "toAccountId"]);
  });

  it("writes nothing of what it refuses", async () => {
    const { actor, uzs, usd, jpy } = home;
    expect((await actor.get("/v1/transactions")).meta?.total).toBe(0);
    expect([await balanceOf(actor, uzs), await balanceOf(actor, usd), await balanceOf(actor, jpy)]).toEqual([0, 0, 0]);
  });
});

describe("transfers between currencies", () => {
  let home: Household;
  beforeAll(async () => {
    home = await household();
  });
  const arrival = ({ toAmount, toCurrency, effectiveRateFromTo }: Record<string, unknown>) => [
    toAmount,
    toCurrency,
    effectiveRateFromTo,
  ];

  it.each([
    ["all three", { toAmount: 1250000, toCurrency: "UZS", effectiveRateFromTo: 12500 }, [1250000, "UZS", 12500]],
    ["the amount", { toAmount: 1250000, toCurrency: "UZS" }, [1250000, "UZS", 12500]],
    ["the amount alone", { toAmount: 1234567.89 }, [1234567.89, "UZS", 12345.6789]],
    ["the rate", { toCurrency: "UZS", effectiveRateFromTo: 12500.005 }, [1250000.5, "UZS", 12500.005]],
    ["a rounded rate", { toAmount: 1234567.89, effectiveRateFromTo: 12345.68 }, [1234567.89, "UZS", 12345.6789]],
    ["nothing: the day's rate", {}, [1283710, "UZS", 12837.1]],
    ["another currency than the account's", { toAmount: 95, toCurrency: "EUR" }, [95, "EUR", 0.95]],
  ])("takes %s", async (_name, fields, expected) => {
    const { actor, usd, uzs } = home;
    expect(arrival(await record(actor, transfer(usd, uzs, 100, "USD", fields)))).toEqual(expected);
  });

  it("moves exactly what is stated", async () => {
    const { actor, uzs, usd } = await household();
    await record(actor, transfer(usd, uzs, 100, "USD", { toAmount: 1250000, feeAmount: 1.5 }));
    expect([await balanceOf(actor, usd), await balanceOf(actor, uzs)]).toEqual([-101.5, 1250000]);
    // Neither side speaks the accounts' currency: 1 EUR = 13582.94 UZS, 100 yen = 8547 UZS.
    await record(actor, transfer(usd, uzs, 10, "EUR", { toAmount: 1000, toCurrency: "JPY" }));
    // 10 × 13582.94 ÷ 12837.10 = 10.581003…
    expect([await balanceOf(actor, usd), await balanceOf(actor, uzs)]).toEqual([-112.08, 1335470]);
  });

  it("between accounts of one currency moves one amount", async () => {
    const { actor, uzs } = home;
    const other = await openAccount(actor, "UZS");
    const moved = await record(actor, transfer(uzs, other, 100, "UZS", { toAmount: 100, effectiveRateFromTo: 1 }));
    expect(arrival(moved)).toEqual([100, "UZS", 1]);
    const unequal = await actor.post("/v1/transactions", transfer(uzs, other, 100, "UZS", { toAmount: 99 }));
    expect(refusal(unequal)).toEqual([400, "VALIDATION_ERROR", "toAmount"]);
    const rated = await actor.post("/v1/transactions", transfer(uzs, other, 100, "UZS", { effectiveRateFromTo: 2 }));
    expect(refusal(rated)).toEqual([400, "VALIDATION_ERROR", "effectiveRateFromTo"]);
    const grown = await actor.patch(`/v1/transactions/${moved.id}`, { amount: 250 });
    expect(arrival(grown.data)).toEqual([250, "UZS", 1]);
    expect(await balanceOf(actor, other)).toBe(250);
  });

  it("keeps a stated rate through changes, and gives the day's rate up for another day", async () => {
    const { actor, uzs, usd } = home;
    const change = async (id: string, patch: object) => {
      const reply = await actor.patch(`/v1/transactions/${id}`, patch);
      expect(reply.status, reply.text).toBe(200);
      return arrival(reply.data);
    };
    const stated = await record(actor, transfer(usd, uzs, 100, "USD", { toAmount: 1250000 }));
    expect(await change(stated.id, { amount: 200 })).toEqual([2500000, "UZS", 12500]);
    expect(await change(stated.id, { date: EARLIER_DAY })).toEqual([2500000, "UZS", 12500]);
    expect(await change(stated.id, { toAmount: 2400000 })).toEqual([2400000, "UZS", 12000]);
    expect(await change(stated.id, { effectiveRateFromTo: 12600 })).toEqual([2520000, "UZS", 12600]);
    expect(await change(stated.id, { toAmount: null })).toEqual([2467754, "UZS", 12338.77]);

    const daily = await record(actor, transfer(usd, uzs, 100, "USD"));
    expect(await change(daily.id, { name: "almashtirish", ...daily })).toEqual([1283710, "UZS", 12837.1]);
    expect(await change(daily.id, { ...daily, date: EARLIER_DAY })).toEqual([1233877, "UZS", 12338.77]);
  });
});

describe("splits", () => {
  const splits = [
    { categoryId: "food", amount: 100.01 },
    { categoryId: "transport", amount: 49.99 },
  ];

  it("are part of the transaction, with ids of their own", async () => {
    const { actor, uzs } = await household();
    const id = crypto.randomUUID();
    const { id: transactionId, splits: stored } = await record(
      actor,
      expense(uzs, 150, "UZS", { splits: [{ id, ...splits[0] }, splits[1]] }),
    );
    expect(stored).toEqual([
      { id, transactionId, categoryId: "food", amount: 100.01 },
      { id: expect.stringMatching(/^[0-9a-f-]{36}$/), transactionId, categoryId: "transport", amount: 49.99 },
    ]);
    expect(await balanceOf(actor, uzs)).toBe(-150);
  });

  it("sum to the amount, always", async () => {
    const { actor, uzs } = await household();
    const [first, second] = splits;
    const post = async (fields: object) =>
      refusal(await actor.post("/v1/transactions", expense(uzs, 150, "UZS", fields)));
    expect(await post({ splits: [first] })).toEqual([400, "VALIDATION_ERROR", "splits"]);
    expect(await post({ splits: [first, { ...second, amount: 50 }] })).toEqual([400, "VALIDATION_ERROR", "splits"]);
    expect(await post({ splits: [first, { ...second, amount: 0 }] })).toEqual([
      400,
      "VALIDATION_ERROR",
      "splits.1.amount",
    ]);
    const id = crypto.randomUUID();
    expect(await post({ splits: splits.map((split) => ({ ...split, id })) })).toEqual([
      400,
      "VALIDATION_ERROR",
      "splits.1.id",
    ]);

    const row = await record(actor, expense(uzs, 150, "UZS", { splits }));
    const patch = (body: object) => actor.patch(`/v1/transactions/${row.id}`, body);
    expect(refusal(await patch({ amount: 151 }))).toEqual([400, "VALIDATION_ERROR", "splits"]);
    expect((await patch({ amount: 151, splits: [first, { ...second, amount: 50.99 }] })).status).toBe(200);
    expect((await patch({ amount: 152, splits: null })).data.splits).toEqual([]);
    expect(await balanceOf(actor, uzs)).toBe(-152);
  });
});

describe("changing", () => {
  it("undoes what was and does what is", async () => {
    const { actor, uzs, usd } = await household();
    const { id } = await record(actor, expense(uzs, 100000, "UZS", { feeAmount: 500 }));
    const patch = async (body: object) => {
      const reply = await actor.patch(`/v1/transactions/${id}`, body);
      expect(reply.status, reply.text).toBe(200);
      return [await balanceOf(actor, uzs), await balanceOf(actor, usd)];
    };
    expect(await patch({ amount: 90000 })).toEqual([-90500, 0]);
    expect(await patch({ type: "income" })).toEqual([89500, 0]);
    expect(await patch({ feeAmount: null })).toEqual([90000, 0]);
    // 90000 ÷ 12837.10 = 7.0109…
    expect(await patch({ accountId: usd })).toEqual([0, 7.01]);
    expect(await patch({ amount: 5, currency: "USD" })).toEqual([0, 5]);
    expect(await patch({ showStatus: "archived" })).toEqual([0, 0]);
    expect(await patch({ amount: 6 })).toEqual([0, 0]);
    expect(await patch({ showStatus: "active" })).toEqual([0, 6]);
    expect((await actor.delete(`/v1/transactions/${id}`)).data).toEqual({ id, showStatus: "deleted" });
    expect([await balanceOf(actor, uzs), await balanceOf(actor, usd)]).toEqual([0, 0]);
    expect((await actor.delete(`/v1/transactions/${id}`)).status).toBe(404);
  });

  it("checks a changed kind as a whole", async () => {
    const { actor, uzs, usd } = await household();
    const { id } = await record(actor, expense(usd, 100, "USD"));
    const patch = (body: object) => actor.patch(`/v1/transactions/${id}`, body);
    expect(refusal(await patch({ type: "transfer" }))).toEqual([400, "VALIDATION_ERROR", "fromAccountId"]);
    const moved = await patch({ type: "transfer", fromAccountId: usd, toAccountId: uzs });
    expect(moved.data).toMatchObject({ accountId: null, fromAccountId: usd, toAccountId: uzs, toAmount: 1283710 });
    expect([await balanceOf(actor, usd), await balanceOf(actor, uzs)]).toEqual([-100, 1283710]);
    expect(refusal(await patch({ type: "expense" }))).toEqual([400, "VALIDATION_ERROR", "accountId"]);
    const back = await patch({ type: "expense", accountId: uzs });
    expect(back.data).toMatchObject({ fromAccountId: null, toAccountId: null, toAmount: null, toCurrency: null });
    expect([await balanceOf(actor, usd), await balanceOf(actor, uzs)]).toEqual([0, -1283710]);
  });

  it("says the same number in a changed currency, or refuses", async () => {
    const { actor, usd } = await household();
    const { id } = await record(actor, expense(usd, 100, "USD", { plannedAmount: 120, feeAmount: 0.5 }));
    const yen = await actor.patch(`/v1/transactions/${id}`, { currency: "JPY" });
    expect(yen.data).toMatchObject({ amount: 100, plannedAmount: 120, feeAmount: 0.5 });
    // 100 × 85.47 ÷ 12837.10 = 0.6658…
    expect(await balanceOf(actor, usd)).toBe(-1.17);
    await actor.patch(`/v1/transactions/${id}`, { currency: "USD", amount: 0.5 });
    const refused = await actor.patch(`/v1/transactions/${id}`, { currency: "JPY" });
    expect(refusal(refused)).toEqual([400, "VALIDATION_ERROR", "amount"]);
  });

  it("leaves conversions alone when nothing of the money changes", async () => {
    const { actor, uzs } = await household();
    const row = await record(actor, expense(uzs, 10, "USD"));
    await actor.delete(`/v1/accounts/${uzs}`);
    const renamed = await actor.patch(`/v1/transactions/${row.id}`, { ...row, name: "Kitob", tags: null });
    expect(renamed.data).toEqual({ ...row, name: "Kitob", updatedAt: renamed.data.updatedAt });
  });

  it("refuses the deleted state", async () => {
    const { actor, uzs } = await household();
    const { id } = await record(actor, expense(uzs, 1, "UZS"));
    const reply = await actor.patch(`/v1/transactions/${id}`, { showStatus: "deleted" });
    expect(refusal(reply)).toEqual([400, "VALIDATION_ERROR", "showStatus"]);
  });
});

describe("lists", () => {
  let home: Household;
  beforeAll(async () => {
    home = await household();
    const { actor, uzs, usd, jpy } = home;
    await record(actor, expense(uzs, 150000, "UZS", { name: "a", date: "2024-12-10", tags: ["uy", "oila"] }));
    await record(actor, income(usd, 1500.5, "USD", { name: "b", date: "2024-12-12", description: "Oylik МАОШ" }));
    await record(actor, transfer(usd, jpy, 10, "USD", { name: "c", date: "2024-12-11", tags: ["oila"] }));
    const parts = [
      { categoryId: "gifts", amount: 1000 },
      { categoryId: "books", amount: 234 },
    ];
    await record(
      actor,
      expense(jpy, 1234, "JPY", { name: "d", date: "2024-12-13", splits: parts, subcategoryId: "rent" }),
    );
  });

  it.each([
    ["", "dcba"],
    ["sortBy=date&sortOrder=asc", "acbd"],
    ["sortBy=amount&sortOrder=asc", "cdba"],
    ["sortBy=amount", "abdc"],
    ["type=transfer", "c"],
    ["categoryId=food", "da"],
    ["categoryId=books", "d"],
    ["categoryId=rent", "d"],
    ["dateFrom=2024-12-11&dateTo=2024-12-12", "cb"],
    ["minAmount=1500.5", "ba"],
    ["maxAmount=1500.49", "dc"],
    ["minAmount=10&maxAmount=1234&sortBy=amount", "dc"],
    ["currency=USD", "cb"],
    ["tags=uy,bog'", "a"],
    ["tags=oila", "ca"],
    ["search=маош", "b"],
    [`goalId=${crypto.randomUUID()}`, ""],
    [`budgetId=${crypto.randomUUID()}`, ""],
    [`debtId=${crypto.randomUUID()}`, ""],
    [`counterpartyId=${crypto.randomUUID()}`, ""],
  ])("answers ?%s", async (query, names) => {
    const { data } = await home.actor.get(`/v1/transactions?${query}`);
    expect(data.map((row: { name: string }) => row.name).join("")).toBe(names);
  });

  it("finds an account on either side of a transfer", async () => {
    const { actor, usd, jpy } = home;
    const names = async (id: string) =>
      (await actor.get(`/v1/transactions?accountId=${id}`)).data.map((row: { name: string }) => row.name).join("");
    expect([await names(usd), await names(jpy)]).toEqual(["cb", "dc"]);
  });

  it.each(["type=gift", "accountId=1", "dateFrom=yesterday", "minAmount=much", "minAmount=-1", "sortBy=name"])(
    "refuses ?%s",
    async (query) => {
      const reply = await home.actor.get(`/v1/transactions?${query}`);
      expect(refusal(reply)).toEqual([400, "VALIDATION_ERROR", query.split("=")[0]]);
    },
  );
});

describe("pushes", () => {
  it("apply by the same rules, accounts of the same push included", async () => {
    const actor = await newActor();
    const [account, spent, bad] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];
    const change = (entity: string, id: string, operation: string, data: object) => ({
      entity,
      id,
      operation,
      data,
      localUpdatedAt: "2024-12-17T10:00:00.000Z",
      idempotencyKey: crypto.randomUUID(),
    });
    const reply = await actor.post("/v1/sync/push", {
      changes: [
        change("accounts", account, "create", { name: "Dollar", accountType: "cash", currency: "USD" }),
        // The account's currency is known from this push alone.
        change("transactions", spent, "create", expense(account, 128371, "UZS")),
        change("transactions", bad, "create", expense(account, 0, "UZS")),
        change("transactions", spent, "update", { amount: 256742, convertedAmountToBase: 1 }),
      ],
    });
    expect(reply.status, reply.text).toBe(200);
    expect(reply.data.results.map(({ status }: { status: string }) => status)).toEqual([
      "applied",
      "applied",
      "rejected",
      "applied",
    ]);
    expect(reply.data.results[3].ignoredFields).toEqual(["convertedAmountToBase"]);
    expect(await balanceOf(actor, account)).toBe(-20);
  });
});
