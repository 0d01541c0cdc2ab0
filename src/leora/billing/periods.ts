import { addMonths } from "../../kernel/time.ts";
import type { Interval } from "./purchase.ts";

const MONTHS = { monthly: 1, yearly: 12 } as const;

/** When a period ends that begins then (UTC ms); null: never. */
export const periodEnd = (start: number, interval: Interval): number | null =>
  interval === "lifetime" ? null : addMonths(start, MONTHS[interval]);
