import { z } from "zod";

// Numbers in what vendors send, as far as they can be meant: whatever else is there makes the whole object unreadable, so that no row
// is written that cannot be shown.

/** The end of the year 9998: with days of grace or another period added to it, a moment still has four digits for its year. */
const LAST_MS = Date.parse("9998-12-31T23:59:59.999Z");

/** A moment in UTC milliseconds. */
export const milliseconds = z.int().min(0).max(LAST_MS);

/** A moment in UTC seconds. */
export const seconds = z
  .int()
  .min(0)
  .max(Math.floor(LAST_MS / 1000));

/** An amount of money in whole units of whatever the vendor counts in. */
export const wholeAmount = z.int().min(0);
