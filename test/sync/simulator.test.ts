import { describe, expect, test } from "vitest";
import { newActor } from "../support/actor.ts";
import { BUGS, withSql } from "./simulator/faults.ts";
import { playHistory } from "./simulator/history.ts";
import { Violation } from "./simulator/ledger.ts";

const HISTORIES = 300;
const PER_USER = 20;
/** A planted bug must show within this many histories. */
const BUG_HISTORIES = 60;

/** Seeds of the histories that one user lives through. */
const seedsOf = (user: number): number[] => Array.from({ length: PER_USER }, (_, index) => user * PER_USER + index);

describe("three devices, a browser and a bad network", () => {
  test.each(Array.from({ length: HISTORIES / PER_USER }, (_, user) => user))(
    `keep every promise: user %i, ${PER_USER} histories`,
    async (user) => {
      const actor = await newActor();
      for (const seed of seedsOf(user)) await playHistory(actor, seed).catch((error) => failed(seed, error));
    },
    60_000,
  );
});

describe("planted bugs are caught", () => {
  test.each(BUGS)(
    "$name",
    async ({ sql, ...faults }) => {
      const caught = await withSql(sql, async () => {
        const actor = await newActor();
        for (let seed = 0; seed < BUG_HISTORIES; seed += 1) await playHistory(actor, seed, faults);
      }).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(caught).toBeInstanceOf(Violation);
    },
    60_000,
  );
});

function failed(seed: number, error: unknown): never {
  throw new Error(`History ${seed}: ${error instanceof Error ? error.message : error}`, { cause: error });
}
