// What a committed write sends to users' open sockets: which rows of its own user it changed, and events for any user.

/** One row that a committed write changed, as it is sent to every open socket of its user. */
export interface Change {
  entity: string;
  id: string;
  operation: "create" | "update" | "delete";
  /** The user's clock at that write: sync cursor, and gap detector for clients. */
  rev: number;
  /** The row as on the wire; of a deleted row `{id, showStatus: "deleted"}`. */
  data: unknown;
}

/** A frame `{event, data}` for all open sockets of one user, whatever they subscribed to. `data` must be plain JSON. */
export interface SocketEvent {
  event: string;
  data: unknown;
}

/** An event that a write has for the sockets of some user of the same product: the acting one, or another. */
export interface UserEvent extends SocketEvent {
  userId: string;
}
