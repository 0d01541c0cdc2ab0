import { env } from "cloudflare:workers";
import { expect, inject, test } from "vitest";
import { userDatabases } from "../../../../src/kernel/db/user-databases.ts";
import { freezeTime } from "../../../support/clock.ts";
import { FailingDatabases } from "../../../support/failing-databases.ts";
import { callMove, moveTo, refreshTokens } from "../../../support/operations.ts";
import { at, clockIn, forgetFormerHomes, newWorld, rowsIn, seenBy } from "./support.ts";

/** Of all calls to D1 that a move makes, each so many-eth is the one that fails; with `FULL=1` each is. */
const EVERY = inject("full") ? 1 : 25;

const usersOf = async (database: string) =>
  Number(await env.LEORA_DB.prepare("SELECT users FROM userDatabases WHERE name = ?").bind(database).first("users"));

test.each(["before", "after"] as const)(
  "a move that dies %s any of its calls to D1 is finished by the next call",
  async (when) => {
    freezeTime("2026-05-20T08:00:00.000Z");
    const { owner: actor } = await newWorld();
    const seen = await seenBy(actor);
    const databases = userDatabases(env, "leora");
    let isWhole = false;
    let deaths = 0;
    for (let failing = when === "before" ? 1 : 13; !isWhole; failing += EVERY) {
      const from = actor.home.database;
      const to = databases.find((name) => name !== from) ?? "";
      const [rows, clock] = [await rowsIn(from, actor), await clockIn(from, actor)];
      const users = [await usersOf(from), await usersOf(to)];
      const dying = new FailingDatabases(failing, when);
      const died = await callMove(actor, to, dying.bindings);
      isWhole = died.status === 200;
      deaths += isWhole ? 0 : 1;

      const { data } = isWhole ? died : await moveTo(actor, to);
      expect([failing, data.state]).toEqual([failing, "cleaning"]);
      await refreshTokens(actor);
      expect([failing, await rowsIn(to, actor)]).toEqual([failing, rows]);
      expect(await clockIn(to, actor)).toEqual({ ...clock, frozen: -data.id });
      expect([await usersOf(from), await usersOf(to)]).toEqual([(users[0] ?? 0) - 1, (users[1] ?? 0) + 1]);
      expect([failing, await seenBy(actor)]).toEqual([failing, seen]);
      await forgetFormerHomes(actor);
      expect([failing, await rowsIn(from, actor)]).toEqual([failing, {}]);
      expect(
        await at(from).prepare("SELECT frozen FROM clocks WHERE owner = ?").bind(actor.owner).first("frozen"),
      ).toBe(data.id);
    }
    expect(deaths).toBeGreaterThan(100 / EVERY - 1);
  },
  600_000,
);
