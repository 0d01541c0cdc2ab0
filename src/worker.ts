import { handle } from "./api.ts";
import { type Bindings, parseEnv } from "./env.ts";
import { createUserHub } from "./hub/user-hub.ts";
import { log } from "./kernel/log.ts";
import { platform } from "./kernel/platform.ts";
import { nameIn, type Resources } from "./kernel/resources.ts";
import { products } from "./products.ts";

export { FloodGate } from "./kernel/flood/gate.ts";

/** The hub reaches products only through this: they load when a user of theirs first needs them. */
export const UserHub = createUserHub(parseEnv, Object.fromEntries(products.map(({ name, hub }) => [name, hub])));

const queues = [platform, ...products].flatMap((owner: Resources) => owner.queues);

export default {
  fetch: handle,

  async queue(batch, bindings) {
    const env = parseEnv(bindings);
    const queue = queues.find(({ name }) => nameIn(env.ENVIRONMENT, name) === batch.queue);
    if (!queue) throw new Error(`No consumer for queue ${batch.queue}`);
    const consume = await queue.consumer();
    await consume(batch, env, Date.now());
  },

  async scheduled(_controller, bindings) {
    const [env, now] = [parseEnv(bindings), Date.now()];
    const jobs = await Promise.all(products.map(({ cron }) => cron()));
    for (const runCron of jobs) await runCron(env, now);
    log("info", "cron");
  },
} satisfies ExportedHandler<Bindings>;
