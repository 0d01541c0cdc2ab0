// How a client's request for a WebSocket gets from the Worker to the user's hub. The Worker checks the token's signature, or
// the ticket's, so that requests without a good one wake no hub; the hub then checks the session and opens the socket.

import { verifyAccessToken } from "../kernel/auth/token.ts";
import { unsafeCast } from "../kernel/cast.ts";
import type { Env } from "../kernel/env.ts";
import { AppError } from "../kernel/errors.ts";
import { hubStub } from "../kernel/hub/client.ts";
import { appErrorOf, type HubOwner, type PlainError } from "../kernel/hub/protocol.ts";
import { ticketUser } from "./tickets.ts";

/** What the Worker passes to the hub about a client that wants a socket: its session, or a ticket that was issued to one. */
export interface Handshake {
  owner: HubOwner;
  credential: { sessionId: string } | { ticket: string };
  /** The database that the access token names; null when the credential is a ticket. */
  database: string | null;
  now: number;
}

/**
 * `GET /ws?token=…` or `?ticket=…`: hands the connection to the user's hub. 426 when it is no upgrade request.
 * @throws AppError token_invalid, token_expired; forbidden for a session with a scope; rate_limited past the user's limit
 * for reads
 */
export async function connectSocket(request: Request, env: Env, product: string, now: number): Promise<Response> {
  if (request.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    return new Response("Expected a WebSocket upgrade", { status: 426, headers: { Upgrade: "websocket" } });
  }
  const handshake = await handshakeOf(new URL(request.url).searchParams, env, product, now);
  const reply = await hubStub(env.USER_HUB, handshake.owner).fetch(
    `https://hub/?${new URLSearchParams({ handshake: JSON.stringify(handshake) })}`,
    {
      headers: { Upgrade: "websocket" },
    },
  );
  if (reply.webSocket) return reply;
  throw appErrorOf(unsafeCast<PlainError>(await reply.json()));
}

async function handshakeOf(query: URLSearchParams, env: Env, product: string, now: number): Promise<Handshake> {
  const token = query.get("token");
  if (token !== null) {
    const { userId, sessionId, home, grant } = await verifyAccessToken(env, product, token, now);
    if (grant !== undefined) throw new AppError("forbidden");
    return { owner: { product, userId }, credential: { sessionId }, database: home.database, now };
  }
  const ticket = query.get("ticket") ?? "";
  const userId = await ticketUser(env.TOKEN_SECRET, product, ticket);
  if (userId === undefined) throw new AppError("token_invalid", { message: "Missing or invalid token or ticket" });
  return { owner: { product, userId }, credential: { ticket }, database: null, now };
}

/** The handshake of a request that `connectSocket` sent; null for any other request. */
export function readHandshake(request: Request): Handshake | null {
  const handshake = new URL(request.url).searchParams.get("handshake");
  return handshake === null ? null : unsafeCast<Handshake>(JSON.parse(handshake));
}
