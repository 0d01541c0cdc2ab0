import { createRegistry } from "../engine/entity.ts";

/** Nothing is synced: CRM has plain rows with integer ids. */
export const registry = createRegistry([]);
