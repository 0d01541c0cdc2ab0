import { defineConfig } from "drizzle-kit";

/** One configuration for every product's database: `DB=leora npm run migrate:generate`. */
const database = process.env.DB ?? "leora";
/** Products with synced entities need all of the kernel's tables; the others re-export what they use. */
const SYNCED = ["leora"];

export default defineConfig({
  dialect: "sqlite",
  schema: [`./src/${database}/**/table.ts`, ...(SYNCED.includes(database) ? ["./src/engine/tables.ts"] : [])],
  // The migrations check generates into a copy.
  out: process.env.MIGRATIONS_OUT ?? `./migrations/${database}`,
});
