import { inject } from "vitest";

/** A query, and what is odd about it. */
export interface OddQuery {
  what: string;
  query: string;
}

/** The longest query that a browser sends: what is longer is refused by Cloudflare. */
const CHARS = 14_000;

/** Values that a parameter may not expect, each at full length or far from where ordinary ones are. */
const VALUES: readonly (readonly [what: string, value: string])[] = [
  ["a long text", "ж".repeat(CHARS / 6)],
  ["many wildcards", "%_".repeat(CHARS / 6)],
  ["combining marks", `e${"\u0301".repeat(CHARS / 6)}`],
  ["many commas", ",".repeat(CHARS / 3)],
  ["many ids", Array.from({ length: 300 }, () => "0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a").join(",")],
  ["a million", "1000000"],
  ["the first day", "0001-01-01"],
  ["the last day", "9999-12-31"],
  ["the last instant", "9999-12-31T23:59:59.999Z"],
];

/** Each alone is sent to the start and to the end of every range, and both together: what is worked out from them lies beyond. */
const EDGES = VALUES.filter(([what]) => what.endsWith(" day"));

const STARTS = /^(from|since|start|dateFrom|startDate|after)/i;
const ENDS = /^(to|until|end|dateTo|endDate|before)/i;

/**
 * @param names of the endpoint's query parameters
 * @param good a query that it takes: what is not odd stays
 */
export function oddQueries(names: readonly string[], good: string): OddQuery[] {
  const isOfRange = (name: string) => STARTS.test(name) || ENDS.test(name);
  // A start or an end that is left out is worked out from the other one.
  const kept = (odd: readonly string[]) =>
    [...new URLSearchParams(good)].filter(([name]) => !(isOfRange(name) && odd.some(isOfRange)));
  const query = (entries: readonly (readonly [string, string])[]) => {
    const others = kept(entries.map(([name]) => name));
    return new URLSearchParams({ ...Object.fromEntries(others), ...Object.fromEntries(entries) }).toString();
  };
  const alone = (chosen: readonly string[], values: typeof VALUES) =>
    chosen.flatMap((name) =>
      values.map(([what, value]) => ({ what: `${name}: ${what}`, query: query([[name, value]]) })),
    );
  const together = VALUES.map(([what, value]) => ({
    what: `all parameters: ${what}`,
    query: query(names.map((name) => [name, value] as const)),
  }));
  const starts = names.filter((name) => STARTS.test(name));
  const ends = names.filter((name) => ENDS.test(name));
  const spans = starts.flatMap((start) =>
    ends.flatMap((end) =>
      [
        ...EDGES.map(([what, value]) => [what, value, value] as const),
        ["eleven centuries", "1900-01-01", "2999-12-31"] as const,
        ["eleven centuries", "1900-01-01T00:00:00Z", "2999-12-31T00:00:00Z"] as const,
      ].map(([what, from, to]) => ({
        what: `${start} to ${end}: ${what}`,
        query: query([
          [start, from],
          [end, to],
        ]),
      })),
    ),
  );
  const odd = inject("full") ? alone(names, VALUES) : alone([...starts, ...ends], EDGES);
  return [...odd, ...together, ...spans];
}
