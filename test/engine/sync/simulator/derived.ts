import { isDeepStrictEqual } from "node:util";
import { budgetsOf, debtsOf } from "../../../leora/effects/finance.ts";
import { goalsOf } from "../../../leora/effects/planner.ts";
import type { Snapshot } from "../../../leora/effects/rows.ts";
import type { Data } from "./kinds.ts";

/** A row as on the wire. */
interface Row {
  entity: string;
  id: string;
  data: Data | null;
}

/** What the server derived wrongly: each row with what it says and what its sources say. */
export function wrongNumbers(rows: readonly Row[]): string[] {
  const dataOf = (entity: string) => rows.flatMap((row) => (row.entity === entity && row.data ? [row.data] : []));
  const snapshot = new Proxy({}, { get: (_, entity) => dataOf(String(entity)) }) as Snapshot;
  const derived = {
    accounts: balancesOf(dataOf("accounts"), dataOf("transactions")),
    budgets: budgetsOf(snapshot),
    debts: debtsOf(snapshot),
    goals: goalsOf(snapshot),
  };
  return Object.entries(derived).flatMap(([entity, expected]) =>
    dataOf(entity).flatMap((data) => {
      const numbers = expected[String(data.id)] ?? {};
      const actual = Object.fromEntries(Object.keys(numbers).map((name) => [name, data[name]]));
      if (isDeepStrictEqual(actual, numbers)) return [];
      return [`${entity}/${data.id}: ${JSON.stringify(actual)} instead of ${JSON.stringify(numbers)}`];
    }),
  );
}

/** What accounts began with and what their transactions did. */
function balancesOf(accounts: readonly Data[], transactions: readonly Data[]): Record<string, object> {
  const balances = new Map<unknown, number>();
  const add = (id: unknown, by: number) => balances.set(id, (balances.get(id) ?? 0) + by);
  for (const { type, amount, accountId, fromAccountId, toAccountId } of transactions) {
    if (type === "income") add(accountId, Number(amount));
    if (type === "expense") add(accountId, -Number(amount));
    if (type === "transfer") {
      add(fromAccountId, -Number(amount));
      add(toAccountId, Number(amount));
    }
  }
  return Object.fromEntries(
    accounts.map(({ id, initialBalance }) => [
      id,
      { currentBalance: Number(initialBalance) + (balances.get(id) ?? 0) },
    ]),
  );
}
