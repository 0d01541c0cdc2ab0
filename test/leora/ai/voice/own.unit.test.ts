import { describe, expect, it } from "vitest";
import { draftOf, neededCurrency } from "../../../../src/leora/ai/voice/draft.ts";
import type { OwnCategory, VoiceAccount } from "../../../../src/leora/ai/voice/own.ts";
import { parseVoice } from "../../../../src/leora/ai/voice/parse.ts";
import { NOON } from "./one-line.ts";

const category = (id: string, name: string, more: Partial<OwnCategory> = {}): OwnCategory => ({
  id,
  type: "expense",
  name,
  parentId: null,
  ...more,
});

const CATEGORIES = [
  category("mushuk_va_it_1", "🐱 Mushuk va it"),
  category("kofe_2", "Kofe", { parentId: "food" }),
  category("uy_3", "Uy, bog'"),
  category("koshka_4", "Кошка"),
  category("korm_5", "Корм", { parentId: "koshka_4" }),
  category("blog_6", "Blog", { type: "income" }),
  category("star_7", "***"),
];

const account = (id: string, name: string, lastUse: number | null): VoiceAccount => ({
  id,
  name,
  currency: "UZS",
  createdAt: 1,
  lastUse,
});

const ACCOUNTS = [
  account("cash", "Naqd pul", 1),
  account("naqd", "Naqd", 2),
  account("card", "Карта", 3),
  account("humo", "Humo *1234", 4),
  account("latest", "Oylik", 5),
];

describe("a category of the user's own", () => {
  const own = { categories: CATEGORIES, accounts: [] };
  it.each([
    ["50 ming mushuk", "expense", "mushuk_va_it_1", null, "Mushuk"],
    ["mushukka 50 ming", "expense", "mushuk_va_it_1", null, "Mushuk"],
    ["50 ming mushuk va it", "expense", "mushuk_va_it_1", null, "Mushuk"],
    ["itga 50 ming", "expense", "mushuk_va_it_1", null, "It"],
    ["bought it for 50 dollars", "expense", "other_expense", null, null],
    ["kofega 30 ming", "expense", "food", "kofe_2", "Kofe"],
    ["bog'ga 30 ming", "expense", "uy_3", null, "Bog'"],
    ["50 тысяч на кошку", "expense", "koshka_4", null, "Кошка"],
    ["корм 50 тысяч", "expense", "koshka_4", "korm_5", "Корм"],
    ["blogdan 2 mln tushdi", "income", "blog_6", null, "Blog"],
    ["taksi 50 ming", "expense", "transport", "taxi", "Taksi"],
  ])("%s", (said, type, categoryId, subcategoryId, name) => {
    const parsed = parseVoice(said, NOON, "UZS", own);
    expect(parsed.intent === "create_transaction" && parsed.transaction).toMatchObject({
      type,
      categoryId,
      subcategoryId,
      name,
    });
  });

  it("makes money of a small number, so that they are read for one", () => {
    const said = "mushuk 5";
    expect([parseVoice(said, NOON, "USD").intent, neededCurrency(parseVoice(said, NOON, "USD"))]).toEqual([
      "unknown",
      "USD",
    ]);
    expect(neededCurrency(parseVoice("mushuk", NOON, "USD"))).toBeNull();
    const parsed = parseVoice(said, NOON, "USD", own);
    expect(
      parsed.intent === "create_transaction" && [parsed.transaction.amount, parsed.transaction.categoryId],
    ).toEqual([5, "mushuk_va_it_1"]);
  });
});

describe("an account that is named", () => {
  it.each([
    ["naqd puldan 30 ming nonga", "cash", "Non"],
    ["naqddan 30 ming nonga", "naqd", "Non"],
    ["нақд пулдан 30 минг нонга", "cash", "Нон"],
    ["Humo 1234 dan taksi 30 ming", "humo", "Taksi"],
    ["карта такси 30 тысяч", "card", "Такси"],
    ["картошка 30 тысяч", "latest", "Картошка"],
    ["taksi 30 ming", "latest", "Taksi"],
  ])("%s", (said, accountId, name) => {
    const { draft } = draftOf(parseVoice(said, NOON, "UZS", { categories: [], accounts: ACCOUNTS }), ACCOUNTS);
    expect([draft?.data.accountId, draft?.data.amount, draft?.data.name]).toEqual([accountId, 30_000, name]);
  });

  it("leaves a word in the name that names a category as well", () => {
    const { draft } = draftOf(
      parseVoice("oylik 5 mln tushdi", NOON, "UZS", { categories: [], accounts: ACCOUNTS }),
      ACCOUNTS,
    );
    expect(draft?.data).toMatchObject({ type: "income", categoryId: "salary", accountId: "latest", name: "Oylik" });
  });
});
