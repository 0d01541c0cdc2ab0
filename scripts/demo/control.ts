import { userDatabaseBinding } from "../../src/kernel/db/binding.ts";

// What `npm run demo:databases` tells the Worker that it starts (lagging-worker.ts), beside requests as phones send them.

/** The databases with users' rows: `LEORA_DB_1` and on. */
export const USER_DATABASES = [1, 2, 3].map((number) => userDatabaseBinding("leora", number));

/** The binding of the database that plays a replica of another one. */
export const replicaOf = (database: string): string => `REPLICA_OF_${database}`;

/** `POST`: all replicas get what their primaries have. */
export const CATCH_UP = "/demo/catch-up";
/** `POST`: what cron does every quarter of an hour. */
export const CRON = "/demo/cron";
/** A header that lets a request die at its so many-eth call to a database. */
export const DIES_AT = "X-Demo-Dies-At";
