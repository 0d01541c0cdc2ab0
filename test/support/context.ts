import { env } from "cloudflare:workers";
import { parseEnv } from "../../src/env.ts";
import { type Context, publicContext, userContext } from "../../src/kernel/context.ts";
import { NO_CLIENT } from "../../src/kernel/request.ts";
import type { LeoraProfile } from "../../src/leora/profile.ts";
import type { Actor } from "./actor.ts";

/** A context of work for a user of Leora that no request caused, as cron has it. */
export function contextOf(actor: Actor): Context {
  const parts = { env: parseEnv(env), product: "leora", requestId: "test", now: Date.now(), client: NO_CLIENT };
  const profile: LeoraProfile = {
    primaryCurrency: "UZS",
    settings: { changes: {}, hasPin: false, updatedAt: null },
    owner: { region: "uzbekistan", createdAt: Date.now(), hasTwoFactor: false, preferredReminderMinutes: null },
    wantsReminders: true,
    privateTexts: [],
    subscriptions: [],
  };
  const principal = {
    userId: actor.user.id,
    ...actor.home,
    role: "user",
    timezone: "Asia/Tashkent",
    profile,
  };
  return userContext(publicContext({ ...parts, later: () => {} }), {
    userId: actor.user.id,
    home: actor.home,
    sessionId: "",
    source: "cron",
    idempotency: null,
    principal: async () => principal,
  });
}
