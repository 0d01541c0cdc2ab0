import { v7 } from "uuid";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

let sequence: number | undefined;

/**
 * A new UUID v7 with the time `now` (UTC milliseconds). Ids sort by that time, and ids that one isolate makes in the
 * same millisecond sort in the order in which it made them, so that rows written together keep their order.
 */
export function newId(now: number): string {
  // The sequence starts at random in the lower half of 32 bits: two billion ids can follow before it wraps around,
  // which would break their order. 42 bits of each id stay random.
  sequence = ((sequence ?? (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) >>> 1) + 1) >>> 0;
  return v7({ msecs: now, seq: sequence });
}

/** True for the text form of a UUID of any version, in any case. Ids are stored in lower case. */
export const isUuid = (text: string): boolean => UUID.test(text);
