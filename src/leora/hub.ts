import { clock } from "../engine/clock.ts";
import { currentCursor } from "../engine/sync/cursor.ts";
import { pullForSocket } from "../engine/sync/pull.ts";
import { push } from "../engine/sync/push.ts";
import type { HubProduct } from "../kernel/hub/product.ts";
import { loadPrincipal, loadSession } from "./identity/service.ts";
import { quotaLimits } from "./ai/quota.ts";
import { registry } from "./registry.ts";
import { reminders } from "./reminders.ts";
import { leoraSync } from "./sync.ts";
import { wireError } from "./wire.ts";

/** What the hub of a Leora user uses of Leora: see `HubProduct`. */
export const leoraHub: HubProduct = {
  loadSession,
  loadPrincipal,
  wireError,
  commands: { "sync.push": (ctx, input: never) => push(leoraSync, ctx, input) },
  catchUp: { currentCursor, pull: (ctx, cursor) => pullForSocket(registry, ctx, cursor) },
  reminders,
  clock,
  quotas: quotaLimits,
};
