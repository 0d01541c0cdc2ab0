import { gzipSync } from "node:zlib";
import { bearer, prepareUser, pushOf } from "../fixture.ts";
import type { Server } from "../server.ts";
import { type Peer, requireAll } from "./peer.ts";

/** How a phone may ask for fewer bytes. */
interface Form {
  readonly name: string;
  /** Asks for results without what was sent (`Prefer: return=minimal`). */
  readonly isMinimal?: true;
  /** Sends its pushes compressed. */
  readonly isCompressed?: true;
  /** What the pull adds to its query. */
  readonly query?: string;
}

export const FORMS: readonly Form[] = [
  { name: "Leora" },
  { name: "Leora, `Prefer: return=minimal` and `nulls=omit`", isMinimal: true, query: "&nulls=omit" },
  { name: "Leora, the same and the push in gzip", isMinimal: true, isCompressed: true, query: "&nulls=omit" },
];

/** A new user of our Worker. @param index makes the user unique */
export async function leoraPeer({ url }: Server, { name, ...form }: Form, index: number): Promise<Peer> {
  const user = await prepareUser(url, index);
  let pushed = 0;
  let [before, after] = [user.cursor, user.cursor];
  return {
    name,
    push(count) {
      pushed = count;
      before = after;
      const call = pushOf(url, user, { count, cursor: before, isMinimal: form.isMinimal ?? false });
      if (!form.isCompressed) return call;
      return { ...call, headers: { ...call.headers, "Content-Encoding": "gzip" }, body: gzipSync(call.body ?? "") };
    },
    onPushed({ headers, text }) {
      const { data } = JSON.parse(text) as { data: { cursor: string; results: { status: string }[] } };
      requireAll("Leora applied", data.results.filter(({ status }) => status === "applied").length, pushed);
      if (form.isMinimal && !headers["preference-applied"]) throw new Error("Leora knows no minimal form");
      after = data.cursor;
    },
    pull: () => ({
      method: "GET",
      url: `${url}/v1/sync/pull?cursor=${before}${form.query ?? ""}`,
      headers: bearer(user.token),
    }),
    onPulled({ text }) {
      const { data } = JSON.parse(text) as { data: { changes: { entity: string }[] } };
      requireAll("Leora sent", data.changes.filter(({ entity }) => entity === "transactions").length, pushed);
    },
  };
}
