import { unsafeCast } from "../kernel/cast.ts";
import type { Principal } from "../kernel/principal.ts";

/** What Leora's requests have of their user, beside the kernel's `Principal`. */
export interface LeoraProfile {
  tier: string;
  /** ISO 4217 code; sums of several currencies are converted to it. */
  primaryCurrency: string;
  /** How many minutes before its time a task reminds the user; null: never. */
  reminderMinutes: number | null;
}

/** The profile of a user of Leora. The cast holds because `identity` puts one into each principal that it makes. */
export const profileOf = ({ profile }: Principal): LeoraProfile => unsafeCast<LeoraProfile>(profile);
