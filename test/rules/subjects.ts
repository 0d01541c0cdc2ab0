import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import { products } from "../../src/products.ts";
import type { Actor, Reply } from "../support/actor.ts";
import type { Call, Catalog } from "./catalog.ts";
import type { World } from "./world.ts";

/** A product as the generated tests see it: the export `subject` of `test/<product>/subject.ts`. */
export interface Subject {
  name: string;
  catalog: Catalog;
  /** All of its databases. */
  databases: readonly D1Database[];
  /** SQL for a number that each write raises by one at most; null where there is none. It ends with the name of a table. */
  writes: string | null;
  anonymous(): Actor;
  newUser(): Promise<Actor>;
  newWorld(): Promise<World>;
  /** A request that the endpoint accepts from the world's owner, and that changes something if the endpoint can. */
  goodCall(endpoint: AnyEndpoint, world: World): Promise<Call>;
  /** Ends the actor's session. */
  signOut(actor: Actor): Promise<Reply>;
  /** The code in the reply to a missing or bad token. */
  codeOf(reply: Reply): string | undefined;
  /** What that code may be. */
  tokenRefused: readonly string[];
  /** All that the world's owner can see of their own data. */
  everythingOf(world: World): Promise<unknown>;
  /** What matches the reply to a request for another user's row by its id. */
  notFound: object;
  /** The names of query parameters that take the id of a row. */
  idFilter: RegExp;
  /** Endpoints whose `id` is the same for all users, such as that of a fixed question: what is theirs beside it must not be reached. */
  sharedIds?: readonly string[];
  /** Fields of bodies that take the id of a row of `to` and are no UUIDs, with what matches the reply to another user's. */
  links: Readonly<Record<string, { to: string; refusal(id: unknown): object }>>;
}

const modules = import.meta.glob<{ subject: Subject }>("../*/subject.ts", { eager: true });

/** The test subjects of all products that have endpoints, in the order of products.ts. */
export const subjects: readonly Subject[] = products.map(({ name }) => subjectOf(name)).filter(has(() => true));

/** For suites about some kind of endpoint: true for products that have such ones. */
export function has(isSuch: (endpoint: AnyEndpoint) => boolean): (subject: Subject) => boolean {
  return ({ catalog }) => catalog.endpoints.some(isSuch);
}

function subjectOf(product: string): Subject {
  const subject = modules[`../${product}/subject.ts`]?.subject;
  if (!subject) throw new Error(`Product ${product} has no test/${product}/subject.ts`);
  return subject;
}
