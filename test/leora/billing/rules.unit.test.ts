import { describe, expect, it } from "vitest";
import { DAY_MS, HOUR_MS } from "../../../src/kernel/time.ts";
import { periodEnd } from "../../../src/leora/billing/periods.ts";
import type { Purchase } from "../../../src/leora/billing/purchase.ts";
import { returnUrlOf } from "../../../src/leora/billing/return-url.ts";
import {
  accessUntilOf,
  bestOf,
  checkAtOf,
  checkoutRefusal,
  endingNoticeAtOf,
  meantPlan,
  shownOf,
  statusAt,
  tierOf,
  withKnownRefund,
} from "../../../src/leora/billing/rules.ts";

const START = Date.parse("2026-12-01T10:00:00.000Z");
const END = START + 31 * DAY_MS;

const purchase = (fields: Partial<Purchase> = {}): Purchase => ({
  provider: "stripe",
  providerSubscriptionId: "sub_1",
  providerCustomerId: null,
  productId: "plan_monthly",
  priceId: null,
  planId: "plan_monthly",
  tier: "premium",
  status: "active",
  currency: "USD",
  amount: 499,
  interval: "monthly",
  currentPeriodStart: START,
  currentPeriodEnd: END,
  cancelAtPeriodEnd: false,
  canceledAt: null,
  trialStart: null,
  trialEnd: null,
  pendingPlanId: null,
  graceUntil: null,
  refundedAt: null,
  asOf: START,
  replaces: null,
  ...fields,
});

describe("access", () => {
  it.each<[string, Partial<Purchase>, number | null]>([
    ["a day longer than a period that renews", {}, END + DAY_MS],
    ["a day longer than a trial that goes on", { status: "trialing" }, END + DAY_MS],
    ["exactly as long as a canceled period", { cancelAtPeriodEnd: true }, END],
    ["exactly as long as a canceled trial", { status: "trialing", cancelAtPeriodEnd: true }, END],
    ["exactly as long as a period that was ended", { status: "canceled" }, END],
    ["exactly as long as what was given", { provider: "manual" }, END],
    ["as long as Stripe waits", { status: "past_due", graceUntil: START + 7 * DAY_MS }, START + 7 * DAY_MS],
    ["as long as the store waits", { provider: "apple", status: "past_due", graceUntil: END + 1 }, END + 1],
    ["for good", { interval: "lifetime", currentPeriodEnd: null }, null],
    ["not at all while incomplete", { status: "incomplete" }, START],
    ["not at all while unpaid", { status: "unpaid" }, START],
    ["not at all while a period to come is unpaid", { status: "unpaid", currentPeriodStart: END, asOf: START }, START],
    [
      "not at all when what has ended was to begin later",
      { status: "expired", currentPeriodStart: END, currentPeriodEnd: END + 1, asOf: START },
      START,
    ],
    ["until it had run out", { status: "expired", asOf: END + 5 }, END],
    ["not at all when it ended before its time", { status: "expired", asOf: END - 5 }, START],
    ["until the refund", { refundedAt: START + 5 }, START + 5],
    ["until the refund of what was for good", { currentPeriodEnd: null, refundedAt: START + 5 }, START + 5],
  ])("lasts %s", (_, fields, until) => {
    expect(accessUntilOf(purchase(fields))).toBe(until);
  });

  it("is what the best subscription gives", () => {
    const row = (id: string, accessUntil: number | null, tier: "premium" | "pro" = "premium") => ({
      id,
      accessUntil,
      tier,
      status: "active" as const,
    });
    const [soon, later, forever, pro] = [
      row("soon", END),
      row("later", END + 1),
      row("forever", null),
      row("pro", END, "pro"),
    ];
    expect(bestOf([soon, later], START)?.id).toBe("later");
    expect(bestOf([soon, forever, later], START)?.id).toBe("forever");
    expect(bestOf([soon, forever, pro], START)?.id).toBe("pro");
    expect(bestOf([soon], END - 1)?.id).toBe("soon");
    expect(bestOf([soon], END)).toBeUndefined();
    expect([tierOf([soon, pro], START), tierOf([soon], END), tierOf([], START)]).toEqual(["pro", "free", "free"]);
    expect(shownOf([soon, later], END + 2)?.id).toBe("later");
    expect(shownOf([{ ...soon, status: "incomplete" }], END + 2)).toBeUndefined();
  });

  it("that is over reads as what ended it", () => {
    const at = (status: Purchase["status"], now: number) =>
      statusAt({ tier: "premium", status, accessUntil: END }, now);
    expect(["active", "trialing", "past_due", "canceled"].map((status) => at(status as "active", END - 1))).toEqual([
      "active",
      "trialing",
      "past_due",
      "canceled",
    ]);
    expect(["active", "trialing", "past_due"].map((status) => at(status as "active", END))).toEqual(
      Array(3).fill("expired"),
    );
    expect(["canceled", "unpaid", "incomplete"].map((status) => at(status as "active", END))).toEqual([
      "canceled",
      "expired",
      "incomplete",
    ]);
  });
});

describe("the plan that is meant", () => {
  const row = (fields: Partial<Purchase>) => {
    const all = purchase(fields);
    return { ...all, accessUntil: accessUntilOf(all) };
  };
  const card = row({});
  const canceledCard = row({ cancelAtPeriodEnd: true });
  const pro = row({ provider: "manual", tier: "pro", currentPeriodEnd: END + 9 * DAY_MS });
  const lifetime = row({ provider: "manual", interval: "lifetime", currentPeriodEnd: null });
  const apple = row({ provider: "apple", currentPeriodEnd: END + DAY_MS });
  const over = row({ currentPeriodEnd: START - 9 * DAY_MS });
  type Row = typeof card;

  it.each<[string, Parameters<typeof meantPlan>[1], Row[], Row | undefined]>([
    ["a card under a granted lifetime", "cancel", [lifetime, card], card],
    ["a card under a granted pro", "cancel", [pro, card], card],
    ["a card beside a store", "cancel", [apple, card], card],
    ["a store under a granted pro", "cancel", [pro, apple], apple],
    ["a store beside a canceled card", "cancel", [canceledCard, apple], apple],
    ["a canceled card under a lifetime, again", "cancel", [lifetime, canceledCard], canceledCard],
    ["what was granted alone", "cancel", [pro, over], pro],
    ["the lifetime alone", "cancel", [lifetime, over], lifetime],
    ["nothing that is over", "cancel", [over], undefined],
    ["a canceled card under a granted pro", "resume", [pro, canceledCard], canceledCard],
    ["a canceled card beside a running one", "resume", [card, canceledCard], canceledCard],
    ["a card under a granted pro", "change", [pro, card], card],
    ["a running card beside a canceled one", "change", [canceledCard, card], card],
  ])("is %s", (_, verb, rows, expected) => {
    expect(meantPlan(rows, verb, START)).toBe(expected);
  });
});

describe("a refund that Google told of once", () => {
  const refunded = { ...purchase({ provider: "google", refundedAt: START + 5, status: "canceled" }), paidThrough: END };
  const fetched = purchase({ provider: "google", asOf: START + 9 });

  it.each<[string, Partial<Purchase>]>([
    ["the same period", {}],
    ["a period that Google cut short", { status: "expired", currentPeriodEnd: START + 5 }],
    ["an end that a grace period has moved", { status: "past_due", currentPeriodEnd: END + 3 * DAY_MS }],
  ])("stands after news of %s", (_, fields) => {
    expect(withKnownRefund(refunded, { ...fetched, ...fields })).toEqual({
      ...fetched,
      ...fields,
      status: "canceled",
      refundedAt: START + 5,
    });
  });

  it("stands for what was bought once", () => {
    const once = { ...refunded, currentPeriodEnd: null, paidThrough: START };
    const news = { ...fetched, currentPeriodEnd: null };
    expect(withKnownRefund(once, news)).toMatchObject({ refundedAt: START + 5, status: "canceled" });
  });

  it("is over with a later period, and none of another purchase or vendor", () => {
    const later = { ...fetched, currentPeriodEnd: END + 30 * DAY_MS };
    const other = { ...fetched, providerSubscriptionId: "other" };
    expect(withKnownRefund(refunded, later)).toBe(later);
    expect(withKnownRefund(refunded, other)).toBe(other);
    expect(withKnownRefund({ ...refunded, provider: "apple" }, fetched)).toBe(fetched);
    expect(withKnownRefund({ ...refunded, refundedAt: null }, fetched)).toBe(fetched);
  });
});

describe("cron looks at a subscription", () => {
  it("some hours after a period whose renewal it did not hear of, and when access is over", () => {
    const row = purchase();
    expect(checkAtOf(row, END + DAY_MS, START)).toBe(END + 6 * HOUR_MS);
    expect(checkAtOf(row, END + DAY_MS, END + 6 * HOUR_MS)).toBe(END + DAY_MS);
    expect(checkAtOf(purchase({ cancelAtPeriodEnd: true }), END, START)).toBe(END);
    expect(checkAtOf(purchase({ provider: "manual" }), END, START)).toBe(END);
    expect(checkAtOf(purchase({ status: "past_due" }), START + 9, START)).toBe(START + 9);
    expect(checkAtOf(purchase({ currentPeriodEnd: null }), null, START)).toBeNull();
  });

  it("just before a downgrade", () => {
    const row = purchase({ interval: "yearly", pendingPlanId: "plan_monthly" });
    expect(checkAtOf(row, END + DAY_MS, START)).toBe(END - HOUR_MS);
    expect(checkAtOf(row, END + DAY_MS, END - HOUR_MS)).toBe(END - HOUR_MS + 600_000);
    expect(checkAtOf(row, END + DAY_MS, END)).toBe(END + 6 * HOUR_MS);
  });

  it("three days before a trial or a canceled plan ends, once for each end", () => {
    expect(endingNoticeAtOf(purchase({ cancelAtPeriodEnd: true }), null)).toBe(END - 3 * DAY_MS);
    expect(endingNoticeAtOf(purchase({ status: "trialing" }), null)).toBe(END - 3 * DAY_MS);
    expect(endingNoticeAtOf(purchase({ status: "trialing" }), END)).toBeNull();
    expect(endingNoticeAtOf(purchase({ status: "trialing" }), END - 1)).toBe(END - 3 * DAY_MS);
    expect(endingNoticeAtOf(purchase(), null)).toBeNull();
    expect(endingNoticeAtOf(purchase({ cancelAtPeriodEnd: true, refundedAt: 1 }), null)).toBeNull();
  });
});

describe("a checkout", () => {
  const row = (fields: Partial<Purchase>) => {
    const all = purchase(fields);
    return { ...all, accessUntil: accessUntilOf(all) };
  };
  it.each<[string, Partial<Purchase>, "monthly" | "lifetime", boolean]>([
    ["a plan that goes on", {}, "monthly", false],
    ["a plan that goes on, for life", {}, "lifetime", true],
    ["a canceled plan", { cancelAtPeriodEnd: true }, "monthly", true],
    ["a given plan", { provider: "manual" }, "monthly", false],
    ["the plan for life", { interval: "lifetime", currentPeriodEnd: null }, "lifetime", false],
    ["a plan that is over", { currentPeriodEnd: START - 5 * DAY_MS }, "monthly", true],
    ["a plan that was refunded", { refundedAt: START - 1 }, "monthly", true],
  ])("of whoever has %s", (_, fields, wanted, isAllowed) => {
    expect(checkoutRefusal([row(fields)], wanted, START) === null).toBe(isAllowed);
  });

  it("leads back to pages and to the app alone", () => {
    const good = [
      ["https://leora.app/a?b=c", "https://leora.app/a?b=c"],
      ["HTTPS://Leora.App", "https://leora.app/"],
      ["https://leora.app\\@evil.example", "https://leora.app/@evil.example"],
      ["https://leora.app/?id={CHECKOUT_SESSION_ID}", "https://leora.app/?id={CHECKOUT_SESSION_ID}"],
      ["https://leora.app/rahmat‘", "https://leora.app/rahmat%E2%80%98"],
      ["leora://subscription/success", "leora://subscription/success"],
      [
        "leora://subscription/rahmat‘?id={CHECKOUT_SESSION_ID}",
        "leora://subscription/rahmat‘?id={CHECKOUT_SESSION_ID}",
      ],
    ];
    expect(good.map(([text = ""]) => returnUrlOf(text))).toEqual(good.map(([, url]) => url));
    const bad = [
      ...["http://leora.app", "javascript:alert(1)", "//leora.app", "leora", "https://", "data:text/html,x", ""],
      ...["leora:success", "https:leora.app", " https://leora.app", "https://leora.app/a b", "https://[", "leora://"],
      ...[
        "leora:javascript:alert(1)",
        "  https://a.example",
        "https://evil\nexample/",
        "https:/evil.example",
        "https:///a",
      ],
      ...[
        "https://user:pw@evil.example",
        "https://user@evil.example",
        "leora://user:pw@evil",
        "https://a.example/\u0001",
      ],
      ...["leora://a\u007f", "https://a.example/\u202etxt", "leora://a\u200b", "https://a.example:99999"],
      // Two characters of it become six.
      `https://a.example/${"é".repeat(400)}${"x".repeat(2048 - 418)}`,
    ];
    expect(bad.filter((text) => returnUrlOf(text) !== undefined)).toEqual([]);
  });
});

it.each([
  ["2026-01-31T23:59:59.999Z", "monthly", "2026-02-28T23:59:59.999Z"],
  ["2028-01-30T00:00:00.000Z", "monthly", "2028-02-29T00:00:00.000Z"],
  ["2026-12-15T10:00:00.000Z", "monthly", "2027-01-15T10:00:00.000Z"],
  ["2028-02-29T10:00:00.000Z", "yearly", "2029-02-28T10:00:00.000Z"],
] as const)("a period from %s, %s, ends at %s", (start, interval, end) => {
  expect(periodEnd(Date.parse(start), interval)).toBe(Date.parse(end));
  expect(periodEnd(Date.parse(start), "lifetime")).toBeNull();
});
