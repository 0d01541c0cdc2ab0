import type { Random } from "./random.ts";

export type Data = Record<string, unknown>;

/** What devices do with one kind of row. Texts are unique, so that the server's log tells who wrote which. */
export interface Kind {
  readonly entity: string;
  readonly path: string;
  /** Fields whose every value is written once in a history. */
  readonly traced: readonly string[];
  /** undefined when nothing fits yet. `idsOf` lists the rows of an entity that the author knows. */
  create(random: Random, unique: () => string, idsOf: (entity: string) => string[]): Data | undefined;
  patch(random: Random, unique: () => string): Data;
}

const some = (random: Random, fields: readonly string[], unique: () => string): Data => {
  const first = random.between(0, fields.length - 1);
  const names = random.chance(0.3) ? [fields[first], fields[(first + 1) % fields.length]] : [fields[first]];
  return Object.fromEntries(names.map((name) => [name, unique()]));
};

const TASK_TEXTS = ["title", "notes", "context"];

const tasks: Kind = {
  entity: "tasks",
  path: "/v1/tasks",
  traced: TASK_TEXTS,
  create: (_random, unique) => ({ title: unique() }),
  patch: (random, unique) => ({
    ...some(random, TASK_TEXTS, unique),
    ...(random.chance(0.2) && { status: random.pick(["planned", "in_progress", "completed"]) }),
  }),
};

export const KINDS: readonly Kind[] = [tasks];
