import { readdirSync } from "node:fs";

interface Product {
  name: string;
  binding: string;
}

/** Products with a database: each has a folder under migrations/, and by convention `leora` has the binding `LEORA_DB`. */
export const databases: readonly Product[] = readdirSync("migrations", { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ name, binding: `${name.toUpperCase()}_DB` }));
