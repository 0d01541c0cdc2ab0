/** How many changes of a push got which answer. */
export type SyncCounts = Readonly<Record<"applied" | "merged" | "duplicate" | "conflict" | "rejected", number>>;

/**
 * What is measured. Nothing here tells whose it was: no user, no path with ids, no text that a client wrote. `ms` are
 * milliseconds.
 */
export type Measurement =
  | {
      readonly kind: "request";
      readonly product: string;
      readonly method: string;
      /** The path as its endpoint declares it: `/v1/tasks/{id}`. */
      readonly route: string;
      readonly status: number;
      /** The code of the error that it was answered with; empty: none. */
      readonly error: string;
      readonly ms: number;
      readonly d1: number;
      readonly hub: number;
    }
  | {
      /** A batch of a queue, as it arrived. */
      readonly kind: "queue";
      readonly queue: string;
      readonly messages: number;
      /** For how long the oldest message has waited. */
      readonly lagMs: number;
      /** How often messages of the batch were tried before, together. */
      readonly retries: number;
    }
  | {
      /** One product's part of a cron run. */
      readonly kind: "cron";
      readonly product: string;
      readonly ms: number;
      /** How long after its time the run began. */
      readonly lateMs: number;
      /** How many jobs were left for the next run, and how many failed. */
      readonly backlog: number;
      readonly failed: number;
    }
  | { readonly kind: "sync"; readonly product: string; readonly counts: SyncCounts };
