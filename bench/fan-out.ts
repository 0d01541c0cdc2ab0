import { v7 as newId } from "uuid";
import WebSocket from "ws";
import { ask, bearer, expenseOf, json, type User } from "./fixture.ts";
import { type Call, send } from "./load.ts";

const SOCKETS = 50;

interface Side {
  /** Opens one more socket of the user. */
  open(): Promise<WebSocket>;
  /** A write whose row has this id. */
  write(id: string): Call;
}

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
      open: () => socketOf(`${bare}/ws?user=${user.id}`),
      write: (id: string) => {
        const row = { ...stored, id, userId: user.id, accountId: user.accountId };
        return json("POST", `${bare}/transactions`, { user: user.id }, row);
      },
    },
  };
}

/** Time (ms) from each write's reply until the last of 50 sockets has heard of it. */
export async function measureFanOut(side: Side, writes: number): Promise<number[]> {
  const sockets = await Promise.all(Array.from({ length: SOCKETS }, () => side.open()));
  const delays: number[] = [];
  for (let index = 0; index < writes; index += 1) {
    const id = newId();
    const heard = Promise.all(sockets.map((socket) => hears(socket, id)));
    await send(side.write(id));
    const replied = performance.now();
    delays.push(Math.max(0, Math.max(...(await heard)) - replied));
  }
  for (const socket of sockets) socket.terminate();
  return delays;
}

/** Resolves to the moment at which the socket hears of the row. */
const hears = (socket: WebSocket, id: string): Promise<number> =>
  new Promise((resolve) => {
    const listener = (message: WebSocket.RawData) => {
      if (!String(message).includes(id)) return;
      socket.off("message", listener);
      resolve(performance.now());
    };
    socket.on("message", listener);
  });
