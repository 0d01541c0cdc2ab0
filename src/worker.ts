import { handle } from "./api.ts";
import { type Bindings, parseEnv } from "./env.ts";
import { createUserHub } from "./hub/user-hub.ts";
import { lazy } from "./kernel/lazy.ts";
import { log } from "./kernel/log.ts";
import { queueConsumers } from "./kernel/outbound/consumer.ts";

export { FloodGate } from "./kernel/flood/gate.ts";

/** The hub knows products only through this: they load when a user of theirs first needs them. */
export const UserHub = createUserHub({
  leora: lazy(async () => (await import("./leora/hub.ts")).leoraHub),
  crm: lazy(async () => (await import("./crm/hub.ts")).crmHub),
  koshelok: lazy(async () => (await import("./koshelok/hub.ts")).koshelokHub),
});

export default {
  fetch: handle,

  async queue(batch, bindings) {
    const consume = queueConsumers[batch.queue];
    if (!consume) throw new Error(`No consumer for queue ${batch.queue}`);
    await consume(batch, parseEnv(bindings));
  },

  async scheduled(_controller, bindings) {
    const [env, now] = [parseEnv(bindings), Date.now()];
    const jobs = await Promise.all([import("./leora/cron.ts"), import("./crm/cron.ts"), import("./koshelok/cron.ts")]);
    for (const { runCron } of jobs) await runCron(env, now);
    log("info", "cron");
  },
} satisfies ExportedHandler<Bindings>;
