import { afterCommit } from "../after-commit.ts";
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

/** The request that calls hubs. */
interface Caller {
  readonly requestId: string;
  readonly meter: Meter;
  later(work: () => Promise<unknown>): void;
}

/** Calls one user's hub, and counts the calls. Errors that the hub reports are thrown as AppErrors again. */
export class HubClient {
  constructor(
    private readonly namespace: DurableObjectNamespace,
    private readonly owner: HubOwner,
    private readonly caller: Caller,
  ) {}

  /** A new one for each call, because a stub whose object was reset stays broken. */
  private get stub(): UserHubApi {
    // RPC methods exist on the stub; the namespace is not typed by the class because the kernel must not import it.
    return unsafeCast<UserHubApi>(hubStub(this.namespace, this.owner));
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

  /** Call it after sessions of the user have ended in D1: ends them in the hub at once, with their sockets. Never rejects. */
  revoke = (sessionIds: string[]): Promise<void> => this.tell("revoke", () => this.stub.revoke(this.owner, sessionIds));

  /**
   * Call it after something that admission or reminders use of the user has changed in D1: role, time zone, settings.
   * Never rejects.
   */
  refresh = (): Promise<void> => this.tell("refresh", () => this.stub.refresh(this.owner));

  /**
   * Tells the hub what was committed. A hub that does not answer is told once more after the reply, because an object that
   * was reset has restarted by then. If that fails too, it reads D1 again when its sessions get stale
   * (`LIMITS.hub.sessionSeconds`).
   */
  private async tell(call: string, run: () => Promise<void>): Promise<void> {
    const { caller } = this;
    caller.meter.hub += 1;
    if (!(await afterCommit(caller.requestId, call, run))) caller.later(run);
  }

  private async call<Value>(request: AdmissionRequest, pending: Promise<HubReply<Value>>): Promise<Value> {
    const { meter } = this.caller;
    meter.hub += 1;
    const reply = await pending;
    meter.d1 += reply.d1;
    if (reply.ok) return reply.value;
    refusals.remember(this.owner, request, reply);
    throw appErrorOf(reply.error);
  }
}
