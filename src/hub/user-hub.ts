import { DurableObject } from "cloudflare:workers";
import { afterCommit } from "../kernel/after-commit.ts";
import { type Actor, type Context, type ContextParts, publicContext, userContext } from "../kernel/context.ts";
import { readClock } from "../kernel/db/near-database.ts";
import type { Env } from "../kernel/env.ts";
import { AppError } from "../kernel/errors.ts";
import type { Home } from "../kernel/home.ts";
import { asAppError } from "../kernel/http/respond.ts";
import type { Command, HubProduct } from "../kernel/hub/product.ts";
import {
  type Admission,
  type AdmissionRequest,
  appErrorOf,
  type CommandRequest,
  type HubNotice,
  type HubOwner,
  type HubReply,
  plainError,
  type UserHubApi,
} from "../kernel/hub/protocol.ts";
import { publishOutcome } from "../kernel/hub/publish.ts";
import { log } from "../kernel/log.ts";
import type { Principal } from "../kernel/principal.ts";
import { NO_CLIENT } from "../kernel/request.ts";
import { LIMITS } from "../limits.ts";
import { AdmissionControl, type LoadSession } from "./admission.ts";
import { AlarmSchedule } from "./alarm-schedule.ts";
import { type Handshake, readHandshake } from "./connect.ts";
import { Conversation } from "./conversation.ts";
import { Freshness } from "./freshness.ts";
import { Quotas } from "./quotas.ts";
import { RateWindows } from "./rate-windows.ts";
import { Reminders } from "./reminders.ts";
import { Sockets } from "./sockets.ts";
import { TaskQueue } from "./task-queue.ts";
import { Tickets } from "./tickets.ts";

const SESSION_TRUSTED_MS = LIMITS.hub.sessionSeconds * 1000;
const NORMAL = 1000;
const SERVER_ERROR = 1011;

type Products = Readonly<Record<string, () => Promise<HubProduct>>>;
type RequestParts = Pick<ContextParts, "requestId" | "client">;
type Performed = { admission: Admission; result: unknown; replayed: boolean };

/** The request that stands for what no client asked for. */
const internalRequest = (): RequestParts => ({ requestId: crypto.randomUUID(), client: NO_CLIENT });

/** The class of the Durable Object, for products that load when a user of theirs first needs them. */
export const createUserHub = <Bindings extends object>(parseEnv: (raw: Bindings) => Env, products: Products) =>
  class extends Hub {
    constructor(ctx: DurableObjectState, raw: Bindings) {
      super(ctx, raw, parseEnv(raw), products);
    }
  };

/**
 * One user's hub: admits requests, runs commands one at a time, and holds the sockets, the tickets for them and the
 * reminders. The object may be evicted whenever it is idle, so what must survive is stored: reminders, tickets, failed
 * alarms, rate windows and until when writes may be open in the object's own database, and a socket's state in its
 * attachment. Everything else is a cache of D1. Each call names the user.
 */
class Hub extends DurableObject<object> implements UserHubApi {
  private readonly admission: AdmissionControl;
  private readonly freshness: Freshness;
  private readonly sockets: Sockets;
  private readonly conversation: Conversation;
  private readonly tickets: Tickets;
  private readonly quotas: Quotas;
  private readonly reminders: Reminders;
  private readonly alarms: AlarmSchedule;
  private readonly commands = new TaskQueue();
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
    this.admission = new AdmissionControl(this.config.RATE_LIMITS, new RateWindows(ctx.storage));
    this.freshness = new Freshness(ctx.storage.kv);
    this.sockets = new Sockets(ctx);
    this.conversation = new Conversation(this.sockets, {
      product: ({ owner }) => this.product(owner),
      admit: ({ owner }, request) => this.admit(owner, request),
      context: ({ owner, sessionId }, now) => this.internalContext(owner, sessionId, now),
    });
    this.tickets = new Tickets(ctx.storage.sql);
    this.quotas = new Quotas(ctx.storage.sql);
    this.reminders = new Reminders(ctx.storage.sql, {
      product: (owner) => this.product(owner),
      principal: (owner) => this.principalOf(owner),
      context: (owner, now) => this.internalContext(owner, "", now),
      checkSockets: (now) => this.checkSockets(now),
      send: (data) => this.sockets.broadcastEvents([{ event: "reminder", data }]),
    });
    this.alarms = new AlarmSchedule(ctx, [this.reminders]);
  }

  // --- UserHubApi ---

  async admit(owner: HubOwner, request: AdmissionRequest): Promise<HubReply<Admission>> {
    const { use, quota } = request;
    // An evicted hub reads the session and the clock at the same time.
    const newest = use?.kind === "read" ? this.newestRev(owner, use.home) : undefined;
    const admitted = await this.admission.admit(request, this.loaderOf(owner));
    if (!admitted.ok) return admitted;
    if (use?.kind === "write") this.freshness.begin(use.id, Date.now());
    const quotas = quota && this.quotas.answer(await this.product(owner), admitted.value.principal, quota, request.now);
    return { ...admitted, value: { ...admitted.value, newestRev: await newest, ...(quotas && { quotas }) } };
  }

  async perform(owner: HubOwner, request: AdmissionRequest, command: CommandRequest): Promise<HubReply<Performed>> {
    const admitted = await this.admit(owner, request);
    if (!admitted.ok) return admitted;
    const admission = admitted.value;
    // Commands name no scopes: a limited session may run none.
    if (admission.principal.scope !== undefined) {
      return { ok: false, error: plainError(new AppError("forbidden")), rate: admission.rate, d1: 0 };
    }
    const ctx = this.contextOf(owner, command, request.now, {
      userId: owner.userId,
      home: admission.principal,
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

  async publish(owner: HubOwner, { changes, events, unusedUnit, ...report }: HubNotice): Promise<void> {
    if (unusedUnit !== undefined) this.quotas.giveBack(unusedUnit);
    // Before a socket hears of the write: its client may read at once.
    this.freshness.report(report);
    const now = Date.now();
    await this.checkSockets(now);
    const ordered = changes.toSorted((a, b) => a.rev - b.rev);
    this.sockets.broadcastChanges(ordered);
    this.sockets.broadcastEvents(events);
    if (ordered.length === 0) return;
    await this.reminders.applyChanges(owner, ordered);
    await this.alarms.arm(now);
  }

  async revoke(_owner: HubOwner, sessionIds: string[]): Promise<void> {
    this.admission.end(sessionIds);
    this.sockets.endSessions(sessionIds);
  }

  async refresh(owner: HubOwner): Promise<void> {
    this.admission.invalidate();
    await this.reminders.reschedule(owner);
    await this.alarms.arm(Date.now());
  }

  // --- sockets and alarm ---

  /** Answers a handshake from `connectSocket` with the socket (101) or the error as JSON, and any other request with "ok". */
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
    return this.conversation.onMessage(socket, message, Date.now());
  }

  /** Completes the handshake: the runtime's automatic reply leaves hibernating sockets out. */
  override webSocketClose(socket: WebSocket): void {
    if (socket.readyState === WebSocket.CLOSING) socket.close(NORMAL);
  }

  override alarm(): Promise<void> {
    return this.alarms.onAlarm(Date.now());
  }

  private async openSocket({ owner, credential, database, now }: Handshake): Promise<Response> {
    const sessionId = "ticket" in credential ? await this.tickets.redeem(credential.ticket, now) : credential.sessionId;
    if (sessionId === undefined) {
      throw new AppError("token_invalid", { message: "This ticket was used or has expired" });
    }
    const admitted = await this.admit(owner, { sessionId, database, bucket: "read", now });
    if (!admitted.ok) throw appErrorOf(admitted.error);
    // Sockets name no scopes, as commands do not.
    if (admitted.value.principal.scope !== undefined) throw new AppError("forbidden");
    const session = await this.admission.session(sessionId, now, this.loaderOf(owner));
    if (!session) throw new AppError("token_invalid");
    const { socket, client } = this.sockets.accept({
      owner,
      sessionId,
      checkAt: session.expiresAt,
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

  /**
   * Asks D1 about the sockets whose session has not been asked about for a while, and closes those whose session has
   * ended: before anything is sent. Never rejects: a socket of which D1 cannot tell is closed too, and its client catches up
   * when it connects again.
   */
  private async checkSockets(now: number): Promise<void> {
    const check = async (socket: WebSocket) => {
      const { owner, sessionId } = this.sockets.stateOf(socket);
      const session = await this.admission.session(sessionId, now, this.loaderOf(owner));
      if (session) this.sockets.patch(socket, { checkAt: session.expiresAt });
      else this.sockets.endSession(socket);
    };
    const fail = (socket: WebSocket, error: unknown) => {
      log("error", "session of a socket", { hub: String(this.ctx.id), error });
      this.sockets.close(socket, SERVER_ERROR, "The session cannot be checked");
    };
    await Promise.all(this.sockets.unchecked(now).map((socket) => check(socket).catch((error) => fail(socket, error))));
  }

  // --- products and contexts ---

  private async run(ctx: Context, { command, input }: CommandRequest): Promise<unknown> {
    // Other commands ran first, and the session may have ended meanwhile.
    if (this.admission.isEnded(ctx.sessionId)) throw new AppError("token_invalid");
    const { commands } = await this.product(ctx);
    const handle = this.ownCommands[command] ?? commands?.[command];
    if (!handle) throw new Error(`No command ${command}`);
    try {
      return await handle(ctx, input as never);
    } finally {
      // Also when the command wrote nothing because an earlier one had, whose end this object may not have seen.
      this.freshness.report({ rev: ctx.outcome.rev ?? undefined });
      // Also after a failure: some of the command's writes may be committed although a later one failed.
      await publishOutcome(ctx, { ownHub: { publish: (notice) => this.publish(ctx, notice) } });
    }
  }

  private async product({ product }: Pick<HubOwner, "product">): Promise<HubProduct> {
    const load = this.products[product];
    if (!load) throw new Error(`No product ${product}`);
    this.loadedProduct ??= load();
    return this.loadedProduct;
  }

  /**
   * Loads sessions that count as expired when they have to be loaded again: the call that tells that one has ended, or that
   * its user has changed, may be lost.
   */
  private loaderOf(owner: HubOwner): LoadSession {
    return async (sessionId, now) => {
      const ctx = publicContext(this.partsOf(owner, internalRequest(), now));
      const session = await (await this.product(owner)).loadSession(ctx, owner.userId, sessionId);
      return session && { ...session, expiresAt: Math.min(session.expiresAt, now + SESSION_TRUSTED_MS) };
    };
  }

  /** See `Freshness.newestRev`. */
  private async newestRev(owner: HubOwner, home: Home): Promise<number | undefined> {
    const { clock } = await this.product(owner);
    if (!clock) return undefined;
    return this.freshness.newestRev(home.database, Date.now(), () => readClock(this.config, home, clock));
  }

  /** The user from memory, else from D1; null when there is no such user any more. */
  private async principalOf(owner: HubOwner): Promise<Principal | null> {
    const now = Date.now();
    const known = this.admission.principal(now);
    if (known) return known;
    const ctx = publicContext(this.partsOf(owner, internalRequest(), now));
    return (await this.product(owner)).loadPrincipal(ctx, owner.userId);
  }

  /** The context of what no request asked for: greeting, catching up, reminders. @throws token_invalid when the user is gone */
  private async internalContext(owner: HubOwner, sessionId: string, now: number): Promise<Context> {
    const principal = await this.principalOf(owner);
    if (!principal) throw new AppError("token_invalid");
    return this.contextOf(owner, internalRequest(), now, {
      userId: owner.userId,
      home: principal,
      sessionId,
      source: "rest",
      idempotency: null,
      principal: async () => principal,
    });
  }

  private contextOf(owner: HubOwner, request: RequestParts, now: number, actor: Actor): Context {
    return userContext(publicContext(this.partsOf(owner, request, now)), actor);
  }

  private partsOf({ product }: HubOwner, { requestId, client }: RequestParts, now: number): ContextParts {
    const later = (work: () => Promise<unknown>) => this.ctx.waitUntil(afterCommit(requestId, "after reply", work));
    return { env: this.config, product, requestId, now, client, later };
  }
}
