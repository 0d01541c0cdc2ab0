import { beforeAll, describe, expect, test } from "vitest";
import { newPremiumActor } from "../../support/plan.ts";
import { LaggingReplica } from "../../support/replica.ts";
import { frozenUsersWrite, withSql } from "./simulator/faults.ts";
import { playHistory, type Setting } from "./simulator/history.ts";

const USERS = 3;
const HISTORIES_EACH = 5;
/** A planted bug must show within this many histories. */
const BUG_HISTORIES = 60;

// The first user loads what all of them need: they then run at full speed.
beforeAll(async () => void (await newPremiumActor()));

async function live(user: number, setting: Setting = {}): Promise<void> {
  const actor = await newPremiumActor();
  for (let seed = user * HISTORIES_EACH; seed < (user + 1) * HISTORIES_EACH; seed += 1) {
    await playHistory(actor, seed, setting).catch((error: Error) => {
      throw new Error(`History ${seed}: ${error.message}`, { cause: error });
    });
  }
}

const liveAll = (setting?: Setting) => Promise.all(Array.from({ length: USERS }, (_, user) => live(user, setting)));

describe("users who are moved in the middle of their histories", () => {
  test("keep every promise", async () => void (await liveAll()), 240_000);

  test("keep every promise with reads from a replica that lags", async () => {
    await LaggingReplica.during((replica) => liveAll({ replica }));
  }, 240_000);
});

test("a server that lets frozen users write is caught: a promise is broken, or a copy differs", async () => {
  const histories = withSql(frozenUsersWrite.sql, async () => {
    const actor = await newPremiumActor();
    for (let seed = 0; seed < BUG_HISTORIES; seed += 1) await playHistory(actor, seed);
  });
  await expect(histories).rejects.toThrow();
}, 240_000);
