import type { PublicContext } from "../context.ts";
import { floodGate } from "../flood/gate.ts";
import { limitOf, type RateState } from "../rate-limit.ts";
import { anonymousBucket } from "./buckets.ts";
import { type AnyEndpoint, callHandler, type EndpointResult } from "./endpoint.ts";
import { type RawRequest, readBody, readInput } from "./input.ts";
import { rateLimited } from "./respond.ts";
import type { Wire } from "./wire.ts";

/**
 * Runs an endpoint for a caller who is not signed in. No user's hub admits such a request: the flood gate limits it by
 * the caller's IP address.
 */
export async function runOpenRequest(
  wire: Wire,
  endpoint: AnyEndpoint,
  ctx: PublicContext,
  raw: RawRequest,
): Promise<EndpointResult> {
  const rate = await passFloodGate(endpoint, ctx);
  const input = await readInput(wire, endpoint, raw, await readBody(endpoint, raw));
  return { result: await callHandler(endpoint, ctx, input), replayed: false, rate, version: null };
}

/** Counts the request against its IP address; null when no limit holds. @throws rate_limited */
export async function passFloodGate(endpoint: AnyEndpoint, ctx: PublicContext): Promise<RateState | null> {
  const bucket = anonymousBucket(endpoint);
  const limit = limitOf(ctx.env.RATE_LIMITS, bucket);
  if (!limit) return null;
  const { allowed, ...rate } = await floodGate(ctx.env.FLOOD_GATE, `${bucket}:${ctx.client.ip}`).hit(limit, ctx.now);
  if (!allowed) throw rateLimited(rate, ctx.now);
  return rate;
}
