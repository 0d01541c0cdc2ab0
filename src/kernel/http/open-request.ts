import type { PublicContext } from "../context.ts";
import { anonymousBucket } from "./buckets.ts";
import { type AnyEndpoint, callHandler, type EndpointResult } from "./endpoint.ts";
import { type RawRequest, readBody, readInput } from "./input.ts";
import { passFloodGate } from "./pass-flood-gate.ts";
import type { ProductApi } from "./product-api.ts";

/**
 * Runs an endpoint for a caller who is not signed in. No user's hub admits such a request: the flood gate limits it by
 * the caller's IP address.
 */
export async function runOpenRequest(
  { wire }: ProductApi,
  endpoint: AnyEndpoint,
  ctx: PublicContext,
  raw: RawRequest,
): Promise<EndpointResult> {
  const rate = await passFloodGate(ctx.env, anonymousBucket(endpoint), ctx.client.ip, ctx.now);
  const input = await readInput(wire, endpoint, raw, await readBody(endpoint, raw));
  return { result: await callHandler(endpoint, ctx, input), replayed: false, updated: false, rate, version: null };
}
