import { fail } from "../run.ts";
import type { Cloudflare } from "./cloudflare.ts";
import type { Environment } from "./environment.ts";

/** Without these the Worker refuses to serve wherever it is deployed (`ProductionRule`). */
export const SECRETS = [
  "TOKEN_SECRET",
  "TOKEN_ENCRYPTION_KEYS",
  "CRM_BOOTSTRAP_SECRET",
  "RESEND_API_KEY",
  "ESKIZ_EMAIL",
  "ESKIZ_PASSWORD",
];

/** Ends the script when the Worker lacks one of them, and says what to type. */
export async function requireSecrets(api: Cloudflare, { name, worker }: Environment): Promise<void> {
  // A Worker that was never deployed is not there, and has none.
  const present = (await api.find<{ name: string }[]>(`/workers/scripts/${worker}/secrets`)) ?? [];
  const missing = SECRETS.filter((secret) => !present.some((known) => known.name === secret));
  if (missing.length > 0) {
    const commands = missing.map((secret) => `  npx wrangler secret put ${secret} --env ${name}`);
    fail(`${worker} needs these secrets first (docs/deploy.md):\n${commands.join("\n")}`);
  }
  console.log(`✓ secrets ${SECRETS.join(", ")}`);
}
