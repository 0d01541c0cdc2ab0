import { createRegistry } from "../kernel/db/entity.ts";
import { accounts } from "./finance/accounts/entity.ts";
import { transactions } from "./finance/transactions/entity.ts";
import { taskEntity } from "./planner/tasks/entity.ts";

/** Leora's synced entities: one line each. */
export const registry = createRegistry([taskEntity, accounts, transactions]);
