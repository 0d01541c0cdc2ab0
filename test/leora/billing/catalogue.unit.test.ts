import { describe, expect, it } from "vitest";
import { isUuid } from "../../../src/kernel/id.ts";
import { toMinor } from "../../../src/kernel/money.ts";
import { FEATURES, limitOf, PLANS } from "../../../src/leora/billing/catalogue.ts";
import { FEATURE_KEYS } from "../../../src/leora/billing/features.ts";
import { shownPlan } from "../../../src/leora/billing/plans.ts";
import { APP_LANGUAGES } from "../../../src/leora/languages.ts";

describe("the features of plans (spec 12.3)", () => {
  it("have the specification's keys, Uzbek names and limits", () => {
    const rows = FEATURES.map(({ featureKey, names, limitFree, limitPremium }) => [
      featureKey,
      names.uz,
      limitFree,
      limitPremium,
    ]);
    expect(rows).toEqual([
      ["ai_daily_insights", "AI Kunlik Tahlillar", 2, -1],
      ["ai_questions", "AI Savollar", 5, -1],
      ["ai_voice_commands", "Ovozli Buyruqlar", 10, -1],
      ["accounts", "Hisoblar soni", 3, -1],
      ["budgets", "Byudjetlar soni", 2, -1],
      ["goals", "Maqsadlar soni", 3, -1],
      ["habits", "Odatlar soni", 5, -1],
      ["export_data", "Ma'lumotlarni eksport qilish", 0, -1],
      ["custom_categories", "Maxsus kategoriyalar", 0, -1],
      ["advanced_analytics", "Kengaytirilgan analitika", 0, -1],
      ["multi_currency", "Ko'p valyuta", 1, -1],
      ["cloud_backup", "Cloud backup", 0, -1],
      ["priority_support", "Ustuvor yordam", 0, -1],
      ["virtual_mentors", "Virtual mentorlar", 1, 10],
    ]);
  });

  it("are of the lowest tier that has any of them, and active", () => {
    const premium = FEATURES.filter(({ tier }) => tier === "premium").map(({ featureKey }) => featureKey);
    expect(premium).toEqual([
      "export_data",
      "custom_categories",
      "advanced_analytics",
      "cloud_backup",
      "priority_support",
    ]);
    expect(FEATURES.filter(({ tier }) => tier === "free")).toHaveLength(9);
    expect(FEATURES.every(({ isActive }) => isActive)).toBe(true);
  });

  it("have fixed ids, and texts in each language", () => {
    expect(new Set(FEATURES.map(({ id }) => id)).size).toBe(14);
    for (const { id, names, descriptions } of FEATURES) {
      expect(isUuid(id)).toBe(true);
      for (const language of APP_LANGUAGES) {
        expect(names[language].length).toBeGreaterThan(3);
        expect(descriptions[language]).toMatch(/\.$/);
      }
    }
    expect(FEATURES[0]?.id).toBe("51e440d6-06d7-5584-b256-cedc477c592a");
  });

  it("give pro what premium has", () => {
    for (const key of FEATURE_KEYS) expect(limitOf(key, "pro")).toBe(limitOf(key, "premium"));
    expect(limitOf("accounts", "free")).toBe(3);
    expect(limitOf("accounts", "premium")).toBe(-1);
    expect(limitOf("export_data", "free")).toBe(0);
    expect(limitOf("virtual_mentors", "pro")).toBe(10);
  });
});

describe("the plans (spec 12.4)", () => {
  it("are the specification's", () => {
    const rows = PLANS.map(({ names, features, isActive, ...plan }) => ({ ...plan, name: names.uz }));
    expect(rows).toEqual([
      {
        id: "plan_monthly",
        name: "Premium Oylik",
        tier: "premium",
        interval: "monthly",
        prices: { USD: 4.99, UZS: 59900, RUB: 449 },
        appleProductId: "com.leora.premium.monthly",
        googleProductId: "premium_monthly",
        isPopular: false,
        discount: null,
        trialDays: 7,
      },
      {
        id: "plan_yearly",
        name: "Premium Yillik",
        tier: "premium",
        interval: "yearly",
        prices: { USD: 39.99, UZS: 479900, RUB: 3599 },
        appleProductId: "com.leora.premium.yearly",
        googleProductId: "premium_yearly",
        isPopular: true,
        discount: 33,
        trialDays: 7,
      },
      {
        id: "plan_lifetime",
        name: "Premium Abadiy",
        tier: "premium",
        interval: "lifetime",
        prices: { USD: 99.99, UZS: 1199900, RUB: 8999 },
        appleProductId: "com.leora.premium.lifetime",
        googleProductId: "premium_lifetime",
        isPopular: false,
        discount: null,
        trialDays: 0,
      },
    ]);
  });

  it("include all features, are active and have a name in each language", () => {
    for (const { features, isActive, names } of PLANS) {
      expect(features).toEqual(FEATURES.map(({ featureKey }) => featureKey));
      expect(isActive).toBe(true);
      expect(new Set(Object.values(names)).size).toBe(5);
    }
  });

  it("have prices that are whole minor units", () => {
    const minor = PLANS.map(({ prices }) =>
      Object.entries(prices).map(([code, price]) => toMinor(price, code, "price")),
    );
    expect(minor).toEqual([
      [499, 5_990_000, 44_900],
      [3999, 47_990_000, 359_900],
      [9999, 119_990_000, 899_900],
    ]);
  });
});

it("a granted plan has its tier's name in all languages", () => {
  const granted = { planId: null, tier: "pro", interval: "monthly" } as const;
  expect(APP_LANGUAGES.map((language) => shownPlan(granted, language)?.name)).toEqual([
    "Pro Monthly",
    "Про на месяц",
    "Pro Oylik",
    "برو شهري",
    "Pro Aylık",
  ]);
});
