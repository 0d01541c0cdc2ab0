import { describe, expect, it } from "vitest";
import { newActor } from "../../support/actor.ts";
import { DAY, expense, openAccount, record, refusal } from "./support.ts";

const ALISHER = {
  displayName: "Alisher Karimov",
  phoneNumber: "+998 (90) 123-45-67",
  comment: "Do'stim",
  searchKeywords: "alik, hamkasb",
};

describe("counterparties", () => {
  it("have every field of the specification, and keep a phone number as it was typed", async () => {
    const actor = await newActor();
    const { data, status } = await actor.post("/v1/counterparties", ALISHER);
    expect(status).toBe(201);
    expect(data).toEqual({
      id: data.id,
      userId: actor.user.id,
      showStatus: "active",
      syncStatus: "synced",
      idempotencyKey: null,
      ...ALISHER,
      createdAt: data.createdAt,
      updatedAt: data.updatedAt,
    });
    const patched = await actor.patch(`/v1/counterparties/${data.id}`, { comment: null, displayName: "Alik" });
    expect(patched.data).toMatchObject({ comment: null, displayName: "Alik", phoneNumber: ALISHER.phoneNumber });
  });

  it.each([
    ["ALISHER", 1],
    ["hamkasb", 1],
    ["+998901234567", 1],
    ["998901234567", 1],
    ["1234567", 1],
    ["123-45-67", 1],
    ["do'stim", 0],
    ["1234568", 0],
  ])("are found by %s: %d", async (search, total) => {
    const actor = await newActor();
    await actor.post("/v1/counterparties", ALISHER);
    await actor.post("/v1/counterparties", { displayName: "Bank" });
    expect((await actor.get(`/v1/counterparties?search=${encodeURIComponent(search)}`)).meta?.total).toBe(total);
  });

  it("are found by a phone number however it is spelled", async () => {
    const actor = await newActor();
    await actor.post("/v1/counterparties", ALISHER);
    const found = async (number: string) =>
      (await actor.get(`/v1/counterparties?phoneNumber=${encodeURIComponent(number)}`)).meta?.total;
    expect([await found("90 123 45 67"), await found("+99890.123.4567"), await found("91 123 45 67")]).toEqual([
      1, 1, 0,
    ]);
  });

  it("refuse what is no name and no phone number", async () => {
    const actor = await newActor();
    const post = async (fields: object) => refusal(await actor.post("/v1/counterparties", { ...ALISHER, ...fields }));
    expect(await post({ displayName: " " })).toEqual([400, "VALIDATION_ERROR", "displayName"]);
    for (const phoneNumber of ["qo'ng'iroq", "12", "+998 90 abc", "1".repeat(21)]) {
      expect(await post({ phoneNumber })).toEqual([400, "VALIDATION_ERROR", "phoneNumber"]);
    }
  });

  it("list their transactions and debts by page, and are 404 when unknown", async () => {
    const actor = await newActor();
    const { data: alisher } = await actor.post("/v1/counterparties", ALISHER);
    const { data: bank } = await actor.post("/v1/counterparties", { displayName: "Bank" });
    const uzs = await openAccount(actor, "UZS");
    const ids: string[] = [];
    for (const amount of [1, 2, 3]) {
      ids.push((await record(actor, expense(uzs, amount, "UZS", { counterpartyId: alisher.id }))).id);
    }
    await record(actor, expense(uzs, 9, "UZS", { counterpartyId: bank.id }));
    const path = `/v1/counterparties/${alisher.id}/transactions`;
    const page = await actor.get(`${path}?sortBy=amount&limit=2&counterpartyId=${bank.id}`);
    expect(page.data.map(({ id }: { id: string }) => id)).toEqual([ids[2], ids[1]]);
    expect(page.meta).toEqual({ page: 1, limit: 2, total: 3, totalPages: 2, hasMore: true });
    const debt = { direction: "i_owe", principalAmount: 5, principalCurrency: "UZS", startDate: DAY };
    const { data: owed } = await actor.post("/v1/debts", { ...debt, counterpartyId: bank.id });
    expect((await actor.get(`/v1/counterparties/${bank.id}/debts`)).data).toEqual([owed]);
    expect((await actor.get(`/v1/counterparties/${alisher.id}/debts`)).meta?.total).toBe(0);
    const stranger = await newActor();
    for (const what of ["debts", "transactions"]) {
      expect((await stranger.get(`/v1/counterparties/${alisher.id}/${what}`)).status).toBe(404);
    }
    // A debt keeps the name it was made with.
    await actor.patch(`/v1/counterparties/${bank.id}`, { displayName: "Anor" });
    await actor.delete(`/v1/counterparties/${bank.id}`);
    expect((await actor.get(`/v1/debts/${owed.id}`)).data).toMatchObject({
      counterpartyName: "Bank",
      counterpartyId: bank.id,
    });
    expect((await actor.get(`/v1/counterparties/${bank.id}/debts`)).status).toBe(404);
  });

  it("sort by name", async () => {
    const actor = await newActor();
    for (const displayName of ["B", "C", "A"]) await actor.post("/v1/counterparties", { displayName });
    const { data } = await actor.get("/v1/counterparties?sortBy=displayName&sortOrder=asc");
    expect(data.map(({ displayName }: { displayName: string }) => displayName)).toEqual(["A", "B", "C"]);
  });
});
