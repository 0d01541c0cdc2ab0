import { type RawRow, type Statement, statement } from "../../kernel/db/database.ts";
import type { Provider } from "./purchase.ts";

// The ids of vendors' events that were handled. A vendor that gets no answer sends an event again.

/** A vendor's event; null: it has no id, and is handled again. */
export interface VendorEvent {
  readonly provider: Provider;
  readonly id: string | null;
}

const keyOf = ({ provider, id }: VendorEvent): string => `${provider}:${id}`;

/** The question whether an event was handled. */
export const askSeen = (event: VendorEvent): Statement =>
  statement("SELECT 1 AS seen FROM vendorEvents WHERE id = ?", event.id === null ? "" : keyOf(event));

export const wasSeen = (answer: readonly RawRow[] | undefined): boolean => answer?.[0]?.seen === 1;

/** Remembers that an event was handled, at `now` (UTC ms). */
export const remember = (event: VendorEvent, now: number): Statement[] =>
  event.id === null ? [] : [statement("INSERT OR IGNORE INTO vendorEvents (id, at) VALUES (?, ?)", keyOf(event), now)];
