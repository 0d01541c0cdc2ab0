import config from "../../wrangler.toml?raw";

/** The variables that wrangler.toml gives to an environment. */
export function variablesIn(environment: string): Record<string, string> {
  const [, section = ""] = config.split(`[env.${environment}.vars]\n`);
  const [own = ""] = section.split(/^\[/m);
  return Object.fromEntries(
    [...own.matchAll(/^(\w+) = (".*")$/gm)].map(([, name, value = ""]) => [name, JSON.parse(value)]),
  );
}
