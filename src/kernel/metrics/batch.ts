import type { Measurement } from "./measurement.ts";

/** A batch of a queue, as it arrived. `now` in UTC ms. */
export function batchMeasurement(queue: string, messages: readonly Message[], now: number): Measurement {
  const oldest = Math.min(now, ...messages.map(({ timestamp }) => timestamp.getTime()));
  // An attempt counts from one.
  const retries = messages.reduce((sum, { attempts }) => sum + attempts - 1, 0);
  return { kind: "queue", queue, messages: messages.length, lagMs: now - oldest, retries };
}
