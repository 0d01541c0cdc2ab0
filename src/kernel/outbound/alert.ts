import type { Env } from "../env.ts";
import { log } from "../log.ts";
import { postTo } from "./vendor.ts";

// Alerts: what somebody should look at now. A webhook brings them to a chat or a pager.

/** What may raise an alert; docs/operations.md says what to do about each. */
export type AlertEvent = "dead_letters" | "cron_backlog" | "cron_late";

/**
 * Posts an alert to `ALERT_WEBHOOK_URL`, if there is one, as JSON that Slack, Mattermost and Discord show as it is. Never
 * rejects: a webhook that does not answer is logged, and changes nothing else.
 * @param text one sentence, which like `fields` holds nobody's address or text and no secret
 */
export async function raiseAlert(
  { ALERT_WEBHOOK_URL, ENVIRONMENT }: Env,
  event: AlertEvent,
  text: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<void> {
  if (ALERT_WEBHOOK_URL === undefined) return;
  const line = `[${ENVIRONMENT}] ${text}`;
  // Slack and Mattermost read `text`, Discord `content`; whoever else gets it has the fields.
  const body = JSON.stringify({ text: line, content: line, event, environment: ENVIRONMENT, ...fields });
  try {
    const { ok, status } = await postTo(ALERT_WEBHOOK_URL, { headers: { "Content-Type": "application/json" }, body });
    if (!ok) log("error", "alert not taken", { alert: event, status });
  } catch (error) {
    log("error", "alert not sent", { alert: event, error });
  }
}
