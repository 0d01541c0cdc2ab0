import { Buffer } from "node:buffer";
import type { Context } from "../kernel/context.ts";
import type { AppError } from "../kernel/errors.ts";
import { asAppError } from "../kernel/http/respond.ts";
import type { HubProduct } from "../kernel/hub/product.ts";
import { type Admission, type AdmissionRequest, appErrorOf, type HubReply } from "../kernel/hub/protocol.ts";
import { type ClientFrame, parseFrame } from "./frames.ts";
import type { SocketState, Sockets } from "./sockets.ts";
import { TaskQueue } from "./task-queue.ts";

const FRAME_MAX = 64 * 1024;
const MALFORMED_MAX = 10;
const POLICY_VIOLATION = 1008;
const TOO_BIG = 1009;

type Subscription = Extract<ClientFrame, { event: "subscribe" }>["data"];

/** What the hub does for a socket's conversation. */
export interface Host {
  product(state: SocketState): Promise<HubProduct>;
  admit(state: SocketState, request: AdmissionRequest): Promise<HubReply<Admission>>;
  context(state: SocketState, now: number): Promise<Context>;
}

/** What clients say on their sockets, frame by frame, each socket's in order (spec 6.3). */
export class Conversation {
  private readonly turns = new WeakMap<WebSocket, TaskQueue>();

  constructor(
    private readonly sockets: Sockets,
    private readonly host: Host,
  ) {}

  /** Greets a new socket with the cursor at the user's newest write. */
  greet(socket: WebSocket, now: number): Promise<void> {
    return this.sockets.holding(socket, async () => {
      const state = this.sockets.stateOf(socket);
      const product = await this.host.product(state);
      const cursor = await product.currentCursor(await this.host.context(state, now));
      this.sockets.send(socket, "hello", { cursor });
      return 0;
    });
  }

  hear(socket: WebSocket, message: string | ArrayBuffer, now: number): Promise<void> {
    const turn = this.turns.get(socket) ?? new TaskQueue();
    this.turns.set(socket, turn);
    return turn.run(() => this.answer(socket, message, now));
  }

  private async answer(socket: WebSocket, message: string | ArrayBuffer, now: number): Promise<void> {
    // Frames may still be in line when the socket is closed.
    if (socket.readyState !== WebSocket.OPEN) return;
    if (Buffer.byteLength(message) > FRAME_MAX) return this.sockets.close(socket, TOO_BIG, "Frame over 64 KiB");
    try {
      await this.obey(socket, parseFrame(message), now);
      if (this.sockets.stateOf(socket).malformed > 0) this.sockets.patch(socket, { malformed: 0 });
    } catch (error) {
      await this.refuse(socket, asAppError(error, crypto.randomUUID()));
    }
  }

  private async obey(socket: WebSocket, frame: ClientFrame, now: number): Promise<void> {
    const cursor = frame.event === "subscribe" ? frame.data?.cursor : undefined;
    const state = this.sockets.stateOf(socket);
    // Catching up reads what a pull reads, and counts as one.
    const request: AdmissionRequest = { sessionId: state.sessionId, bucket: cursor ? "sync" : null, now };
    const admitted = await this.host.admit(state, request);
    if (!admitted.ok) throw appErrorOf(admitted.error);
    if (frame.event === "subscribe") await this.subscribe(socket, frame.data, now);
    else this.sockets.patch(socket, { lastActive: now });
  }

  /** Replaces the filter; with a cursor the socket first hears all that changed after it, then what happens live. */
  private async subscribe(socket: WebSocket, subscription: Subscription, now: number): Promise<void> {
    const names = new Set(subscription?.entities);
    const entities = names.size > 0 ? [...names] : null;
    const cursor = subscription?.cursor;
    if (!cursor) {
      this.sockets.patch(socket, { entities });
      this.sockets.send(socket, "subscribed", { entities });
      return;
    }
    await this.sockets.holding(socket, async () => {
      const state = this.sockets.stateOf(socket);
      const product = await this.host.product(state);
      const ctx = await this.host.context(state, now);
      let page: Awaited<ReturnType<HubProduct["pull"]>> = { changes: [], cursor, hasMore: true };
      let sentUpTo = 0;
      while (page.hasMore && socket.readyState === WebSocket.OPEN) {
        page = await product.pull(ctx, page.cursor);
        this.sockets.sendChanges(socket, page.changes, entities);
        sentUpTo = page.changes.at(-1)?.rev ?? sentUpTo;
      }
      this.sockets.patch(socket, { entities });
      this.sockets.send(socket, "subscribed", { entities, cursor: page.cursor });
      return sentUpTo;
    });
  }

  /** Bad frames get an answer; a client that sends nothing else is broken, and one without a session is out. */
  private async refuse(socket: WebSocket, error: AppError<string>): Promise<void> {
    if (error.code === "token_invalid") return this.sockets.endSession(socket);
    const state = this.sockets.stateOf(socket);
    const product = await this.host.product(state);
    const { code, message } = product.wireError(error);
    this.sockets.send(socket, "error", { code, message });
    if (error.code !== "invalid_input") return;
    const malformed = state.malformed + 1;
    this.sockets.patch(socket, { malformed });
    if (malformed >= MALFORMED_MAX) this.sockets.close(socket, POLICY_VIOLATION, "Too many malformed frames");
  }
}
