import { globSync } from "node:fs";
import { defineConfig } from "drizzle-kit";

/** One configuration for every folder of migrations: `DB=leora npm run migrate:generate`. */
const folder = process.env.DB ?? "leora";

/** A product's users' rows may have databases of their own: then `leora` is its identity, and `leora-data` everything else. */
const [product = "", part] = folder.split("-");
const isApart = globSync(`migrations/${product}-data`).length > 0;
const IDENTITY_FOLDERS = ["identity", "billing", "settings"];
const isIdentity = (file: string): boolean =>
  IDENTITY_FOLDERS.some((name) => file.includes(`src/${product}/${name}/`));
// Tables of the kernel and the engine are re-exported by a table.ts of the product that uses them.
const schema = globSync(`src/${product}/**/table.ts`).filter(
  (file) => !isApart || isIdentity(file) === (part === undefined),
);

export default defineConfig({
  dialect: "sqlite",
  schema,
  // The migrations check generates into a copy.
  out: process.env.MIGRATIONS_OUT ?? `./migrations/${folder}`,
});
