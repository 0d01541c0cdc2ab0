import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SECRETS } from "../../scripts/deploy/secrets.ts";
import { KernelVariables } from "../../src/kernel/env.ts";
import { products } from "../../src/products.ts";

const named = Array.from(
  readFileSync(".dev.vars.example", "utf8").matchAll(/^(?:# )?([A-Z][A-Z_]+)=/gm),
  ([, name]) => name,
);
const known = [KernelVariables.shape, ...products.map(({ variables }) => variables.shape)].flatMap(Object.keys);

test(".dev.vars.example names each variable once, none that does not exist, and all secrets", () => {
  expect(named).toEqual([...new Set(named)]);
  expect(known).toEqual(expect.arrayContaining(named));
  expect(named).toEqual(expect.arrayContaining([...SECRETS, "OPERATIONS_TOKEN", "ALERT_WEBHOOK_URL"]));
});

test(".dev.vars.example changes nothing as it is", () => {
  expect(readFileSync(".dev.vars.example", "utf8")).not.toMatch(/^[^#\n]/m);
});
