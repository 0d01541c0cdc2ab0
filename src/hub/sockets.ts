import { unsafeCast } from "../kernel/cast.ts";
import type { Change, SocketEvent } from "../kernel/change.ts";
import type { HubOwner } from "../kernel/hub/protocol.ts";
import { LIMITS } from "../limits.ts";

const SESSION_ENDED = 4401;
const TOO_MANY = 4429;

/** Everything known about a socket. It is stored in the socket's attachment (at most 2 KB), because memory is lost on eviction. */
export interface SocketState {
  owner: HubOwner;
  sessionId: string;
  /** From when on nothing is sent before the session has been checked again (UTC ms). */
  checkAt: number;
  /** Entities whose changes it is sent; null: all. */
  entities: string[] | null;
  /** Malformed frames in a row. */
  malformed: number;
  /** When the client last said it is active (UTC ms). */
  lastActive: number;
}

/** A frame for every socket of the user. `change`: what it reports; null for an event, which every socket gets. */
interface LiveFrame {
  text: string;
  change: Pick<Change, "entity" | "rev"> | null;
}

/** The user's open WebSockets, on the hibernation API: an idle hub is evicted while they stay connected. */
export class Sockets {
  /** Live frames that wait until their socket has caught up. */
  private readonly held = new Map<WebSocket, LiveFrame[]>();
  /** Attachments as last read or written: decoding one costs more than sending a frame. */
  private readonly states = new WeakMap<WebSocket, SocketState>();

  constructor(private readonly ctx: DurableObjectState) {
    ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  /**
   * Opens a socket; returns our end and the client's. One that is too many closes the one whose client was active least
   * recently, with the code 4429: a phone that lost its network leaves its socket open for a while, and must not be locked out by it.
   */
  accept(state: SocketState): { socket: WebSocket; client: WebSocket } {
    const active = this.open().toSorted((a, b) => this.stateOf(a).lastActive - this.stateOf(b).lastActive);
    const excess = Math.max(0, active.length + 1 - LIMITS.hub.sockets);
    for (const oldest of active.slice(0, excess)) this.close(oldest, TOO_MANY, "Too many sockets are open");
    const { 0: client, 1: socket } = new WebSocketPair();
    this.ctx.acceptWebSocket(socket, [state.sessionId]);
    this.store(socket, state);
    return { socket, client };
  }

  /** What is known about a socket. */
  stateOf(socket: WebSocket): SocketState {
    const state = this.states.get(socket) ?? unsafeCast<SocketState>(socket.deserializeAttachment());
    this.states.set(socket, state);
    return state;
  }

  /** Changes and stores what is known about a socket. */
  patch(socket: WebSocket, patch: Partial<SocketState>): void {
    this.store(socket, { ...this.stateOf(socket), ...patch });
  }

  /** Sockets whose session has to be checked before anything is sent. */
  unchecked(now: number): WebSocket[] {
    return this.open().filter((socket) => this.stateOf(socket).checkAt <= now);
  }

  /** Closes all sockets of these sessions with the code 4401. */
  endSessions(sessionIds: readonly string[]): void {
    for (const id of sessionIds) for (const socket of this.ctx.getWebSockets(id)) this.endSession(socket);
  }

  /** Closes a socket whose session has ended, with the code 4401. */
  endSession(socket: WebSocket): void {
    this.close(socket, SESSION_ENDED, "The session has ended");
  }

  /** Closes a socket, and drops the live frames that wait for it. */
  close(socket: WebSocket, code: number, reason: string): void {
    this.held.delete(socket);
    if (socket.readyState === WebSocket.OPEN) socket.close(code, reason);
  }

  /** Sends one socket a frame at once. */
  send(socket: WebSocket, event: string, data: unknown): void {
    sendText(socket, frameText(event, data));
  }

  /** Sends one socket the changes of the entities it wants, at once. */
  sendChanges(socket: WebSocket, changes: readonly Change[], entities: SocketState["entities"]): void {
    for (const change of changes) if (isWanted(change, entities)) sendText(socket, changeText(change));
  }

  /** Sends every socket the changes that it subscribed to. @param changes in the order of their revisions */
  broadcastChanges(changes: readonly Change[]): void {
    this.broadcast(changes, (change) => ({ text: changeText(change), change }));
  }

  /** Sends every socket the events, whatever it subscribed to. */
  broadcastEvents(events: readonly SocketEvent[]): void {
    this.broadcast(events, ({ event, data }) => ({ text: frameText(event, data), change: null }));
  }

  /**
   * Runs `sendFirst`, which sends the socket what it must get before any live frame; live frames wait until then. It
   * resolves to the revision up to which it sent every change (0: unknown): live changes up to there are left out, because
   * they would repeat what was sent, or be older.
   */
  async holdLiveFrames(socket: WebSocket, sendFirst: () => Promise<number>): Promise<void> {
    const held: LiveFrame[] = [];
    this.held.set(socket, held);
    let sentUpTo = 0;
    try {
      sentUpTo = await sendFirst();
    } finally {
      this.held.delete(socket);
      for (const frame of held) if (frame.change === null || frame.change.rev > sentUpTo) this.deliver(socket, frame);
    }
  }

  private open(): WebSocket[] {
    return this.ctx.getWebSockets().filter(({ readyState }) => readyState === WebSocket.OPEN);
  }

  private broadcast<Item>(items: readonly Item[], frameOf: (item: Item) => LiveFrame): void {
    const sockets = this.open();
    if (sockets.length === 0) return;
    const frames = items.map(frameOf);
    for (const socket of sockets) {
      const held = this.held.get(socket);
      if (held) held.push(...frames);
      else for (const frame of frames) this.deliver(socket, frame);
    }
  }

  private deliver(socket: WebSocket, { text, change }: LiveFrame): void {
    if (change === null || isWanted(change, this.stateOf(socket).entities)) sendText(socket, text);
  }

  private store(socket: WebSocket, state: SocketState): void {
    socket.serializeAttachment(state);
    this.states.set(socket, state);
  }
}

const isWanted = ({ entity }: Pick<Change, "entity">, entities: SocketState["entities"]): boolean =>
  entities?.includes(entity) ?? true;

const frameText = (event: string, data: unknown): string => JSON.stringify({ event, data });

const changeText = ({ entity, id, operation, data, rev }: Change): string =>
  frameText("entity:updated", { entity, id, operation, data, rev });

function sendText(socket: WebSocket, text: string): void {
  try {
    socket.send(text);
  } catch {
    // The client is gone and its close event has not arrived yet: the other sockets must get the frame all the same.
  }
}
