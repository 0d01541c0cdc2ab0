import { type Env, isDeployed, KERNEL_PRODUCTION_RULES, type KernelBindings, KernelVariables } from "./kernel/env.ts";
import { logVersion } from "./kernel/log.ts";
import { versionOf } from "./kernel/version.ts";
import { type ProductName, products } from "./products.ts";

type WithUserDatabases = Extract<(typeof products)[number], { userDatabases: number }>["name"];

/** `LEORA_DB`, `CRM_DB`, … and `LEORA_DB_1`, which every installation has. There may be more: see `userDatabases`. */
export type DatabaseBinding = `${Uppercase<ProductName>}_DB` | `${Uppercase<WithUserDatabases>}_DB_1`;

/** Bindings of wrangler.toml: the kernel's, and the D1 databases of each product. */
export type Bindings = KernelBindings & Record<DatabaseBinding, D1Database>;

const Variables = products.reduce((schema, { variables }) => schema.extend(variables.shape), KernelVariables);

const parsed = new WeakMap<object, Env>();

/**
 * Parses the raw environment once per isolate.
 * @throws Error naming every wrong variable (never its value); the Worker answers 503 until it is corrected.
 */
export function parseEnv(raw: Bindings): Env {
  const known = parsed.get(raw);
  if (known) return known;
  logVersion(versionOf(raw));
  const result = Variables.safeParse(raw);
  if (!result.success) {
    throw new Error(`Configuration: ${result.error.issues.map((i) => `${i.path.join(".")}: ${i.message}`).join("; ")}`);
  }
  const unknown = Object.values(result.data.HOSTS).filter((name) => !products.some((product) => product.name === name));
  if (unknown.length > 0) throw new Error(`Configuration: HOSTS: there is no product ${unknown.join(", ")}`);
  if (isDeployed(result.data)) {
    const rules = [...KERNEL_PRODUCTION_RULES, ...products.flatMap(({ variables }) => variables.productionRules)];
    const broken = rules.filter(([isBroken]) => isBroken(result.data as never)).map(([, message]) => message);
    if (broken.length > 0) throw new Error(`Configuration refused in ${result.data.ENVIRONMENT}: ${broken.join("; ")}`);
  }
  const env: Env = { ...raw, ...result.data };
  parsed.set(raw, env);
  return env;
}
