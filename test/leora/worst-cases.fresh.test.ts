import { beforeAll, describe, expect, it } from "vitest";
import { change, newId, type Pushed, push, task } from "../engine/sync/protocol.ts";
import { type Cost, type Scales, scalesOf } from "../rules/cost/measure.ts";
import { type Actor, newActor } from "../support/actor.ts";
import { subject } from "./subject.ts";

// 500 items of the kind that costs most, in one request each: what is refused is refused item by item, in bounded time.

const TIMEOUT_MS = 180_000;
const ITEMS = 500;
const items = <Item>(make: (i: number) => Item): Item[] => Array.from({ length: ITEMS }, (_, i) => make(i));

let scales: Scales;
beforeAll(async () => {
  scales = await scalesOf(subject);
});

/** Sends a request, and requires that it costs no more than it weighs. */
async function sendCheap(actor: Actor, path: string, body: object, key?: string): Promise<Cost> {
  const before = await scales.stored();
  const cost = await scales.send(actor, "POST", path, JSON.stringify(body), key ? { "Idempotency-Key": key } : {});
  scales.requireBounded(cost);
  scales.requireStored(before, await scales.stored(), [cost]);
  return cost;
}
const pushCheap = (actor: Actor, changes: readonly object[]) => sendCheap(actor, "/v1/sync/push", { changes });

const statusesOf = ({ reply }: Cost): string[] => (reply.data as Pushed).results.map(({ status }) => status);

const recurrence = (rrule: string, more: object = {}) => ({
  entity: "tasks",
  template: { title: "Task" },
  rrule,
  startDate: "2026-01-15",
  ...more,
});

describe("recurrences", () => {
  it.each([
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31",
    "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=31",
  ])(
    "500 of %s, which never happens, are refused",
    async (rrule) => {
      const owner = await newActor();
      const cost = await pushCheap(
        owner,
        items(() => change("recurrences", "create", newId(), recurrence(rrule))),
      );
      expect(new Set(statusesOf(cost))).toEqual(new Set(["rejected"]));
    },
    TIMEOUT_MS,
  );

  it.each([
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO",
    "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29;BYDAY=SU",
    "FREQ=MONTHLY;BYDAY=5MO,5TU,5WE,5TH,5FR;BYSETPOS=-1;BYMONTHDAY=31",
    "FREQ=DAILY;INTERVAL=999",
    "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
    "FREQ=YEARLY;BYYEARDAY=366;BYDAY=FR",
  ])(
    "500 of %s, which is rare, are taken or refused in bounded time",
    async (rrule) => {
      const owner = await newActor();
      await pushCheap(
        owner,
        items(() => change("recurrences", "create", newId(), recurrence(rrule))),
      );
    },
    TIMEOUT_MS,
  );

  it(
    "with fat overrides are listed in pages of bounded size",
    async () => {
      const owner = await newActor();
      const overrides = Object.fromEntries(
        Array.from({ length: 90 }, (_, i) => [
          new Date(Date.UTC(2027, 0, 1 + i)).toISOString().slice(0, 10),
          { notes: "x".repeat(9_900) },
        ]),
      );
      for (let i = 0; i < 8; i++) {
        const { reply } = await sendCheap(owner, "/v1/recurring", recurrence("FREQ=DAILY", { overrides }));
        if (reply.status !== 201) break;
      }
      for (const path of ["/v1/recurring?limit=100", "/v1/sync/pull?limit=1000"]) {
        scales.requireBounded(await scales.send(owner, "GET", path));
      }
      await pushCheap(owner, [task("create", newId(), { title: "after fat rows" })]);
    },
    TIMEOUT_MS,
  );
});

describe("one row", () => {
  it(
    "is updated 500 times in a push, of a row with 1,500 revisions",
    async () => {
      const owner = await newActor();
      const id = newId();
      let { results } = await push(owner, [task("create", id, { title: "0" })]);
      for (let round = 0; round < 4; round++) {
        const baseRev = results.at(-1)?.rev;
        const cost = await pushCheap(
          owner,
          items((i) => task("update", id, { title: `${round} ${i}` }, { baseRev })),
        );
        results = cost.reply.data.results;
      }
    },
    TIMEOUT_MS,
  );

  it(
    "of great weight is changed a little 500 times",
    async () => {
      const owner = await newActor();
      const id = newId();
      const checklist = Array.from({ length: 50 }, () => ({ title: "ж".repeat(400) }));
      await push(owner, [task("create", id, { title: "fat", notes: "ж".repeat(9_000), checklist })]);
      await pushCheap(
        owner,
        items((i) => task("update", id, { priority: i % 2 === 0 ? "low" : "high" })),
      );
    },
    TIMEOUT_MS,
  );
});

describe("a bulk request", () => {
  it.each([800, 9_000])(
    "of small changes to 500 rows with notes of %i letters stores small changes, three times over",
    async (letters) => {
      const owner = await newActor();
      const ids: string[] = [];
      for (let part = 0; part < 10; part++) {
        const created = await owner.post("/v1/tasks/bulk", {
          items: Array.from({ length: 50 }, () => ({ data: { title: "fat", notes: "ж".repeat(letters) } })),
        });
        ids.push(...created.data.results.map(({ id }: { id: string }) => id));
      }
      for (const priority of ["low", "high", "medium"]) {
        const body = { items: ids.map((id) => ({ operation: "update", id, data: { priority } })) };
        const key = newId();
        const first = await sendCheap(owner, "/v1/tasks/bulk", body, key);
        const again = await sendCheap(owner, "/v1/tasks/bulk", body, key);
        expect(again.reply.status).toBe(first.reply.status);
      }
    },
    TIMEOUT_MS,
  );

  it(
    "of 500 transactions with the most tags, splits and attachments",
    async () => {
      const owner = await newActor();
      const { data: account } = await owner.post("/v1/accounts", ACCOUNT);
      const tags = Array.from({ length: 50 }, (_, i) => `tag ${i} ${"💸".repeat(10)}`);
      const data = { ...expense(account.id), amount: 50, tags };
      await sendCheap(owner, "/v1/transactions/bulk", {
        items: items(() => ({ data: { ...data, tags: tags.slice(0, 30) } })),
      });
      const splits = Array.from({ length: 50 }, () => ({ categoryId: "food", amount: 1 }));
      await pushCheap(
        owner,
        items((i) =>
          change("transactions", "create", newId(), {
            ...data,
            tags: i < 200 ? tags : [],
            splits: i < 200 ? splits : [],
          }),
        ),
      );
    },
    TIMEOUT_MS,
  );
});

const ACCOUNT = { name: "Card", accountType: "card", currency: "UZS", initialBalance: 500000 };
const expense = (accountId: string) => ({
  type: "expense",
  accountId,
  amount: 1,
  currency: "UZS",
  categoryId: "food",
  date: "2026-01-15",
});

describe("budgets", () => {
  it(
    "500 of them and 500 transactions write a bounded number of entries",
    async () => {
      const owner = await newActor();
      const { data: account } = await owner.post("/v1/accounts", ACCOUNT);
      const budget = {
        name: "Food",
        budgetType: "category",
        categoryIds: ["food"],
        currency: "UZS",
        limitAmount: 1000,
        periodType: "weekly",
        startDate: "2020-01-01",
      };
      await pushCheap(
        owner,
        items(() => change("budgets", "create", newId(), budget)),
      );
      await pushCheap(
        owner,
        items(() => change("transactions", "create", newId(), expense(account.id))),
      );
      const { results } = await owner.db
        .prepare("SELECT count(*) AS entries FROM budgetEntries WHERE owner = ?")
        .bind(owner.owner)
        .all<{ entries: number }>();
      expect(results[0]?.entries).toBeLessThanOrEqual(50 * ITEMS);
    },
    TIMEOUT_MS,
  );
});

describe("a statement", () => {
  const lines = (count: number, make: (i: number) => string) =>
    Array.from({ length: count }, (_, i) => make(i)).join("");
  it.each([
    ["csv", "a title of 900,000 characters", () => "x".repeat(900_000)],
    ["csv", "a title of 200,000 emoji", () => "💸".repeat(200_000)],
    ["csv", "9,000 columns", () => `date,amount${lines(9_000, (i) => `,c${i}`)}\n${"2026-01-16,-5\n".repeat(4_000)}`],
    ["csv", "a cell of doubled quotes", () => `date,amount,name\n2026-01-16,-5,"${'""'.repeat(200_000)}"\n`],
    ["csv", "a quote that is never closed", () => `date,amount,name\n2026-01-16,-5,"${"x,y\n".repeat(100_000)}`],
    ["csv", "4,000 equal rows", () => `date,amount,name\n${"2026-01-16,-5,a\n".repeat(4_000)}`],
    ["ofx", "50,000 open entries", () => `OFXHEADER:100\n\n<OFX>${"<STMTTRN>".repeat(50_000)}`],
    ["ofx", "100,000 open elements", () => `<OFX>${"<A>".repeat(100_000)}`],
    ["qif", "30,000 split parts", () => `!Type:Bank\nD01/02/2026\nT-5.00\n${"SFood\n$-1\n".repeat(30_000)}^\n`],
  ])(
    "as %s with %s",
    async (format, _, content) => {
      const owner = await newActor();
      const { data: account } = await owner.post("/v1/accounts", ACCOUNT);
      const statement = { format, accountId: account.id, content: content() };
      await sendCheap(owner, "/v1/transactions/imports/preview", statement);
      await sendCheap(owner, "/v1/transactions/imports", statement);
    },
    TIMEOUT_MS,
  );
});

describe("texts", () => {
  it.each([
    ["emoji", "💸"],
    ["combining marks", "\u0301"],
    ["ligatures that grow when they are folded", "\ufdfa"],
    ["wildcards of LIKE", "%_"],
  ])(
    "of %s, as long as they may be, are stored, found and listed",
    async (_, letter) => {
      const owner = await newActor();
      const text = letter.repeat(200 / letter.length);
      await pushCheap(
        owner,
        items(() => task("create", newId(), { title: text, notes: letter.repeat(800 / letter.length) })),
      );
      const search = encodeURIComponent(letter.repeat(50));
      for (const path of [`/v1/tasks?limit=100&search=${search}`, "/v1/tasks?limit=100"]) {
        scales.requireBounded(await scales.send(owner, "GET", path));
      }
    },
    TIMEOUT_MS,
  );
});
