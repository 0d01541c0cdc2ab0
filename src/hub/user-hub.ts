import { DurableObject } from "cloudflare:workers";
import type { Change } from "../kernel/change.ts";
import { type Actor, type Context, type ContextParts, publicContext, userContext } from "../kernel/context.ts";
import type { Env } from "../kernel/env.ts";
import { AppError } from "../kernel/errors.ts";
import { asAppError } from "../kernel/http/respond.ts";
import type { Command, HubProduct } from "../kernel/hub/product.ts";
import {
  type Admission,
  type AdmissionRequest,
  appErrorOf,
  type CommandRequest,
  type HubOwner,
  type HubReply,
  plainError,
  type UserHubApi,
} from "../kernel/hub/protocol.ts";
import { log } from "../kernel/log.ts";
import type { Principal } from "../kernel/principal.ts";
import { NO_CLIENT } from "../kernel/request.ts";
import { Gate, type LoadSession } from "./admission.ts";
import { type Handshake, readHandshake } from "./connect.ts";
import { Conversation } from "./conversation.ts";
import { Reminders } from "./reminders.ts";
import { Sockets } from "./sockets.ts";
import { TaskQueue } from "./task-queue.ts";
import { Tickets } from "./tickets.ts";

const NORMAL = 1000;
const SERVER_ERROR = 1011;

type Products = Readonly<Record<string, () => Promise<HubProduct>>>;
type Performed = { admission: Admission; result: unknown; replayed: boolean };

/** The class of the Durable Object, for products that load when a user of theirs first needs them. */
export const createUserHub = <Bindings extends object>(parseEnv: (raw: Bindings) => Env, products: Products) =>
  class extends Hub {
    constructor(ctx: DurableObjectState, raw: Bindings) {
      super(ctx, raw, parseEnv(raw), products);
    }
  };

/**
 * One user's hub: lets requests in, runs commands one at a time, keeps the sockets and the reminders. Who the user is
 * comes with each call and in each socket's attachment; nothing here must outlive eviction but what Reminders and
 * Tickets store.
 */
class Hub extends DurableObject<object> implements UserHubApi {
  private readonly gate: Gate;
  private readonly sockets: Sockets;
  private readonly conversation: Conversation;
  private readonly tickets: Tickets;
  private readonly reminders: Reminders;
  private readonly commands = new TaskQueue();
  /** Reminders of changes and of whole reschedulings must not mix. */
  private readonly scheduling = new TaskQueue();
  private loadedProduct: Promise<HubProduct> | undefined;

  /** Commands of the hub itself. */
  private readonly ownCommands: Readonly<Record<string, Command>> = {
    "realtime.ticket": ({ product, userId, sessionId, now }) =>
      this.tickets.issue(this.config.TOKEN_SECRET, { product, userId }, sessionId, now),
  };

  constructor(
    ctx: DurableObjectState,
    raw: object,
    private readonly config: Env,
    private readonly products: Products,
  ) {
    super(ctx, raw);
    this.gate = new Gate(this.config.RATE_LIMITS);
    this.sockets = new Sockets(ctx);
    this.conversation = new Conversation(this.sockets, {
      product: ({ owner }) => this.product(owner),
      admit: ({ owner }, request) => this.admit(owner, request),
      context: ({ owner, sessionId }, now) => this.ownContext(owner, sessionId, now),
    });
    this.tickets = new Tickets(ctx.storage.sql);
    this.reminders = new Reminders(ctx.storage);
  }

  // --- UserHubApi ---

  admit(owner: HubOwner, request: AdmissionRequest): Promise<HubReply<Admission>> {
    return this.gate.admit(request, this.loaderOf(owner));
  }

  async perform(owner: HubOwner, request: AdmissionRequest, command: CommandRequest): Promise<HubReply<Performed>> {
    const admitted = await this.admit(owner, request);
    if (!admitted.ok) return admitted;
    const admission = admitted.value;
    // Commands name no scopes: a limited session may run none.
    if (admission.principal.scope !== undefined) {
      return { ok: false, error: plainError(new AppError("forbidden")), rate: admission.rate, d1: 0 };
    }
    const ctx = await this.contextOf(owner, command, request.now, {
      userId: owner.userId,
      sessionId: request.sessionId,
      source: command.command.startsWith("sync.") ? "sync" : "rest",
      idempotency: command.idempotency,
      principal: async () => admission.principal,
    });
    try {
      const result = await this.commands.run(() => this.run(ctx, command));
      return { ok: true, value: { admission, result, replayed: ctx.outcome.replayed }, d1: ctx.meter.d1 };
    } catch (error) {
      const known = asAppError(error, command.requestId);
      return { ok: false, error: plainError(known), rate: admission.rate, d1: ctx.meter.d1 };
    }
  }

  async publish(owner: HubOwner, changes: Change[]): Promise<void> {
    if (changes.length === 0) return;
    const now = Date.now();
    await this.endExpiredSockets(now);
    const ordered = changes.toSorted((a, b) => a.rev - b.rev);
    this.sockets.publish(ordered);
    await this.scheduling.run(async () => {
      const product = await this.product(owner);
      const principal = await this.principalOf(owner);
      for (const change of ordered) {
        const reminders = principal ? product.remindersOf(change, principal, now) : [];
        this.reminders.replace(owner, change, reminders, now);
      }
      await this.reminders.arm();
    });
  }

  async revoke(_owner: HubOwner, sessionIds: string[]): Promise<void> {
    this.gate.end(sessionIds);
    this.sockets.endSessions(sessionIds);
  }

  async refresh(owner: HubOwner): Promise<void> {
    this.gate.forget();
    await this.reschedule(owner, Date.now());
  }

  // --- sockets and alarm ---

  /** A handshake from `connectSocket`: answers 101 with the socket, or the error as JSON. Else: that the hub runs. */
  override async fetch(request: Request): Promise<Response> {
    const handshake = readHandshake(request);
    if (!handshake) return new Response("ok");
    try {
      return await this.openSocket(handshake);
    } catch (error) {
      return Response.json(plainError(asAppError(error, crypto.randomUUID())), { status: 400 });
    }
  }

  override webSocketMessage(socket: WebSocket, message: string | ArrayBuffer): Promise<void> {
    return this.conversation.hear(socket, message, Date.now());
  }

  /** Completes the handshake: the runtime's automatic reply leaves hibernating sockets out. */
  override webSocketClose(socket: WebSocket): void {
    if (socket.readyState === WebSocket.CLOSING) socket.close(NORMAL);
  }

  override async alarm(): Promise<void> {
    const now = Date.now();
    await this.endExpiredSockets(now);
    const { due, askFor } = this.reminders.takeDue(now);
    for (const reminder of due) this.sockets.emit("reminder", reminder);
    await this.reminders.arm();
    if (!askFor) return;
    await this.reschedule(askFor, now).catch((error) => log("error", "reminders", { userId: askFor.userId, error }));
  }

  /** Replaces all reminders by what D1 says is upcoming. */
  private reschedule(owner: HubOwner, now: number): Promise<void> {
    return this.scheduling.run(async () => {
      const product = await this.product(owner);
      const hasUser = (await this.principalOf(owner)) !== null;
      const upcoming = hasUser ? await product.upcomingReminders(await this.ownContext(owner, "", now)) : [];
      this.reminders.replaceAll(owner, upcoming, now);
      await this.reminders.arm();
    });
  }

  private async openSocket({ owner, credential, now }: Handshake): Promise<Response> {
    const sessionId = "ticket" in credential ? await this.tickets.redeem(credential.ticket, now) : credential.sessionId;
    if (sessionId === undefined)
      throw new AppError("token_invalid", { message: "This ticket was used or has expired" });
    const admitted = await this.admit(owner, { sessionId, bucket: "read", now });
    if (!admitted.ok) throw appErrorOf(admitted.error);
    const session = await this.gate.session(sessionId, now, this.loaderOf(owner));
    if (!session) throw new AppError("token_invalid");
    const { expiresAt } = session;
    const { socket, client } = this.sockets.accept({
      owner,
      sessionId,
      expiresAt,
      entities: null,
      malformed: 0,
      lastActive: now,
    });
    try {
      await this.conversation.greet(socket, now);
    } catch (error) {
      this.sockets.close(socket, SERVER_ERROR, "No greeting");
      throw error;
    }
    return new Response(null, { status: 101, webSocket: client });
  }

  /** A session may have been prolonged since its socket opened: D1 decides. */
  private async endExpiredSockets(now: number): Promise<void> {
    for (const socket of this.sockets.expired(now)) {
      const { owner, sessionId } = this.sockets.stateOf(socket);
      const session = await this.gate.session(sessionId, now, this.loaderOf(owner));
      if (session) this.sockets.patch(socket, { expiresAt: session.expiresAt });
      else this.sockets.endSession(socket);
    }
  }

  // --- products and contexts ---

  private async run(ctx: Context, { command, input }: CommandRequest): Promise<unknown> {
    // Others were served before: the session may be over.
    if (this.gate.isEnded(ctx.sessionId)) throw new AppError("token_invalid");
    const { commands } = await this.product(ctx);
    const verb = this.ownCommands[command] ?? commands[command];
    if (!verb) throw new Error(`No command ${command}`);
    const result = await verb(ctx, input as never);
    // The write is committed: whatever fails from here on must not look as if it was not.
    await this.publish(ctx, ctx.outcome.changes).catch((error) =>
      log("error", "publish", { requestId: ctx.requestId, error }),
    );
    return result;
  }

  private product({ product }: Pick<HubOwner, "product">): Promise<HubProduct> {
    this.loadedProduct ??= this.loadProduct(product);
    return this.loadedProduct;
  }

  private async loadProduct(name: string): Promise<HubProduct> {
    const load = this.products[name];
    if (!load) throw new Error(`No product ${name}`);
    return load();
  }

  private loaderOf(owner: HubOwner): LoadSession {
    return async (sessionId, now) => {
      const ctx = await this.ownContext(owner, sessionId, now);
      return (await this.product(owner)).loadSession(ctx, owner.userId, sessionId);
    };
  }

  /** The user as known here, else as in D1; null when there is none any more. */
  private async principalOf(owner: HubOwner): Promise<Principal | null> {
    const known = this.gate.principal();
    if (known) return known;
    const ctx = await this.ownContext(owner, "", Date.now());
    return (await this.product(owner)).loadPrincipal(ctx, owner.userId);
  }

  /** The context of what the hub does by itself: greetings, catching up, reminders. */
  private ownContext(owner: HubOwner, sessionId: string, now: number): Promise<Context> {
    return this.contextOf(owner, { requestId: crypto.randomUUID(), client: NO_CLIENT }, now, {
      userId: owner.userId,
      sessionId,
      source: "rest",
      idempotency: null,
      principal: async () => {
        const principal = await this.principalOf(owner);
        if (!principal) throw new AppError("token_invalid");
        return principal;
      },
    });
  }

  private async contextOf(
    owner: HubOwner,
    { requestId, client }: Pick<ContextParts, "requestId" | "client">,
    now: number,
    actor: Actor,
  ): Promise<Context> {
    const later = (work: Promise<unknown>) =>
      this.ctx.waitUntil(work.catch((error) => log("error", "after reply", { requestId, error })));
    const parts = { env: this.config, product: owner.product, requestId, now, client, later };
    return userContext(publicContext(parts), actor);
  }
}
