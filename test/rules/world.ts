import type { AnyEndpoint } from "../../src/kernel/http/endpoint.ts";
import type { Actor, Reply } from "../support/actor.ts";
import { nameOf } from "./catalog.ts";

/** A user who owns one row of everything that the product keeps. */
export interface World {
  owner: Actor;
  /** Part of every free text of the rows: a reply that contains it shows this user's data. */
  secret: string;
  /** One row per entity, by the entity's name. */
  rows: Record<string, Reply["data"]>;
}

/** Fails with a hint when a call that should be good is not. */
export function requireGood(endpoint: AnyEndpoint, reply: Reply): void {
  if (reply.status === (endpoint.status ?? 200)) return;
  throw new Error(
    `The product's test subject has no good sample of ${nameOf(endpoint)}: ${reply.status} ${reply.text}`,
  );
}
