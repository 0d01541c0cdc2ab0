import fc from "fast-check";
import { expect, it } from "vitest";
import type { Actor } from "../support/actor.ts";
import { newUser } from "./support.ts";

const RUNS = 12;
const CATEGORIES = [
  { name: "Maosh", type: "income" },
  { name: "Sovg‘a", type: "income" },
  { name: "Ovqatlanish", type: "expense" },
  { name: "Transport", type: "expense" },
] as const;
const FIRST_DAY = Date.UTC(2026, 0, 1);
const DAYS = 60;
/** Past this, a double has no two decimals left. */
const LARGEST = 7_000_000_000_000_000 - 1;
const DAY_MS = 86_400_000;

interface Entry {
  category: number;
  minor: number;
  day: number;
}

const dayText = (day: number) => new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10);
const entry = fc.record({
  category: fc.nat(CATEGORIES.length - 1),
  minor: fc.oneof(fc.integer({ min: 1, max: 10_000_000 }), fc.constant(LARGEST)),
  day: fc.nat(DAYS - 1),
});
/** What happens to a wallet: a new transaction, or one of the earlier ones replaced or deleted. */
const event = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("add" as const), entry, at: fc.nat() }) },
  fc.record({ kind: fc.constant("replace" as const), entry, at: fc.nat() }),
  fc.record({ kind: fc.constant("remove" as const), entry, at: fc.nat() }),
);

/** As the wire shows it, exactly: through text, because a double cannot divide large sums. */
const decimal = (minor: bigint) => Number(`${minor}e-2`);
const sum = (entries: readonly Entry[]) => entries.reduce((total, { minor }) => total + BigInt(minor), 0n);
const ofType = (entries: readonly Entry[], type: string) =>
  entries.filter(({ category }) => CATEGORIES[category]?.type === type);

async function categoriesOf(actor: Actor): Promise<number[]> {
  const ids: number[] = [];
  for (const category of CATEGORIES) ids.push((await actor.post("/finance/categories/", category)).body.id);
  return ids;
}

async function emptied(actor: Actor): Promise<void> {
  const { body } = await actor.get("/finance/transactions/");
  for (const { id } of body) await actor.delete(`/finance/transactions/${id}/`);
}

it("dashboard and summary say what adding everything up by hand says", async () => {
  const actor = await newUser();
  const ids = await categoriesOf(actor);
  const wire = ({ category, minor, day }: Entry) => ({
    category: ids[category],
    amount: minor / 100,
    date: dayText(day),
  });
  const days = fc
    .tuple(fc.nat(DAYS - 1), fc.nat(DAYS - 1))
    .map(([a, b]): [number, number] => (a < b ? [a, b] : [b, a]));
  const property = fc.asyncProperty(fc.array(event, { maxLength: 12 }), days, async (events, [from, to]) => {
    await emptied(actor);
    const kept = new Map<number, Entry>();
    for (const { kind, entry: fields, at } of events) {
      const target = [...kept.keys()][at % Math.max(1, kept.size)];
      if (kind === "add" || target === undefined) {
        kept.set((await actor.post("/finance/transactions/", wire(fields))).body.id, fields);
      } else if (kind === "replace") {
        await actor.put(`/finance/transactions/${target}/`, wire(fields));
        kept.set(target, fields);
      } else {
        await actor.delete(`/finance/transactions/${target}/`);
        kept.delete(target);
      }
    }
    const all = [...kept.values()];
    const [income, expense] = [sum(ofType(all, "income")), sum(ofType(all, "expense"))];
    expect((await actor.get("/finance/dashboard/")).body).toEqual({
      balance: decimal(income - expense),
      categories: CATEGORIES.map(({ name, type }, index) => ({
        category_name: name,
        type,
        total: decimal(sum(all.filter(({ category }) => category === index))),
      })),
    });
    const range = { start_date: dayText(from), end_date: dayText(to) };
    const within = all.filter(({ day }) => day >= from && day <= to);
    const [earned, spent] = [sum(ofType(within, "income")), sum(ofType(within, "expense"))];
    expect((await actor.get(`/finance/summary/daily/?${new URLSearchParams(range)}`)).body).toEqual({
      ...range,
      income: decimal(earned),
      expense: decimal(spent),
      balance: decimal(earned - spent),
    });
  });
  await fc.assert(property, { numRuns: RUNS });
}, 120_000);
