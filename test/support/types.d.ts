import type { D1Migration } from "@cloudflare/vitest-plugin";
import type { Bindings } from "../../src/env.ts";
import type { TestStores } from "./test-stores.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The migrations of each database, by its binding. */
    migrations: { binding: string; migrations: D1Migration[] }[];
    /** `FULL=1`: every bad request of the generated tests is sent, also where the contract says the same. */
    full: boolean;
    /** The stores for apps that the Worker of the tests trusts. */
    stores: TestStores;
  }
}

declare global {
  namespace Cloudflare {
    interface Env extends Bindings {
      RATE_LIMITS: string;
      REPLICA_DB: D1Database;
      OPERATIONS_TOKEN: string;
    }
    interface GlobalProps {
      mainModule: typeof import("../../src/worker.ts");
    }
  }
}
