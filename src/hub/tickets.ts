import { constantTimeEqual, hmacBase64Url, randomToken, sha256Hex } from "../kernel/crypto.ts";
import type { HubOwner } from "../kernel/hub/protocol.ts";
import { LIMITS } from "../limits.ts";

const TICKET_SECONDS = 30;

/**
 * Tickets that open one WebSocket each, instead of an access token: a socket's credential is part of its URL, and URLs are
 * logged. A ticket is `<userId>.<random>.<signature>`. By the signature the Worker refuses forged tickets before they wake
 * a hub. The hub stores only a hash of the ticket, and deletes it on first use.
 */
export class Tickets {
  constructor(private readonly sql: SqlStorage) {
    sql.exec(
      "CREATE TABLE IF NOT EXISTS tickets (hash TEXT PRIMARY KEY, sessionId TEXT NOT NULL, expiresAt INTEGER NOT NULL)",
    );
  }

  /** Creates a ticket for this session, valid for `expiresIn` seconds; deletes expired ones, and the oldest beyond the limit. */
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
    const newest = "SELECT rowid FROM tickets ORDER BY rowid DESC LIMIT ?";
    this.sql.exec(`DELETE FROM tickets WHERE rowid NOT IN (${newest})`, LIMITS.hub.tickets);
    return { ticket, expiresIn: TICKET_SECONDS };
  }

  /** Uses the ticket up. Returns the session that it was issued to; undefined when it is unknown, used or expired. */
  async redeem(ticket: string, now: number): Promise<string | undefined> {
    const hash = await sha256Hex(ticket);
    const sql = "DELETE FROM tickets WHERE hash = ? RETURNING sessionId, expiresAt";
    const [row] = this.sql.exec<{ sessionId: string; expiresAt: number }>(sql, hash).toArray();
    return row && row.expiresAt > now ? row.sessionId : undefined;
  }
}

/** The user that a ticket was issued to, by its text alone; undefined when it is forged. */
export async function ticketUser(secret: string, product: string, ticket: string): Promise<string | undefined> {
  const [userId = "", random = "", signature = ""] = ticket.split(".");
  const isOurs = await constantTimeEqual(signature, await signatureOf(secret, product, `${userId}.${random}`));
  return isOurs ? userId : undefined;
}

const signatureOf = (secret: string, product: string, body: string): Promise<string> =>
  hmacBase64Url(secret, `ticket:${product}:${body}`);
