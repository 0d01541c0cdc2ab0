import { describe, expect, it } from "vitest";
import { newActor } from "../../support/actor.ts";

interface Category {
  id: string;
  type: string;
  name: string;
  icon: string;
  subcategories: { id: string; name: string }[];
}

describe("GET /categories", () => {
  it("lists the specification's categories, expenses first, in Uzbek", async () => {
    const actor = await newActor();
    const { status, data, headers } = await actor.get("/v1/categories");
    expect([status, data.language]).toEqual([200, "uz"]);
    expect(data.categories.map(({ type, id, icon }: Category) => `${type} ${id} ${icon}`)).toEqual([
      "expense food utensils",
      "expense transport car",
      "expense housing home",
      "expense health heart-pulse",
      "expense education graduation-cap",
      "expense entertainment gamepad-2",
      "expense shopping shopping-bag",
      "expense communication phone",
      "expense personal_care sparkles",
      "expense other_expense more-horizontal",
      "income salary briefcase",
      "income freelance laptop",
      "income business building",
      "income investments trending-up",
      "income gifts_received gift",
      "income rental_income home",
      "income refunds rotate-ccw",
      "income other_income more-horizontal",
    ]);
    const plain = { icon: null, color: null, isCustom: false };
    expect(data.categories[0]).toEqual({
      id: "food",
      type: "expense",
      name: "Oziq-ovqat",
      icon: "utensils",
      color: null,
      isCustom: false,
      subcategories: [
        { id: "groceries", name: "Oziq-ovqat do'koni", ...plain },
        { id: "restaurants", name: "Restoranlar", ...plain },
        { id: "fast_food", name: "Fast food", ...plain },
        { id: "coffee", name: "Qahva/choy", ...plain },
      ],
    });
    expect(headers.get("Server-Timing")).toContain('d1;desc="1"');
  });

  it("has 30 subcategories, and every id once", async () => {
    const actor = await newActor();
    const { data } = await actor.get("/v1/categories");
    const ids = data.categories.flatMap(({ id, subcategories }: Category) => [
      id,
      ...subcategories.map((sub) => sub.id),
    ]);
    expect([ids.length, new Set(ids).size]).toEqual([48, 48]);
  });

  it.each([
    ["ru", "Зарплата", "Общественный транспорт"],
    ["en-GB, ru;q=0.5", "Salary", "Public transport"],
    ["tr", "Maaş", "Toplu taşıma"],
    ["ar", "الراتب", "المواصلات العامة"],
    ["fr", "Ish haqi", "Jamoat transporti"],
  ])("speaks %s", async (language, salary, publicTransport) => {
    const actor = await newActor();
    const { data } = await actor.get("/v1/categories", { "Accept-Language": language });
    const byId = new Map<string, Category>(data.categories.map((category: Category) => [category.id, category]));
    expect(byId.get("salary")?.name).toBe(salary);
    expect(byId.get("transport")?.subcategories.find(({ id }) => id === "public_transport")?.name).toBe(
      publicTransport,
    );
  });

  it.each([
    ["expense", 10],
    ["income", 8],
  ])("lists only %s on request", async (type, count) => {
    const actor = await newActor();
    const { data } = await actor.get(`/v1/categories?type=${type}`);
    expect(data.categories.map((category: Category) => category.type)).toEqual(Array(count).fill(type));
  });

  it("refuses an unknown type", async () => {
    const actor = await newActor();
    const { status, error } = await actor.get("/v1/categories?type=debt");
    expect([status, error?.details?.[0]?.field]).toEqual([400, "type"]);
  });
});
