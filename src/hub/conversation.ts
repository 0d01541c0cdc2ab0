import { Buffer } from "node:buffer";
import type { Context } from "../kernel/context.ts";
import { AppError } from "../kernel/errors.ts";
import { asAppError } from "../kernel/http/respond.ts";
import type { CatchUp, HubProduct } from "../kernel/hub/product.ts";
import { type Admission, type AdmissionRequest, appErrorOf, type HubReply } from "../kernel/hub/protocol.ts";
import { LIMITS } from "../limits.ts";
import { type ClientFrame, parseFrame } from "./frames.ts";
import type { SocketState, Sockets } from "./sockets.ts";
import { TaskQueue } from "./task-queue.ts";

/** Kept in memory: a hub that was evicted had been idle for as long. */
const TRAFFIC_WINDOW_MS = 10_000;
const POLICY_VIOLATION = 1008;
const TOO_BIG = 1009;

type Subscription = Extract<ClientFrame, { event: "subscribe" }>["data"];

/** What a conversation needs of the hub. */
export interface ConversationHost {
  product(state: SocketState): Promise<HubProduct>;
  admit(state: SocketState, request: AdmissionRequest): Promise<HubReply<Admission>>;
  context(state: SocketState, now: number): Promise<Context>;
}

/** What a socket's client sends: its frames in turn, and how many there were in the current window. */
interface Traffic {
  queue: TaskQueue;
  openedAt: number;
  frames: number;
}

/** Answers what clients send on their sockets (spec 6.3). Each socket's frames are handled one at a time, in order. */
export class Conversation {
  private readonly traffic = new WeakMap<WebSocket, Traffic>();

  constructor(
    private readonly sockets: Sockets,
    private readonly host: ConversationHost,
  ) {}

  /** Sends `hello` to a new socket, with the cursor at the user's newest write when the product has sync. */
  greet(socket: WebSocket, now: number): Promise<void> {
    return this.sockets.holdLiveFrames(socket, async () => {
      const state = this.sockets.stateOf(socket);
      const { catchUp } = await this.host.product(state);
      const data = catchUp ? { cursor: await catchUp.currentCursor(await this.host.context(state, now)) } : {};
      this.sockets.send(socket, "hello", data);
      return 0;
    });
  }

  /**
   * Handles a frame after the socket's earlier ones. A frame that fails is answered by an `error` frame; a client that sends
   * too many is disconnected.
   */
  async onMessage(socket: WebSocket, message: string | ArrayBuffer, now: number): Promise<void> {
    const { queue, frames } = this.count(socket, now);
    if (frames > LIMITS.hub.frames) return this.sockets.close(socket, POLICY_VIOLATION, "Too many frames");
    await queue.run(() => this.handle(socket, message, now));
  }

  private count(socket: WebSocket, now: number): Traffic {
    const known = this.traffic.get(socket) ?? { queue: new TaskQueue(), openedAt: now, frames: 0 };
    const isOver = Math.abs(now - known.openedAt) >= TRAFFIC_WINDOW_MS;
    const traffic = { ...known, ...(isOver && { openedAt: now, frames: 0 }) };
    traffic.frames += 1;
    this.traffic.set(socket, traffic);
    return traffic;
  }

  private async handle(socket: WebSocket, message: string | ArrayBuffer, now: number): Promise<void> {
    // Frames may still be queued when the socket is closed.
    if (socket.readyState !== WebSocket.OPEN) return;
    if (Buffer.byteLength(message) > LIMITS.hub.frameBytes)
      return this.sockets.close(socket, TOO_BIG, "Frame over 64 KiB");
    try {
      await this.dispatch(socket, parseFrame(message), now);
      if (this.sockets.stateOf(socket).malformed > 0) this.sockets.patch(socket, { malformed: 0 });
    } catch (error) {
      await this.sendError(socket, asAppError(error, crypto.randomUUID()));
    }
  }

  private async dispatch(socket: WebSocket, frame: ClientFrame, now: number): Promise<void> {
    const cursor = frame.event === "subscribe" ? frame.data?.cursor : undefined;
    const state = this.sockets.stateOf(socket);
    // Catching up reads what a pull reads, and counts as one.
    const request: AdmissionRequest = {
      sessionId: state.sessionId,
      database: null,
      bucket: cursor ? "sync" : null,
      now,
    };
    const admitted = await this.host.admit(state, request);
    if (!admitted.ok) throw appErrorOf(admitted.error);
    if (frame.event === "subscribe") await this.subscribe(socket, frame.data, now);
    else this.sockets.patch(socket, { lastActive: now });
  }

  /** Replaces the filter. With a cursor, the socket first gets all that changed after it, and then live changes. */
  private async subscribe(socket: WebSocket, subscription: Subscription, now: number): Promise<void> {
    const names = new Set(subscription?.entities);
    const entities = names.size > 0 ? [...names] : null;
    const cursor = subscription?.cursor;
    if (!cursor) {
      this.sockets.patch(socket, { entities });
      this.sockets.send(socket, "subscribed", { entities });
      return;
    }
    const state = this.sockets.stateOf(socket);
    const { catchUp } = await this.host.product(state);
    if (!catchUp)
      throw new AppError("invalid_input", { message: "data.cursor: this product has no changes to catch up on" });
    await this.sockets.holdLiveFrames(socket, async () => {
      const ctx = await this.host.context(state, now);
      let page: Awaited<ReturnType<CatchUp["pull"]>> = { changes: [], cursor, hasMore: true };
      let sentUpTo = 0;
      while (page.hasMore && socket.readyState === WebSocket.OPEN) {
        page = await catchUp.pull(ctx, page.cursor);
        this.sockets.sendChanges(socket, page.changes, entities);
        sentUpTo = page.changes.at(-1)?.rev ?? sentUpTo;
      }
      this.sockets.patch(socket, { entities });
      this.sockets.send(socket, "subscribed", { entities, cursor: page.cursor });
      return sentUpTo;
    });
  }

  /**
   * Answers a frame that failed. A client whose session is over is disconnected, and so is one that sends nothing but
   * malformed frames.
   */
  private async sendError(socket: WebSocket, error: AppError<string>): Promise<void> {
    if (error.code === "token_invalid") return this.sockets.endSession(socket);
    const state = this.sockets.stateOf(socket);
    const product = await this.host.product(state);
    const { code, message } = product.wireError(error);
    this.sockets.send(socket, "error", { code, message });
    if (error.code !== "invalid_input") return;
    const malformed = state.malformed + 1;
    this.sockets.patch(socket, { malformed });
    if (malformed >= LIMITS.hub.malformedFrames)
      this.sockets.close(socket, POLICY_VIOLATION, "Too many malformed frames");
  }
}
