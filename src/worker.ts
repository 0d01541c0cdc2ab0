import { handle } from "./api.ts";
import { type Bindings, parseEnv } from "./env.ts";
import { createUserHub } from "./hub/user-hub.ts";
import { lazy } from "./kernel/lazy.ts";
import { log } from "./kernel/log.ts";
import { queueConsumers } from "./kernel/outbound/consumer.ts";

export { FloodGate } from "./kernel/flood/gate.ts";

/** The hub knows products only through this: they load when a user of theirs first needs them. */
export const UserHub = createUserHub({ leora: lazy(async () => (await import("./leora/hub.ts")).leoraHub) });

export default {
  fetch: handle,

  async queue(batch, bindings) {
    const consume = queueConsumers[batch.queue];
    if (!consume) throw new Error(`No consumer for queue ${batch.queue}`);
    await consume(batch, parseEnv(bindings));
  },

  async scheduled(_controller, bindings) {
    const { runCron } = await import("./leora/cron.ts");
    await runCron(parseEnv(bindings), Date.now());
    log("info", "cron");
  },
} satisfies ExportedHandler<Bindings>;
