// Leora has synced entities: its database holds the engine's tables.
export * from "../engine/maintenance/table.ts";
export * from "../engine/sync/table.ts";
export * from "../engine/tables.ts";
