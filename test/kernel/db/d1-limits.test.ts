import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { unsafeCast } from "../../../src/kernel/cast.ts";
import { Database } from "../../../src/kernel/db/database.ts";

const database = () => new Database(env.LEORA_DB_1, { d1: 0, hub: 0 });
const TOO_LARGE = "x".repeat(2_000_001);

test("tests refuse the statements that D1 refuses in production", async () => {
  const statement = { sql: "SELECT length(?) AS n", params: [TOO_LARGE] };
  await expect(database().all(statement)).rejects.toThrow("D1 takes values of 2000000 bytes");
  await expect(database().batch([{ sql: "SELECT 1", params: [] }, statement])).rejects.toThrow("D1 takes values");
  expect(await database().all({ sql: "SELECT length(?) AS n", params: ["x".repeat(2_000_000)] })).toEqual([
    { n: 2_000_000 },
  ]);
});

test("those of drizzle too", async () => {
  const { orm } = database();
  const { clocks } = await import("../../../src/engine/tables.ts");
  await expect(orm.insert(clocks).values({ owner: unsafeCast(TOO_LARGE), rev: 1 })).rejects.toThrow();
  const { sql } = await import("drizzle-orm");
  const error = await orm.get(sql`SELECT length(${TOO_LARGE})`).then(
    () => null,
    (reason: Error) => String(reason.cause ?? reason),
  );
  expect(error).toContain("D1 takes values of 2000000 bytes");
});
