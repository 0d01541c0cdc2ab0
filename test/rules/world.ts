import { TestRunner } from "vitest";
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

/** A product's test subject has no good sample of a row, so that no world can be made. */
export class SampleError extends Error {}

/**
 * A world's maker for hundreds of tests, of which the first that meets a `SampleError` fails, and the others are skipped: they
 * would say the same.
 */
export function failingOnce(newWorld: () => Promise<World>): () => Promise<World> {
  let known: SampleError | undefined;
  return async () => {
    if (known) TestRunner.getCurrentTest()?.context.skip(known.message);
    try {
      return await newWorld();
    } catch (error) {
      if (error instanceof SampleError) known = error;
      throw error;
    }
  };
}

/** Fails with a hint when a call that should be good is not. */
export function requireGood(endpoint: AnyEndpoint, reply: Reply): void {
  if (reply.status === (endpoint.status ?? 200)) return;
  throw new Error(
    `No good sample of ${nameOf(endpoint)}: add one to CALLS of the product's test subject (test/<product>/subject.ts, or Leora's ` +
      `test/leora/samples.ts). The reply was ${reply.status} ${reply.text}`,
  );
}
