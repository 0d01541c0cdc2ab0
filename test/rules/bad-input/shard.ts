import { inject } from "vitest";
import type { AnyEndpoint } from "../../../src/kernel/http/endpoint.ts";
import type { Subject } from "../subjects.ts";

/** How many files the generated tests of bad input are spread over, so that every core has some of them until the end. */
const SHARDS = 4;

/**
 * Endpoints have many fields and filters of one kind: one in so many bad values is tried in each, the next ones in the next,
 * unless `FULL=1`.
 */
export const EVERY = inject("full") ? 1 : 3;

/** A part of every product's endpoints. All shards together have each endpoint once, new ones included. */
export class Shard {
  /** @param index 0 to 3 */
  constructor(private readonly index: number) {}

  /** Every fourth endpoint: neighbours, which belong to one resource and cost alike, are spread evenly. */
  of = ({ catalog }: Subject): AnyEndpoint[] => catalog.endpoints.filter((_, i) => i % SHARDS === this.index);
}
