import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { KernelVariables } from "../../src/kernel/env.ts";
import { products } from "../../src/products.ts";

const named = Array.from(
  readFileSync(".dev.vars.example", "utf8").matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm),
  ([, name]) => name,
);
const known = [KernelVariables.shape, ...products.map(({ variables }) => variables.shape)].flatMap(Object.keys);
const [, secrets = ""] = readFileSync("scripts/deploy.ts", "utf8").match(/^const SECRETS = \[(.*?)\]/ms) ?? [];

test(".dev.vars.example names each variable once, none that does not exist, and all secrets", () => {
  expect(named).toEqual([...new Set(named)]);
  expect(known).toEqual(expect.arrayContaining(named));
  const required = Array.from(secrets.matchAll(/"(\w+)"/g), ([, name]) => name);
  expect(required).toContain("TOKEN_SECRET");
  expect(named).toEqual(expect.arrayContaining([...required, "OPERATIONS_TOKEN"]));
});

test(".dev.vars.example changes nothing as it is", () => {
  expect(readFileSync(".dev.vars.example", "utf8")).not.toMatch(/^[^#\n]/m);
});
