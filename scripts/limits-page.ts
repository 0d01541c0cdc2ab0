import { DESCRIBED_LIMITS, type Limit } from "../src/limits.ts";

/** `docs/limits.md`: every bound of `src/limits.ts` in tables. */
export function limitsPage(): string {
  const groups = Object.entries<Record<string, Limit>>(DESCRIBED_LIMITS).filter(
    ([, limits]) => Object.keys(limits).length > 0,
  );
  const sections = groups.map(([group, limits]) => {
    const rows = Object.entries(limits).map(
      ([name, { value, unit, reason }]) => `| \`${name}\` | ${shown(value)} ${unit} | ${reason} |`,
    );
    return [`## ${group}`, "", "| limit | value | why |", "|---|---:|---|", ...rows].join("\n");
  });
  return `${[INTRODUCTION, ...sections].join("\n\n")}\n`;
}

const INTRODUCTION = `# Limits

Written from \`src/limits.ts\` by \`npm run config\`. Each product's OpenAPI document has its part under \`x-limits\`. What exceeds the bounds
of one request is refused as invalid input (400) or too large (413); what exceeds a user's quota is refused with 409 \`LIMIT_REACHED\`,
and nothing is written. Requests per minute are configuration: see \`RATE_LIMITS\` in deploy.md.`;

const shown = (value: number): string => value.toLocaleString("en-US");
