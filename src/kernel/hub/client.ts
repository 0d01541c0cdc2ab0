import { unsafeCast } from "../cast.ts";
import type { Meter } from "../db/database.ts";
import {
  type Admission,
  type AdmissionRequest,
  appErrorOf,
  type CommandRequest,
  type HubNotice,
  type HubOwner,
  type HubReply,
  type UserHubApi,
} from "./protocol.ts";
import { refusals } from "./refusals.ts";

/** The Durable Object of one user of one product. It is found by its name, which is `product:userId`. */
export const hubStub = (namespace: DurableObjectNamespace, { product, userId }: HubOwner): DurableObjectStub =>
  namespace.get(namespace.idFromName(`${product}:${userId}`));

/** Calls one user's hub, and counts the calls. Errors that the hub reports are thrown as AppErrors again. */
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

  /** Asks the hub to admit a request. @throws token_invalid when the session is not live; rate_limited */
  admit = (request: AdmissionRequest): Promise<Admission> => this.call(request, this.stub.admit(this.owner, request));

  /** Asks the hub to admit a request and to run a command. @throws what `admit` and the command throw */
  perform = (request: AdmissionRequest, command: CommandRequest) =>
    this.call(request, this.stub.perform(this.owner, request, command));

  /** True when this isolate has seen that such a request is refused: what it would read is probably read in vain. */
  expectsRefusal = (request: AdmissionRequest): boolean => refusals.expects(this.owner, request);

  /** Use `publishOutcome`, which calls this. Not counted by the meter, because it runs after the reply. */
  publish(notice: HubNotice): Promise<void> {
    return this.stub.publish(this.owner, notice);
  }

  /** Ends sessions of the user at once, with their sockets. */
  revoke(sessionIds: string[]): Promise<void> {
    this.meter.hub += 1;
    return this.stub.revoke(this.owner, sessionIds);
  }

  /** Call it when something that admission or reminders use of the user has changed: role, time zone, settings. */
  refresh(): Promise<void> {
    this.meter.hub += 1;
    return this.stub.refresh(this.owner);
  }

  private async call<Value>(request: AdmissionRequest, pending: Promise<HubReply<Value>>): Promise<Value> {
    this.meter.hub += 1;
    const reply = await pending;
    this.meter.d1 += reply.d1;
    if (reply.ok) return reply.value;
    refusals.remember(this.owner, request, reply);
    throw appErrorOf(reply.error);
  }
}
