import { databaseBinding, userDatabaseBinding } from "../src/kernel/db/binding.ts";
import type { ProductManifest, Seed } from "../src/kernel/product.ts";
import { products } from "../src/products.ts";

const manifests: readonly ProductManifest[] = products;

/** The databases with users' rows: what a product starts with lies beside these. */
const seededDatabases = ({ name, userDatabases = 0 }: ProductManifest): string[] =>
  userDatabases === 0
    ? [databaseBinding(name)]
    : Array.from({ length: userDatabases }, (_, index) => userDatabaseBinding(name, index + 1));

/** What a migrated database starts with, as its product's manifest says. It may be stored again. */
export async function seedsOf(binding: string): Promise<readonly Seed[]> {
  const product = manifests.find((manifest) => seededDatabases(manifest).includes(binding));
  return (await product?.seed?.()) ?? [];
}
