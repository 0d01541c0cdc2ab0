import { unsafeCast } from "../cast.ts";
import type { Change } from "../change.ts";
import type { Meter } from "../db/database.ts";
import {
  type Admission,
  type AdmissionRequest,
  appErrorOf,
  type CommandRequest,
  type HubOwner,
  type HubReply,
  type UserHubApi,
} from "./protocol.ts";

/** The Durable Object of this user: its name is the one thing that leads to it. */
export const hubStub = (namespace: DurableObjectNamespace, { product, userId }: HubOwner): DurableObjectStub =>
  namespace.get(namespace.idFromName(`${product}:${userId}`));

/** One user's hub, metered. Errors arrive as AppError again. */
export class HubClient {
  private readonly stub: UserHubApi;

  constructor(
    namespace: DurableObjectNamespace,
    private readonly owner: HubOwner,
    private readonly meter: Meter,
  ) {
    // RPC methods exist on the stub; the namespace is not typed by the class because the kernel must not import it.
    this.stub = unsafeCast<UserHubApi>(hubStub(namespace, owner));
  }

  /** @throws AppError token_invalid, rate_limited */
  admit = (request: AdmissionRequest): Promise<Admission> => this.ask(this.stub.admit(this.owner, request));

  /** @throws what the command throws, and what `admit` throws */
  perform = (request: AdmissionRequest, command: CommandRequest) =>
    this.ask(this.stub.perform(this.owner, request, command));

  /** A notification after the reply: no part of the request's calls, so it is not metered. */
  publish(changes: Change[]): Promise<void> {
    return this.stub.publish(this.owner, changes);
  }

  revoke(sessionIds: string[]): Promise<void> {
    this.meter.hub += 1;
    return this.stub.revoke(this.owner, sessionIds);
  }

  refresh(): Promise<void> {
    this.meter.hub += 1;
    return this.stub.refresh(this.owner);
  }

  private async ask<Value>(answer: Promise<HubReply<Value>>): Promise<Value> {
    this.meter.hub += 1;
    const reply = await answer;
    this.meter.d1 += reply.d1;
    if (reply.ok) return reply.value;
    throw appErrorOf(reply.error);
  }
}
