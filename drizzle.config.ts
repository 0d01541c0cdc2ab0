import { defineConfig } from "drizzle-kit";

/** One configuration for every product's database: `DB=leora npm run migrate:generate`. */
const database = process.env.DB ?? "leora";

export default defineConfig({
  dialect: "sqlite",
  // Tables of the kernel and the engine are re-exported by a table.ts of the product that uses them.
  schema: `./src/${database}/**/table.ts`,
  // The migrations check generates into a copy.
  out: process.env.MIGRATIONS_OUT ?? `./migrations/${database}`,
});
