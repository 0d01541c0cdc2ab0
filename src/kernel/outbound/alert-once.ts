import type { Env } from "../env.ts";
import { gate } from "../flood/gate.ts";
import { log } from "../log.ts";
import { type AlertEvent, raiseAlert } from "./alert.ts";

/**
 * Strangers can have mail sent that its vendor refuses, so the alerts about that are counted: one in so long for each of `per`.
 * Nothing is lost by it, because whoever looks finds all dead letters.
 */
const QUIET_MS = 15 * 60_000;

/** Raises an alert, unless one of this event about the same thing (`per`) was raised in the quarter of an hour before. */
export async function raiseAlertOnce(
  env: Env,
  event: AlertEvent,
  per: string,
  text: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  const { ALERT_WEBHOOK_URL, FLOOD_GATE } = env;
  if (ALERT_WEBHOOK_URL === undefined) return;
  const key = `alert:${event}:${per}:${ALERT_WEBHOOK_URL}`;
  try {
    if (!(await gate(FLOOD_GATE, key, QUIET_MS).hit(1, Date.now())).allowed) return;
  } catch (error) {
    // Rather one alert too many than none.
    log("error", "flood gate", { error });
  }
  await raiseAlert(env, event, text, fields);
}
