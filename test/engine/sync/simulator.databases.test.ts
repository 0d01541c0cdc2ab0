import { beforeAll, expect, test } from "vitest";
import { newActor } from "../../support/actor.ts";
import { frozenUsersWrite, withSql } from "./simulator/faults.ts";
import { playHistory } from "./simulator/history.ts";

const USERS = 3;
const HISTORIES_EACH = 5;
/** A planted bug must show within this many histories. */
const BUG_HISTORIES = 60;

// The first request loads the product: all others then run at full speed.
beforeAll(async () => void (await newActor()));

test("users who are moved in the middle of their histories keep every promise", async () => {
  await Promise.all(
    Array.from({ length: USERS }, async (_, user) => {
      const actor = await newActor();
      for (let seed = user * HISTORIES_EACH; seed < (user + 1) * HISTORIES_EACH; seed += 1) {
        await playHistory(actor, seed).catch((error: Error) => {
          throw new Error(`History ${seed}: ${error.message}`, { cause: error });
        });
      }
    }),
  );
}, 240_000);

test("a server that lets frozen users write is caught: a promise is broken, or a copy differs", async () => {
  const histories = withSql(frozenUsersWrite.sql, async () => {
    const actor = await newActor();
    for (let seed = 0; seed < BUG_HISTORIES; seed += 1) await playHistory(actor, seed);
  });
  await expect(histories).rejects.toThrow();
}, 240_000);
