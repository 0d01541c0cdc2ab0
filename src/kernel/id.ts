import { v7 } from "uuid";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

let sequence: number | undefined;

/**
 * A UUID v7 of the time `now` (UTC milliseconds). Ids sort by that time, and within one millisecond of one isolate
 * in the order they were made: rows of one unit of work keep their order.
 */
export function newId(now: number): string {
  // Starts in the lower half of 32 bits, so that it takes two billion ids to wrap; 42 bits of each id stay random.
  sequence = ((sequence ?? (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) >>> 1) + 1) >>> 0;
  return v7({ msecs: now, seq: sequence });
}

/** True for the text form of a UUID of any version, in any case. Store it in lower case. */
export const isUuid = (text: string): boolean => UUID.test(text);
