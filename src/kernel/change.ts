/** One row that a committed write changed, as every open socket of its user hears it. */
export interface Change {
  entity: string;
  id: string;
  operation: "create" | "update" | "delete";
  /** The user's clock at that write: sync cursor, and gap detector for clients. */
  rev: number;
  /** The row as on the wire; of a deleted row `{id, showStatus: "deleted"}`. */
  data: unknown;
}
