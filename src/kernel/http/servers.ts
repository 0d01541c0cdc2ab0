import type { DeployedEnvironment } from "../env.ts";

/** A server of an OpenAPI document: where the paths of the document begin. */
export interface Server {
  readonly url: string;
  readonly description: string;
}

/** What is read of a product's manifest, which knows of OpenAPI documents itself. */
interface Addresses {
  readonly prefix: string;
  readonly hostnames: Readonly<Record<DeployedEnvironment, string>>;
}

/** Where `npm start` serves. */
const LOCAL_ORIGIN = "http://localhost:8787";

/**
 * Where a product's API is, in absolute URLs without repeats.
 * @param base what all of its paths begin with: `/v1`
 * @param asked where the client that asks has reached it, with the base: this one comes first
 */
export function serversOf({ hostnames, prefix }: Addresses, base: string, asked?: string): Server[] {
  const known = [
    { url: `https://${hostnames.production}${base}`, description: "Production" },
    { url: `https://${hostnames.staging}${base}`, description: "Staging" },
    { url: `${LOCAL_ORIGIN}${prefix}${base}`, description: "Local development" },
  ];
  if (asked === undefined) return known;
  const first = known.find(({ url }) => url === asked) ?? { url: asked, description: "This server" };
  return [first, ...known.filter((server) => server !== first)];
}
