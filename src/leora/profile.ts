import { unsafeCast } from "../kernel/cast.ts";
import type { Principal } from "../kernel/principal.ts";

/** What Leora's verbs need of the user beside the kernel's `Principal`. */
export interface LeoraProfile {
  tier: string;
  /** ISO 4217; sums over currencies are shown in it. */
  primaryCurrency: string;
  /** Minutes before its time that a task reminds; null: the user wants no reminders. */
  reminderMinutes: number | null;
}

/** The profile of a user of Leora, whose principals are made with one (`identity/users/service.ts`). */
export const profileOf = ({ profile }: Principal): LeoraProfile => unsafeCast<LeoraProfile>(profile);
