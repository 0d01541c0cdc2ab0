import { DatabaseSync } from "node:sqlite";
import { expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { type equals, flag } from "../../src/engine/list.ts";
import { unsafeCast } from "../../src/kernel/cast.ts";

const database = new DatabaseSync(":memory:");
database.exec("CREATE TABLE items (name, isDone, paidAt)");
database.exec("INSERT INTO items VALUES ('milk', 1, NULL), ('bread', 0, 1700000000000), ('tea', 1, 1700000000000)");

/** The names of the rows that a list has with this text for its filter. */
function named(filter: ReturnType<typeof flag>, text: string): unknown[] {
  const { sql, params } = filter.where(unsafeCast<never>(filter.schema.parse(text)));
  const rows = database
    .prepare(`SELECT name FROM items WHERE ${sql} ORDER BY name`)
    .all(...unsafeCast<string[]>(params));
  return rows.map(({ name }) => name);
}

test("a flag finds rows by a column with a boolean, or by what SQL says of them", () => {
  expect(named(flag("isDone"), "true")).toEqual(["milk", "tea"]);
  expect(named(flag("isDone"), "false")).toEqual(["bread"]);
  expect(named(flag("paidAt IS NOT NULL"), "true")).toEqual(["bread", "tea"]);
  expect(named(flag("paidAt IS NOT NULL AND isDone"), "false")).toEqual(["bread", "milk"]);
});

test("a filter whose schema no text fulfils does not compile", () => {
  type Schema = Parameters<typeof equals>[0];
  expectTypeOf<z.ZodBoolean>().not.toExtend<Schema>();
  expectTypeOf<z.ZodNumber>().not.toExtend<Schema>();
  expectTypeOf<z.ZodEnum<{ low: "low"; high: "high" }>>().toExtend<Schema>();
  expectTypeOf(z.coerce.number<string>()).toExtend<Schema>();
});
