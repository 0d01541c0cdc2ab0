import { v7 as newId } from "uuid";
import WebSocket from "ws";
import { storedId } from "../src/kernel/db/stored-id.ts";
import { ask, bearer, expenseOf, json, type User } from "./fixture.ts";
import { type Call, send } from "./load.ts";

// How long it takes until all open sockets of a user have received a write.

/** As many as a user may have open (`LIMITS.hub.sockets`). */
const SOCKETS = 20;

/** What the measurement needs of a Worker. */
interface Side {
  /** Opens one more socket of the user. */
  open(): Promise<WebSocket>;
  /** The call that writes a row with this id. */
  write(id: string): Call;
}

/**
 * Both Workers, as the measurement needs them.
 * @param ours URL of our Worker
 * @param bare URL of the bare one
 * @param stored a stored transaction, as the database has it
 */
export function sidesOf(ours: string, bare: string, user: User, stored: Record<string, unknown>) {
  const socketOf = async (url: string) => {
    const socket = new WebSocket(url.replace(/^http/, "ws"));
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    return socket;
  };
  return {
    ours: {
      async open() {
        const { ticket } = await ask<{ ticket: string }>(
          json("POST", `${ours}/v1/realtime/ticket`, bearer(user.token), {}),
        );
        return socketOf(`${ours}/ws?ticket=${encodeURIComponent(ticket)}`);
      },
      write: (id: string) =>
        json("POST", `${ours}/v1/transactions`, bearer(user.token), { ...expenseOf(user.accountId), id }),
    },
    bare: {
      open: () => socketOf(`${bare}/ws?user=${user.owner}`),
      write: (id: string) => {
        const row = { ...stored, id, owner: user.owner, accountId: storedId(user.accountId) };
        return json("POST", `${bare}/transactions`, { user: String(user.owner) }, row);
      },
    },
  };
}

/** Milliseconds from the reply of each write until the last socket has received it. */
export async function measureFanOut(side: Side, writes: number): Promise<number[]> {
  const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => side.open()));
  const delays: number[] = [];
  for (let index = 0; index < writes; index += 1) {
    const id = newId();
    const arrivals = Promise.all(sockets.map((socket) => arrivalOf(socket, id)));
    await send(side.write(id));
    const repliedAt = performance.now();
    delays.push(Math.max(0, Math.max(...(await arrivals)) - repliedAt));
  }
  for (const socket of sockets) socket.terminate();
  return delays;
}

/** Resolves to the moment at which the socket receives an event about the row. */
const arrivalOf = (socket: WebSocket, id: string): Promise<number> =>
  new Promise((resolve) => {
    const listener = (message: WebSocket.RawData) => {
      if (!String(message).includes(id)) return;
      socket.off("message", listener);
      resolve(performance.now());
    };
    socket.on("message", listener);
  });
