import { v7 as newId } from "uuid";
import { expenseOf, json } from "../fixture.ts";
import { send } from "../load.ts";
import { type Peer, requireAll } from "./peer.ts";
import { type ServerProcess, start } from "./process.ts";

export const POUCHDB_PACKAGES = ["pouchdb-server@4.2.0"];

/** PouchDB Server over LevelDB, its default: a document per transaction. Whoever reaches it may do anything. */
export const startPouchDb = (): Promise<ServerProcess> =>
  start("pouchdb-server/bin/pouchdb-server", (port, folder) => ({
    args: ["--port", String(port), "--dir", folder, "--no-stdout-logs"],
    env: {},
  }));

/** A new database of a running server. */
export async function pouchDbPeer(server: ServerProcess): Promise<Peer> {
  const database = `${server.url}/bench`;
  await send(json("PUT", database, {}, {}));
  const accountId = newId();
  let pushed = 0;
  let sequence = 0;
  return {
    name: "PouchDB Server",
    push(count) {
      pushed = count;
      const now = new Date().toISOString();
      const docs = Array.from({ length: count }, () => ({
        _id: newId(),
        ...expenseOf(accountId),
        createdAt: now,
        updatedAt: now,
      }));
      return json("POST", `${database}/_bulk_docs`, {}, { docs });
    },
    onPushed({ text }) {
      const results = JSON.parse(text) as { ok?: boolean }[];
      requireAll("PouchDB stored", results.filter(({ ok }) => ok).length, pushed);
    },
    pull: () => ({
      method: "GET",
      url: `${database}/_changes?include_docs=true&since=${sequence}`,
      headers: {},
    }),
    onPulled({ text }) {
      const { results, last_seq: last } = JSON.parse(text) as { results: { doc?: object }[]; last_seq: number };
      requireAll("PouchDB sent", results.filter(({ doc }) => doc).length, pushed);
      sequence = last;
    },
  };
}
