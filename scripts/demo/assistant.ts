import { Api, ApiError } from "./api.ts";
import { register } from "./family.ts";
import { Phone } from "./phone.ts";
import { chapter, check, money, type Summary, say } from "./story.ts";

// The scene of the assistant: insights until the day's quota is used up, a plan without one, and a question. She has rate limits of her
// own: the family has used up its own for the minute by syncing.

const BUDGET = 1_000_000;
/** Near the budget's limit. */
const FOOD = 960_000;

interface Quota {
  limit: number;
  used: number;
  resetsAt: string;
}

interface Finding {
  title: string;
  level: string;
  priority: number;
}

interface Plan {
  tier: string;
  status: string;
  currentPeriodEnd: string;
}

interface Answer {
  answer: string;
  intent: string;
  dateRange: { from: string; to: string };
  facts: { currency: string; expense: number };
}

export async function askAssistant(baseUrl: string): Promise<void> {
  chapter("The assistant: a quota, and a plan without one");
  const phone = new Phone("Malika", new Api(baseUrl, "Malika · Redmi 13"));
  await register(phone.api, "malika");
  keepBooks(phone);
  await phone.sync();
  await phone.listen();
  say(`Malika, a friend, has spent ${money(FOOD, "UZS")} of a budget of ${money(BUDGET, "UZS")}, on the free plan.`);
  await useUpQuota(phone);
  await upgrade(phone);
  await ask(phone);
  phone.goOffline();
}

function keepBooks(phone: Phone): void {
  const date = new Date().toLocaleDateString("sv", { timeZone: "Asia/Tashkent" });
  const currency = "UZS";
  const accountId = phone.create("accounts", {
    name: "Uzcard",
    accountType: "card",
    currency,
    initialBalance: 3_000_000,
  });
  phone.create("budgets", {
    name: "Oziq-ovqat",
    budgetType: "category",
    categoryIds: ["food"],
    currency,
    limitAmount: BUDGET,
    periodType: "monthly",
  });
  const spent = { type: "expense", accountId, currency, date };
  phone.create("transactions", { ...spent, amount: FOOD, categoryId: "food", name: "Korzinka" });
  phone.create("transactions", { ...spent, amount: 36_000, categoryId: "transport", name: "Taksi" });
}

async function useUpQuota(phone: Phone): Promise<void> {
  const { limit } = await dailyQuota(phone);
  const asked = performance.now();
  const first = await generate(phone);
  const news = phone.received<Finding>("insight:new");
  const [top] = news.toSorted((one, other) => other.priority - one.priority);
  check(top !== undefined, "an insight arrives on the socket", news);
  say(`${phone.name} asks for the day's insights; ${Math.round(performance.now() - asked)} ms later the socket`);
  say(`   has brought ${news.length}, the most pressing is "${top.title}" (${top.level}).`);
  check(first.createdCount === news.length, "each new insight is sent once", { first, news });
  for (let used = 1; used < limit; used += 1) await generate(phone);
  const refusal = await generate(phone).catch((error: unknown) => error);
  check(
    refusal instanceof ApiError && refusal.status === 429 && refusal.code === "AI_QUOTA_EXCEEDED",
    "a free plan's insights of a day have an end",
    refusal,
  );
  say(`The free plan has ${limit} runs a day. Once more: ${refusal.status} ${refusal.code}.`);
}

async function upgrade(phone: Phone): Promise<void> {
  const { api } = phone;
  const body = { planId: "plan_yearly", provider: "stripe" };
  const { checkoutUrl } = await api.post<{ checkoutUrl: string }>("/v1/subscriptions/checkout", body);
  const paid = performance.now();
  await api.post(new URL(checkoutUrl).pathname, { outcome: "paid" });
  const { tier, status } = await phone.waitForEvent<Plan>("subscription:updated");
  check(tier === "premium" && status === "trialing", "the plan begins with a trial", { tier, status });
  say(`She buys the yearly plan; ${Math.round(performance.now() - paid)} ms later the socket says ${tier}, ${status}.`);
  const { limit, used } = await dailyQuota(phone);
  check(limit === -1, "the plan has no limit", limit);
  await generate(phone);
  say(`What was used today, ${used} runs, still counts; but there is no limit now: the next run works.`);
}

async function ask({ api }: Phone): Promise<void> {
  const question = "Bu oy qancha sarfladim?";
  const body = { question, context: { dateRange: "this_month" } };
  const { answer, intent, facts, dateRange } = await api.post<Answer>("/v1/insights/ask", body);
  const query = `dateFrom=${dateRange.from}&dateTo=${dateRange.to}`;
  const { totals, currency } = await api.get<Summary>(`/v1/transactions/summary?${query}`);
  check(
    intent === "spending" && facts.currency === currency && facts.expense === totals.expense,
    "the answer has the number of the reports",
    { intent, facts, totals },
  );
  say(`"${question}"`);
  say(answer);
  say(`The summary of the month has the same number: ${money(totals.expense, currency)}.`);
}

const dailyQuota = async ({ api }: Phone): Promise<Quota> =>
  (await api.get<{ quotas: { daily: Quota } }>("/v1/ai/quota")).quotas.daily;

/** Asks for the day's insights, and waits until the socket says that they are made. @throws ApiError over the quota */
async function generate(phone: Phone): Promise<{ createdCount: number }> {
  const { jobId } = await phone.api.post<{ jobId: string }>("/v1/insights/generate", { scope: "daily" });
  const { status } = await phone.waitForEvent<{ id: string; status: string }>("job:updated", ({ id }) => id === jobId);
  check(status === "completed", "the job of the insights completes", { jobId, status });
  return phone.api.get(`/v1/insights/jobs/${jobId}`);
}
