import { handle } from "./api.ts";
import { type Bindings, parseEnv } from "./env.ts";
import { createUserHub } from "./hub/user-hub.ts";
import { batchMeasurement } from "./kernel/metrics/batch.ts";
import { measure } from "./kernel/metrics/measure.ts";
import { platform } from "./kernel/platform.ts";
import { nameIn, type Resources } from "./kernel/resources.ts";
import { runScheduled } from "./kernel/scheduled.ts";
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
    const now = Date.now();
    measure(env, batchMeasurement(queue.name, batch.messages, now));
    const consume = await queue.consumer();
    await consume(batch, env, now);
  },

  async scheduled({ scheduledTime }, bindings) {
    await runScheduled(parseEnv(bindings), products, scheduledTime, Date.now());
  },
} satisfies ExportedHandler<Bindings>;
