import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { handle } from "../../src/api.ts";
import type { Bindings } from "../../src/env.ts";
import { unsafeCast } from "../../src/kernel/cast.ts";
import { type Reply, replyOf } from "./actor.ts";

/** The calls that follow a commit, by binding. */
const AFTER_COMMIT: Readonly<Record<string, readonly string[]>> = {
  USER_HUB: ["publish", "revoke", "refresh"],
  OUTBOUND: ["send", "sendBatch"],
  FILES: ["delete"],
};

/** The Worker with bindings whose calls after a commit fail: all of them, or the first `times`. */
export class FaultyWorker {
  /** The calls that failed, such as `USER_HUB.revoke`. */
  readonly failed: string[] = [];
  private readonly bindings: Bindings;

  constructor(private readonly times = Number.POSITIVE_INFINITY) {
    const { idFromName, get } = bound(env.USER_HUB);
    const hubs = { idFromName, get: (id: DurableObjectId) => this.failing("USER_HUB", get(id)) };
    this.bindings = {
      ...env,
      USER_HUB: unsafeCast<DurableObjectNamespace>(hubs),
      OUTBOUND: this.failing("OUTBOUND", env.OUTBOUND),
      FILES: this.failing("FILES", env.FILES),
    };
  }

  /** Answers the request, after all that the reply leaves for later. */
  async fetch(request: Request): Promise<Reply> {
    const execution = createExecutionContext();
    const reply = await replyOf(await handle(request, this.bindings, execution));
    await waitOnExecutionContext(execution);
    return reply;
  }

  private failing<Binding extends object>(name: string, binding: Binding): Binding {
    const own = AFTER_COMMIT[name] ?? [];
    return new Proxy(binding, {
      get: (target, key) => {
        if (own.includes(String(key)) && this.failed.length < this.times) {
          return () => {
            this.failed.push(`${name}.${String(key)}`);
            throw new Error(`${name} is away`);
          };
        }
        // Bindings and stubs refuse calls with another receiver than themselves.
        return (...args: unknown[]) =>
          unsafeCast<Record<string | symbol, (...args: unknown[]) => unknown>>(target)[key]?.(...args);
      },
    });
  }
}

const bound = (namespace: DurableObjectNamespace) => ({
  idFromName: (name: string) => namespace.idFromName(name),
  get: (id: DurableObjectId) => namespace.get(id),
});
