import { env } from "cloudflare:workers";
import { unsafeCast } from "../../src/kernel/cast.ts";
import type { Change } from "../../src/kernel/change.ts";
import { hubStub } from "../../src/kernel/hub/client.ts";
import type { HubOwner, UserHubApi } from "../../src/kernel/hub/protocol.ts";
import type { Actor } from "./actor.ts";

/** The actor's hub: the stub for eviction and alarms, its methods, and the owner that they take. */
export function hubOf(actor: Actor): { stub: DurableObjectStub; api: UserHubApi; owner: HubOwner } {
  const owner = { product: actor.product, userId: String(actor.user.id) };
  const stub = hubStub(env.USER_HUB, owner);
  return { stub, api: unsafeCast<UserHubApi>(stub), owner };
}

/** Sends the actor's hub a notice of writes, as any committed write does, and waits until the sockets have it. */
export async function publish(actor: Actor, ...changes: Change[]): Promise<void> {
  const { api, owner } = hubOf(actor);
  await api.publish(owner, { changes, events: [] });
}

/** A change of some row, as a write elsewhere would report it. */
export const changed = (entity: string, rev: number, data: object = { title: entity }): Change => ({
  entity,
  id: crypto.randomUUID(),
  operation: "update",
  rev,
  data,
});
