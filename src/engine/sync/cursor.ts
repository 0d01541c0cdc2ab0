import { Buffer } from "node:buffer";
import type { Context } from "../../kernel/context.ts";
import { clockOf } from "../../kernel/db/near-database.ts";
import { AppError, invalid } from "../../kernel/errors.ts";
import { DAY_MS } from "../../kernel/time.ts";
import { clock } from "../clock.ts";
import type { EngineErrorCode } from "../errors.ts";

/** How long tombstones, the revisions log and answers to pushed changes are kept. */
export const RETENTION_MS = 180 * DAY_MS;

const FORMAT =
  /^1\.(\d{1,16})\.(\d{1,16})\.(\d{1,16})(?:\.([A-Za-z]{1,32})\.([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}))?$/;

/** How far a client has read. */
export interface Cursor {
  /** It has everything up to this write. */
  rev: number;
  /** When the reading began that this cursor continues (UTC ms): older tombstones may have been removed since. */
  issuedAt: number;
  /** Tombstones up to this write are left out: the client had no rows yet when the clock was at this number. */
  skipTombstones: number;
  /** It also has the rows of the next write up to this one: see `pageOf`. */
  within?: { readonly entity: string; readonly id: string } | undefined;
}

/** The cursor as opaque text for clients. */
export const encodeCursor = ({ rev, issuedAt, skipTombstones, within }: Cursor): string =>
  Buffer.from(`1.${rev}.${issuedAt}.${skipTombstones}${within ? `.${within.entity}.${within.id}` : ""}`).toString(
    "base64url",
  );

/**
 * The moment (UTC ms) from which on the server knows what clients know: `RETENTION_MS` ago, or when a database was set back to an
 * earlier state. Writes of the state before have numbers that other writes got again. A moment that is still to come counts when it
 * has come: else the cursors given out until then would be out of date at once.
 */
export function historyFrom({ now, env: { RESTORED_AT = 0 } }: Pick<Context, "now" | "env">): number {
  return Math.max(now - RETENTION_MS, RESTORED_AT > now ? 0 : RESTORED_AT);
}

/**
 * The cursor of a text.
 * @param from see `historyFrom`
 * @throws invalid_input for anything that `encodeCursor` did not make; cursor_expired when it is older than `from`
 */
export function decodeCursor(text: string, from: number): Cursor {
  const [, rev, issuedAt, skipTombstones, entity, id] = FORMAT.exec(Buffer.from(text, "base64url").toString()) ?? [];
  const within = entity !== undefined && id !== undefined ? { entity, id } : undefined;
  const cursor = { rev: Number(rev), issuedAt: Number(issuedAt), skipTombstones: Number(skipTombstones), within };
  if (rev === undefined || encodeCursor(cursor) !== text) throw invalid("cursor", "Not a cursor of this server");
  if (cursor.issuedAt < from) throw cursorExpired();
  return cursor;
}

/** The error for a cursor, or a moment, that is older than the history that the server keeps. */
export const cursorExpired = () =>
  new AppError<EngineErrorCode>("cursor_expired", {
    message: "Too much was forgotten since then; pull again without a cursor",
  });

/** The cursor at the user's newest write; one D1 call. */
export async function currentCursor(ctx: Context): Promise<string> {
  const rev = clockOf(await ctx.db.all(clock(ctx.owner)));
  return encodeCursor({ rev, issuedAt: ctx.now, skipTombstones: 0 });
}
