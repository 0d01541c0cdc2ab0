import type { RateBucket } from "../rate-limit.ts";
import type { AnyEndpoint } from "./endpoint.ts";

/** The rate limit that a request with a token counts against, per user; null: none. */
export function userBucket({ bucket, method, writes }: AnyEndpoint): RateBucket | null {
  if (bucket !== undefined) return bucket;
  return method === "get" && !writes ? "read" : "write";
}

/** The rate limit that a request without a token counts against, per IP address; null: none. */
export const anonymousBucket = ({ bucket }: AnyEndpoint): RateBucket | null => (bucket === undefined ? "auth" : bucket);

/** Every rate limit that requests to the endpoint may count against. */
export function bucketsOf(endpoint: AnyEndpoint): RateBucket[] {
  const { access } = endpoint;
  const perUser = access === "public" ? null : userBucket(endpoint);
  const perAddress = access === "public" || access === "optional" ? anonymousBucket(endpoint) : null;
  return [perUser, perAddress].filter((bucket) => bucket !== null);
}
