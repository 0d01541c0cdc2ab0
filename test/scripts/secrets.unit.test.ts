import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { SECRETS } from "../../scripts/deploy/secrets.ts";
import { type Bindings, parseEnv } from "../../src/env.ts";
import { unsafeCast } from "../../src/kernel/cast.ts";
import { DEPLOYED_ENVIRONMENTS } from "../../src/kernel/env.ts";

/** The variables of an environment in wrangler.toml. */
function variablesOf(environment: string): Record<string, string> {
  const config = readFileSync("wrangler.toml", "utf8");
  const [lines = ""] = config.split(`[env.${environment}.vars]\n`)[1]?.split("\n[") ?? [];
  const entries = [...lines.matchAll(/^(\w+) = (".*")$/gm)].map(([, name, value]) => [name, JSON.parse(value ?? "")]);
  return Object.fromEntries(entries);
}

/** A value that the Worker takes for a secret. */
const secretOf = (name: string): string =>
  name === "TOKEN_ENCRYPTION_KEYS"
    ? `first:${Buffer.from("32 bytes which only a test knows").toString("base64")}`
    : `a secret of more than 32 characters: ${name}`;

const serves = (environment: string, secrets: readonly string[]): boolean => {
  const values = secrets.map((name) => [name, secretOf(name)]);
  const raw = { ...variablesOf(environment), ...Object.fromEntries(values) };
  try {
    return parseEnv(unsafeCast<Bindings>(raw)).ENVIRONMENT === environment;
  } catch {
    return false;
  }
};

it.each(DEPLOYED_ENVIRONMENTS)(
  "deployment demands the secrets without which %s refuses to serve, and no others",
  (environment) => {
    expect(serves(environment, SECRETS)).toBe(true);
    for (const secret of SECRETS)
      expect([
        secret,
        serves(
          environment,
          SECRETS.filter((name) => name !== secret),
        ),
      ]).toEqual([secret, false]);
  },
);
