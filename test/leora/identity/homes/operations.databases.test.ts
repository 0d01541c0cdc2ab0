import { env } from "cloudflare:workers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { parseEnv } from "../../../../src/env.ts";
import { runCron } from "../../../../src/leora/cron.ts";
import { LIMITS } from "../../../../src/limits.ts";
import { anonymous, newActor } from "../../../support/actor.ts";
import { freezeTime } from "../../../support/clock.ts";
import { moveTo, operate } from "../../../support/operations.ts";

const NAMES = ["LEORA_DB_1", "LEORA_DB_2", "LEORA_DB_3"];
const refused = async (reply: ReturnType<typeof operate>) => {
  const { status, error } = await reply;
  return [status, error?.code, error?.details?.map(({ field }) => field)];
};

afterEach(() => vi.restoreAllMocks());

describe("operations", () => {
  it("are for whoever has the installation's token", async () => {
    const actor = await newActor();
    const token = actor.accessToken ?? "";
    expect(await refused(operate("GET", "/databases", undefined, { token: "wrong" }))).toEqual([
      401,
      "AUTH_TOKEN_INVALID",
      undefined,
    ]);
    expect(await refused(operate("POST", "/moves", {}, { token }))).toEqual([401, "AUTH_TOKEN_INVALID", undefined]);
    const { status, error } = await anonymous().get("/operations/leora/databases");
    expect([status, error?.code]).toEqual([401, "AUTH_TOKEN_INVALID"]);
    expect((await operate("GET", "/databases")).status).toBe(200);
  });

  it("do not exist where there is no such token, nor under other names", async () => {
    const { OPERATIONS_TOKEN, ...bindings } = env;
    const notFound = [404, "RESOURCE_NOT_FOUND", undefined];
    expect(await refused(operate("GET", "/databases", undefined, { bindings }))).toEqual(notFound);
    expect(await refused(operate("GET", "/nothing"))).toEqual(notFound);
    expect(await refused(operate("POST", "/databases", {}))).toEqual(notFound);
    const { paths } = (await anonymous().get("/v1/openapi.json")).body;
    expect(Object.keys(paths).filter((path) => path.includes("operations"))).toEqual([]);
  });

  it("name what is wrong with a move", async () => {
    const actor = await newActor();
    const { id: user } = actor.user;
    const elsewhere = NAMES.find((name) => name !== actor.home.database);
    const move = (body: object) => refused(operate("POST", "/moves", body));
    const invalid = (...fields: string[]) => [400, "VALIDATION_ERROR", fields];
    expect(await move({})).toEqual(invalid("user", "database"));
    expect(await move({ user, database: "LEORA_DB" })).toEqual(invalid("database"));
    expect(await move({ user, database: "CRM_DB" })).toEqual(invalid("database"));
    expect(await move({ user: "nobody@example.com", database: elsewhere })).toEqual([
      404,
      "RESOURCE_NOT_FOUND",
      ["user"],
    ]);
    expect(await move({ user, database: actor.home.database })).toEqual([409, "INVALID_STATE", ["database"]]);
  });

  it("move a user by e-mail address or id, in any case, and one move at a time", async () => {
    const actor = await newActor();
    const [first = "", second = ""] = NAMES.filter((name) => name !== actor.home.database);
    const byAddress = await operate("POST", "/moves", { user: actor.user.email.toUpperCase(), database: first });
    expect(byAddress.data).toMatchObject({ userId: actor.user.id, to: first, state: "cleaning" });
    expect((await moveTo(actor, first)).data).toEqual(byAddress.data);
    expect(await refused(operate("POST", "/moves", { user: actor.user.id.toUpperCase(), database: second }))).toEqual([
      409,
      "INVALID_STATE",
      ["database"],
    ]);
    const { moves } = (await operate("GET", "/databases")).data;
    expect(moves).toContainEqual(byAddress.data);
  });
});

describe("cron measures the databases", () => {
  it("and a new user gets the one with the most room", async () => {
    freezeTime("2026-05-20T08:00:00.000Z");
    await env.LEORA_DB_1.exec("CREATE TABLE ballast (data BLOB)");
    await env.LEORA_DB_1.exec("INSERT INTO ballast VALUES (randomblob(1900000)), (randomblob(1900000))");
    await runCron(parseEnv(env), Date.now());
    const { databases } = (await operate("GET", "/databases")).data;
    expect(databases.map(({ name }: { name: string }) => name)).toEqual(NAMES);
    const [fullest, ...others] = databases;
    for (const { bytes, measuredAt } of others) {
      expect(fullest.bytes - bytes).toBeGreaterThan(3_000_000);
      expect([bytes > 100_000, measuredAt]).toEqual([true, "2026-05-20T08:00:00.000Z"]);
    }
    const users = databases.reduce((sum: number, database: { users: number }) => sum + database.users, 0);
    expect(users).toBe(await env.LEORA_DB.prepare("SELECT count(*) AS n FROM users").first("n"));
    const homes = [await newActor(), await newActor(), await newActor(), await newActor()].map(
      ({ home }) => home.database,
    );
    expect(homes.toSorted()).toEqual(["LEORA_DB_2", "LEORA_DB_2", "LEORA_DB_3", "LEORA_DB_3"]);
    await env.LEORA_DB_1.exec("DROP TABLE ballast");

    // A database that was added just now.
    await env.LEORA_DB.exec("DELETE FROM userDatabases WHERE name = 'LEORA_DB_2'");
    const next = async () => [await newActor(), await newActor()].map(({ home }) => home.database);
    expect(await next()).not.toContain("LEORA_DB_2");
    await runCron(parseEnv(env), Date.now());
    expect(await next()).toContain("LEORA_DB_2");
  });

  it("and warns of one that is nearly full", async () => {
    const lines = vi.spyOn(console, "log").mockImplementation(() => {});
    const warnings = () => lines.mock.calls.map(([line]) => JSON.parse(line)).filter(({ level }) => level === "warn");
    const sized = (bytes: number) =>
      parseEnv({
        ...env,
        LEORA_DB_1: new Proxy(env.LEORA_DB_1, {
          get: (target, key) => {
            if (key !== "prepare") return Reflect.get(target, key).bind(target);
            const size = { run: async () => ({ meta: { size_after: bytes } }) };
            return (sql: string) => (sql === "SELECT 1" ? size : target.prepare(sql));
          },
        }),
      });
    const max = LIMITS.databases.bytes;
    await runCron(sized(0.8 * max - 1), Date.now());
    expect(warnings()).toEqual([]);
    await runCron(sized(0.8 * max), Date.now());
    expect(warnings()).toEqual([
      { level: "warn", event: "database is nearly full", database: "LEORA_DB_1", bytes: 0.8 * max, max },
    ]);
  });
});
