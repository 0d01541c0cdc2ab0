import { unsafeCast } from "../kernel/cast.ts";
import type { Change } from "../kernel/change.ts";
import type { HubOwner } from "../kernel/hub/protocol.ts";

const REVOKED = 4401;

/** All that is known of a socket. It travels in the socket's attachment (at most 2 KB), because memory is lost on eviction. */
export interface SocketState {
  owner: HubOwner;
  sessionId: string;
  /** When the session ends unless it was prolonged meanwhile (UTC ms). */
  expiresAt: number;
  /** Entities it wants to hear of; null: everything. */
  entities: string[] | null;
  /** Malformed frames in a row. */
  malformed: number;
  /** When the client last said it is active (UTC ms). */
  lastActive: number;
}

/** The user's open WebSockets, on the hibernation API: an idle hub sleeps while they stay connected. */
export class Sockets {
  /** Live changes that wait until their socket has caught up. */
  private readonly held = new Map<WebSocket, Change[]>();
  /** Attachments as last read or written: decoding one costs more than sending a frame. */
  private readonly states = new WeakMap<WebSocket, SocketState>();

  constructor(private readonly ctx: DurableObjectState) {
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /** Opens a socket; returns our end and the client's. */
  accept(state: SocketState): { socket: WebSocket; client: WebSocket } {
    const { 0: client, 1: socket } = new WebSocketPair();
    this.ctx.acceptWebSocket(socket, [state.sessionId]);
    this.store(socket, state);
    return { socket, client };
  }

  stateOf(socket: WebSocket): SocketState {
    const state = this.states.get(socket) ?? unsafeCast<SocketState>(socket.deserializeAttachment());
    this.states.set(socket, state);
    return state;
  }

  patch(socket: WebSocket, patch: Partial<SocketState>): void {
    this.store(socket, { ...this.stateOf(socket), ...patch });
  }

  /** Sockets whose session has ended by what they know of it. */
  expired(now: number): WebSocket[] {
    return this.ctx.getWebSockets().filter((socket) => this.stateOf(socket).expiresAt <= now);
  }

  endSessions(sessionIds: readonly string[]): void {
    for (const id of sessionIds) for (const socket of this.ctx.getWebSockets(id)) this.endSession(socket);
  }

  endSession(socket: WebSocket): void {
    this.close(socket, REVOKED, "The session has ended");
  }

  close(socket: WebSocket, code: number, reason: string): void {
    this.held.delete(socket);
    if (socket.readyState === WebSocket.OPEN) socket.close(code, reason);
  }

  send(socket: WebSocket, event: string, data: unknown): void {
    sendText(socket, frame(event, data));
  }

  /** Every socket hears it, whatever it subscribed to. */
  emit(event: string, data: unknown): void {
    const text = frame(event, data);
    for (const socket of this.ctx.getWebSockets()) sendText(socket, text);
  }

  /** Every socket hears of the changes it subscribed to. @param changes in the order of their revisions */
  publish(changes: readonly Change[]): void {
    const sockets = this.ctx.getWebSockets();
    if (sockets.length === 0) return;
    const frames = changes.map((change) => ({ entity: change.entity, text: changeFrame(change) }));
    for (const socket of sockets) {
      const held = this.held.get(socket);
      if (held) {
        held.push(...changes);
        continue;
      }
      const { entities } = this.stateOf(socket);
      for (const { entity, text } of frames) if (hears(entities, entity)) sendText(socket, text);
    }
  }

  /**
   * Runs `work`, which sends the socket what it must hear first; live changes wait until then. `work` resolves to the
   * revision up to which it sent everything (0: unknown): live changes up to there would be repetitions, or older.
   */
  async holding(socket: WebSocket, work: () => Promise<number>): Promise<void> {
    const held: Change[] = [];
    this.held.set(socket, held);
    let sentUpTo = 0;
    try {
      sentUpTo = await work();
    } finally {
      this.held.delete(socket);
      this.sendChanges(
        socket,
        held.filter(({ rev }) => rev > sentUpTo),
        this.stateOf(socket).entities,
      );
    }
  }

  /** Tells one socket of changes, subject to a filter. */
  sendChanges(socket: WebSocket, changes: readonly Change[], entities: SocketState["entities"]): void {
    for (const change of changes) if (hears(entities, change.entity)) sendText(socket, changeFrame(change));
  }

  private store(socket: WebSocket, state: SocketState): void {
    socket.serializeAttachment(state);
    this.states.set(socket, state);
  }
}

const hears = (entities: SocketState["entities"], entity: string): boolean => entities?.includes(entity) ?? true;

const frame = (event: string, data: unknown): string => JSON.stringify({ event, data });

const changeFrame = ({ entity, id, operation, data, rev }: Change): string =>
  frame("entity:updated", { entity, id, operation, data, rev });

function sendText(socket: WebSocket, text: string): void {
  try {
    socket.send(text);
  } catch {
    // The peer is gone and its close event has not come yet: the other sockets must hear it all the same.
  }
}
