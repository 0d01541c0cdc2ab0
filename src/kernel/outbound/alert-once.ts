import type { Env } from "../env.ts";
import { gate } from "../flood/gate.ts";
import { log } from "../log.ts";
import { type AlertEvent, raiseAlert } from "./alert.ts";

/**
 * For how long after an alert no other one about the same thing is raised. Strangers can have mail sent that its vendor refuses:
 * without this they would decide how often the webhook is called. Whoever looks after one alert finds all dead letters.
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
  // The webhook is part of the key, so that a new one gets the next alert at once.
  const key = `alert:${event}:${per}:${ALERT_WEBHOOK_URL}`;
  try {
    if (!(await gate(FLOOD_GATE, key, QUIET_MS).hit(1, Date.now())).allowed) return;
  } catch (error) {
    // Rather one alert too many than none.
    log("error", "flood gate", { error });
  }
  await raiseAlert(env, event, text, fields);
}
