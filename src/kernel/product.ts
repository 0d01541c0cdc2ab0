import type { PublicContext } from "./context.ts";
import type { CronReport } from "./cron.ts";
import type { Statement } from "./db/database.ts";
import type { DeployedEnvironment, Env, ProductVariables } from "./env.ts";
import type { ProductApp } from "./http/product-app.ts";
import type { HubProduct } from "./hub/product.ts";
import type { Operation } from "./operation.ts";
import type { RateBucket } from "./rate-limit.ts";
import type { Resources } from "./resources.ts";

/**
 * What the entry points and the scripts need of a product: `src/<product>/product.ts`, one line in `src/products.ts`. It
 * is light, because every isolate loads all manifests when it starts: whatever costs start-up time is imported by a
 * function on first use. Node loads it as well, when `npm run config` writes wrangler.toml.
 */
export interface ProductManifest extends Resources {
  /** Folder under `src/` and `migrations/`, and by convention the binding of its database: `leora` has `LEORA_DB`. */
  readonly name: string;
  /**
   * In how many further databases its users' rows are (`LEORA_DB_1` and on, with the migrations of `migrations/leora-data`);
   * absent: they are beside its identity. `npm run shards -- add` raises it.
   */
  readonly userDatabases?: number;
  /**
   * What its paths begin with on hosts that are not its own; empty for the flagship, which takes whatever has no prefix
   * where no other product is at home.
   */
  readonly prefix: string;
  /** Its own hostname in each environment that is deployed. Its paths have no prefix there. */
  readonly hostnames: Readonly<Record<DeployedEnvironment, string>>;
  /** True: where it has a hostname of its own, it is not reached by its prefix on others. */
  readonly onlyOnOwnHost?: boolean;
  /** Its users may open WebSockets at `/ws`. */
  readonly hasSockets: boolean;
  readonly variables: ProductVariables;
  /** The buckets of `RATE_LIMITS` that its endpoints count against: one that names another does not load. */
  readonly rateLimits: readonly RateBucket[];
  app(): Promise<ProductApp>;
  hub(): Promise<HubProduct>;
  /** Its scheduled work, every quarter of an hour; safe to run twice. */
  cron(): Promise<(env: Env, now: number) => Promise<CronReport>>;
  /** What whoever runs the installation may ask and do about it, behind `OPERATIONS_TOKEN`. */
  operations?(): Promise<readonly Operation[]>;
  /** Pages under `/dev/`, which only development serves; undefined: the path is none of them. */
  development?(): Promise<(ctx: PublicContext, request: Request, path: string) => Promise<Response | undefined>>;
  /** What a new database with users' rows starts with. */
  seed?(): Promise<readonly Seed[]>;
}

/** The rows that a table starts with: deployment stores them when it is empty. */
export interface Seed {
  readonly table: string;
  /** Leaves rows that are stored already as they are: it may run twice at once. */
  readonly statement: Statement;
}
