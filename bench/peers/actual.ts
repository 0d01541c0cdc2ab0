import { randomUUID } from "node:crypto";
import { expenseOf, json } from "../fixture.ts";
import { type Answer, type Call, send } from "../load.ts";
import { type Peer, requireAll } from "./peer.ts";
import { load, type ServerProcess, start } from "./process.ts";

// Actual's sync server keeps messages: the value of one column of one row, with its time. Phones encode and apply them.

export const ACTUAL_PACKAGES = ["@actual-app/sync-server@26.9.0", "@actual-app/crdt@3.1.3"];
const PASSWORD = "Benchmark-2026";
const MEDIA = "application/actual-sync";

/** What is used of the library that Actual's own clients make messages with. */
interface Crdt {
  MessageSchema: unknown;
  MessageEnvelopeSchema: unknown;
  SyncRequestSchema: unknown;
  SyncResponseSchema: unknown;
  create(schema: unknown, fields: object): object;
  toBinary(schema: unknown, message: object): Uint8Array;
  fromBinary(schema: unknown, bytes: Uint8Array): { messages: object[] };
  makeClientId(): string;
  makeClock(timestamp: object): object;
  setClock(clock: object): void;
  Timestamp: {
    new (millis: number, counter: number, node: string): object;
    /** The next moment of this client's clock. */
    send(): object;
  };
}

/** Actual's sync server, without encryption by the client. */
export const startActual = (): Promise<ServerProcess> =>
  start("@actual-app/sync-server/build/bin/actual-server.js", (port, folder) => ({
    args: [],
    env: { ACTUAL_PORT: String(port), ACTUAL_HOSTNAME: "127.0.0.1", ACTUAL_DATA_DIR: folder },
  }));

/** A new budget file of a running server. */
export async function actualPeer({ url }: ServerProcess): Promise<Peer> {
  const crdt = await load<Crdt>("@actual-app/crdt/dist/index.js");
  crdt.setClock(crdt.makeClock(new crdt.Timestamp(0, 0, crdt.makeClientId())));
  const token = await logIn(url);
  const file = await createFile(url, token);
  const accountId = randomUUID();

  const call = (messages: object[], since: string): Call => ({
    method: "POST",
    url: `${url}/sync/sync`,
    headers: { "X-ACTUAL-TOKEN": token, "Content-Type": MEDIA },
    body: crdt.toBinary(crdt.SyncRequestSchema, crdt.create(crdt.SyncRequestSchema, { ...file, since, messages })),
  });
  const received = ({ body }: Answer) => crdt.fromBinary(crdt.SyncResponseSchema, body).messages.length;
  /** The messages that Actual's client makes of a new row: one for each column that is not null. */
  const messagesOf = (row: string, columns: Record<string, string | number>) =>
    Object.entries(columns).map(([column, value]) => {
      const typed = `${typeof value === "number" ? "N" : "S"}:${value}`;
      const message = crdt.create(crdt.MessageSchema, { dataset: "transactions", row, column, value: typed });
      return crdt.create(crdt.MessageEnvelopeSchema, {
        timestamp: String(crdt.Timestamp.send()),
        isEncrypted: false,
        content: crdt.toBinary(crdt.MessageSchema, message),
      });
    });

  let pushed = 0;
  let before = String(crdt.Timestamp.send());
  return {
    name: "Actual",
    push(count) {
      before = String(crdt.Timestamp.send());
      const messages = Array.from({ length: count }, () => messagesOf(randomUUID(), columnsOf(accountId))).flat();
      pushed = messages.length;
      return call(messages, before);
    },
    // A push is answered by what others wrote: nothing here. How much was stored, the pull tells.
    onPushed: (answer) => requireAll("Actual sent back", received(answer), 0),
    pull: () => call([], before),
    onPulled: (answer) => requireAll("Actual sent", received(answer), pushed),
  };
}

/** The columns that Actual fills for an expense with a category, a payee and notes; the payee's is called `description`. */
function columnsOf(accountId: string): Record<string, string | number> {
  const { amount, date, description } = expenseOf(accountId);
  return {
    acct: accountId,
    category: "5b0ad1e4-7d3c-4f0e-9a63-0d2b6a4f8c11",
    amount: -Number(amount) * 100,
    description: "c6a3f2d8-41b7-4b0e-8f55-92e7d1a0b3c4",
    notes: String(description),
    date: Number(String(date).replaceAll("-", "")),
    sort_order: Date.now(),
    cleared: 1,
    reconciled: 0,
  };
}

async function logIn(url: string): Promise<string> {
  await send(json("POST", `${url}/account/bootstrap`, {}, { password: PASSWORD }));
  const { text } = await send(
    json("POST", `${url}/account/login`, {}, { loginMethod: "password", password: PASSWORD }),
  );
  return (JSON.parse(text) as { data: { token: string } }).data.token;
}

async function createFile(url: string, token: string): Promise<{ fileId: string; groupId: string }> {
  const fileId = randomUUID();
  const { text } = await send({
    method: "POST",
    url: `${url}/sync/upload-user-file`,
    headers: {
      "X-ACTUAL-TOKEN": token,
      "X-ACTUAL-FILE-ID": fileId,
      "X-ACTUAL-NAME": "Bench",
      "X-ACTUAL-FORMAT": "2",
      "Content-Type": "application/encrypted-file",
    },
    body: "none",
  });
  return { fileId, groupId: (JSON.parse(text) as { groupId: string }).groupId };
}
