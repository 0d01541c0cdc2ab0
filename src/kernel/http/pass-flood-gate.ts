import type { Env } from "../env.ts";
import { floodGate } from "../flood/gate.ts";
import { limitOf, type RateBucket, type RateState } from "../rate-limit.ts";
import { rateLimited } from "./respond.ts";

/** Counts a request without a user against its network; null when no limit holds. @throws rate_limited */
export async function passFloodGate(
  env: Env,
  bucket: RateBucket | null,
  ip: string,
  now: number,
): Promise<RateState | null> {
  const limit = limitOf(env.RATE_LIMITS, bucket);
  if (!bucket || !limit) return null;
  const { allowed, ...rate } = await floodGate(env.FLOOD_GATE, bucket, ip).hit(limit, now);
  if (!allowed) throw rateLimited(rate, now);
  return rate;
}
