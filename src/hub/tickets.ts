import { constantTimeEqual, hmacBase64Url, randomToken, sha256Hex } from "../kernel/crypto.ts";
import type { HubOwner } from "../kernel/hub/protocol.ts";

const TICKET_SECONDS = 30;

/**
 * Single-use keys to a WebSocket, because URLs get logged: `<userId>.<random>.<signature>`. The signature lets the
 * Worker refuse made-up tickets before they wake a hub; the hub keeps a hash, and forgets it on first use.
 */
export class Tickets {
  constructor(private readonly sql: SqlStorage) {
    sql.exec(
      "CREATE TABLE IF NOT EXISTS tickets (hash TEXT PRIMARY KEY, sessionId TEXT NOT NULL, expiresAt INTEGER NOT NULL)",
    );
  }

  /** A ticket for this session, good for `expiresIn` seconds. */
  async issue(
    secret: string,
    owner: HubOwner,
    sessionId: string,
    now: number,
  ): Promise<{ ticket: string; expiresIn: number }> {
    const body = `${owner.userId}.${randomToken()}`;
    const ticket = `${body}.${await signatureOf(secret, owner.product, body)}`;
    const hash = await sha256Hex(ticket);
    this.sql.exec("DELETE FROM tickets WHERE expiresAt <= ?", now);
    this.sql.exec("INSERT INTO tickets VALUES (?, ?, ?)", hash, sessionId, now + TICKET_SECONDS * 1000);
    return { ticket, expiresIn: TICKET_SECONDS };
  }

  /** The session that the ticket was issued to; undefined when it is unknown, used or expired. */
  async redeem(ticket: string, now: number): Promise<string | undefined> {
    const hash = await sha256Hex(ticket);
    const sql = "DELETE FROM tickets WHERE hash = ? RETURNING sessionId, expiresAt";
    const [row] = this.sql.exec<{ sessionId: string; expiresAt: number }>(sql, hash).toArray();
    return row && row.expiresAt > now ? row.sessionId : undefined;
  }
}

/** The user whose hub has to know this ticket; undefined when we never made it. */
export async function ticketUser(secret: string, product: string, ticket: string): Promise<string | undefined> {
  const [userId = "", random = "", signature = ""] = ticket.split(".");
  const isOurs = await constantTimeEqual(signature, await signatureOf(secret, product, `${userId}.${random}`));
  return isOurs ? userId : undefined;
}

const signatureOf = (secret: string, product: string, body: string): Promise<string> =>
  hmacBase64Url(secret, `ticket:${product}:${body}`);
