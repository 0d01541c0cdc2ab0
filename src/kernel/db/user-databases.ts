import { databaseBinding, userDatabaseBinding } from "./binding.ts";

/**
 * The bindings of the databases with a product's users' rows: `LEORA_DB_1` and on, by number. A product without such bindings
 * keeps these rows beside its identity, in its only database.
 */
export function userDatabases(env: object, product: string): string[] {
  const prefix = `${databaseBinding(product)}_`;
  const numbers = Object.keys(env)
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)))
    .filter((number) => Number.isInteger(number));
  if (numbers.length === 0) return [databaseBinding(product)];
  return numbers.toSorted((a, b) => a - b).map((number) => userDatabaseBinding(product, number));
}
