import { insertRow } from "../../src/engine/rows.ts";
import { runUnitOfWork } from "../../src/engine/run.ts";
import { unsafeCast } from "../../src/kernel/cast.ts";
import { registry } from "../../src/leora/registry.ts";
import type { Actor, Reply } from "../support/actor.ts";
import { contextOf } from "../support/context.ts";

// How Leora's entities come by their rows: most are made by clients, some by the server alone (`isServerMade`).

type Entity = (typeof registry)["entities"][number];

/** Entities whose rows clients make and delete. */
export const clientMade: readonly Entity[] = registry.entities.filter(({ isServerMade }) => !isServerMade);

/** Entities whose rows the server makes; clients only change them. */
export const serverMade: readonly Entity[] = registry.entities.filter(({ isServerMade }) => isServerMade);

/** `focusSessions` → `/focus-sessions` */
export const pathOfEntity = (name: string): string =>
  PATHS[name] ?? `/${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

/** Entities whose path is not made from their name. */
const PATHS: Readonly<Record<string, string>> = { recurrences: "/recurring" };

/**
 * Writes a row of a server-made entity, as the server does.
 * @param columns those that are the entity's own
 * @returns the row as on the wire
 */
export async function makeServerRow(actor: Actor, name: string, columns: object): Promise<Reply["data"]> {
  const entity = serverMade.find((each) => each.name === name);
  if (!entity) throw new Error(`Clients make ${name}`);
  return runUnitOfWork(contextOf(actor), registry, {
    apply(work) {
      const row = insertRow(work, entity.table, work.newId(), unsafeCast(columns));
      return unsafeCast(entity.wireView(unsafeCast(row), work.at));
    },
  });
}
