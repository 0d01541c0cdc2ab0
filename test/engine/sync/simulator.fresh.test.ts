import { beforeAll, describe, expect, inject, test } from "vitest";
import { registry } from "../../../src/leora/registry.ts";
import { newPremiumActor } from "../../support/plan.ts";
import { LaggingReplica } from "../../support/replica.ts";
import { BUGS, withSql } from "./simulator/faults.ts";
import { playHistory, type Setting } from "./simulator/history.ts";
import { CASTS, KINDS } from "./simulator/kinds.ts";
import { Violation } from "./simulator/ledger.ts";

const USERS = inject("full") ? 30 : 10;
const LAGGING_PARTS = inject("full") ? 3 : 1;
const HISTORIES_EACH = 10;
/** Users who live at the same time: waiting overlaps, chance does not, because each has an own hub and own rows. */
const AT_ONCE = 5;
/** A planted bug must show within this many histories. */
const BUG_HISTORIES = 60;

const range = (from: number, count: number): number[] => Array.from({ length: count }, (_, index) => from + index);

// The first user loads what all of them need: they then run at full speed.
beforeAll(async () => void (await newPremiumActor()));

async function live(user: number, setting?: Setting): Promise<void> {
  const actor = await newPremiumActor();
  for (const seed of range(user * HISTORIES_EACH, HISTORIES_EACH)) {
    await playHistory(actor, seed, setting).catch((error) => failed(seed, error));
  }
}

test("every synced entity takes part", () => {
  const names = registry.entities.map(({ name }) => name).toSorted();
  expect(KINDS.map(({ entity }) => entity).toSorted()).toEqual(names);
  expect([...new Set(CASTS.flat())].toSorted()).toEqual(names);
});

describe("three devices, a browser and a bad network", () => {
  test.each(range(0, USERS / AT_ONCE))(
    `keep every promise: ${AT_ONCE * HISTORIES_EACH} histories, part %i`,
    async (part) => {
      await Promise.all(range(part * AT_ONCE, AT_ONCE).map((user) => live(user)));
    },
    120_000,
  );
});

describe("the same with reads from a replica that lags", () => {
  test.each(range(USERS / AT_ONCE, LAGGING_PARTS))(
    `keep every promise: ${AT_ONCE * HISTORIES_EACH} histories, part %i`,
    (part) =>
      LaggingReplica.during(async (replica) => {
        await Promise.all(range(part * AT_ONCE, AT_ONCE).map((user) => live(user, { replica })));
        expect(replica.asked).toBeGreaterThan(300);
      }),
    120_000,
  );
});

describe("planted bugs are caught", () => {
  test("a stale replica is believed", async () => {
    const lying = { claimsToBePrimary: true };
    const caught = LaggingReplica.during(async (replica) => {
      const actor = await newPremiumActor();
      for (let seed = 0; seed < BUG_HISTORIES; seed += 1) await playHistory(actor, seed, { replica });
    }, lying);
    // An own write is missing, or a cursor that the primary gave is ahead of the copy.
    await expect(caught).rejects.toThrow(/ after |still has|CURSOR_EXPIRED/);
  }, 120_000);

  test.each(BUGS)(
    "$name",
    async ({ sql, ...faults }) => {
      const caught = await withSql(sql, async () => {
        const actor = await newPremiumActor();
        for (let seed = 0; seed < BUG_HISTORIES; seed += 1) await playHistory(actor, seed, faults);
      }).then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(caught).toBeInstanceOf(Violation);
    },
    120_000,
  );
});

function failed(seed: number, error: unknown): never {
  throw new Error(`History ${seed}: ${error instanceof Error ? error.message : error}`, { cause: error });
}
