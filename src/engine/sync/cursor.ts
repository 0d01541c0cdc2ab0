import { Buffer } from "node:buffer";
import type { Context } from "../../kernel/context.ts";
import { statement } from "../../kernel/db/database.ts";
import { AppError, invalid } from "../../kernel/errors.ts";
import { DAY_MS } from "../../kernel/time.ts";
import type { EngineErrorCode } from "../errors.ts";

/** How long tombstones, the revisions log and answers to pushed changes are kept. */
export const RETENTION_MS = 180 * DAY_MS;

const FORMAT = /^1\.(\d{1,16})\.(\d{1,16})\.(\d{1,16})$/;

/** How far a client has read. */
export interface Cursor {
  /** It has everything up to this write. */
  rev: number;
  /** When the reading began that led here (UTC ms): what was deleted before may have been cleaned up since. */
  issuedAt: number;
  /** Tombstones up to this write mean nothing to the client: it began with nothing when the clock stood there. */
  skipTombstones: number;
}

export const encodeCursor = ({ rev, issuedAt, skipTombstones }: Cursor): string =>
  Buffer.from(`1.${rev}.${issuedAt}.${skipTombstones}`).toString("base64url");

/** @throws invalid_input for anything that `encodeCursor` did not make; cursor_expired when it is older than 180 days */
export function decodeCursor(text: string, now: number): Cursor {
  const [, rev, issuedAt, skipTombstones] = FORMAT.exec(Buffer.from(text, "base64url").toString()) ?? [];
  const cursor = { rev: Number(rev), issuedAt: Number(issuedAt), skipTombstones: Number(skipTombstones) };
  if (rev === undefined || encodeCursor(cursor) !== text) throw invalid("cursor", "Not a cursor of this server");
  if (isExpired(cursor.issuedAt, now)) throw cursorExpired();
  return cursor;
}

/** True when something deleted since that moment may have been forgotten. */
export const isExpired = (moment: number, now: number): boolean => moment < now - RETENTION_MS;

export const cursorExpired = () =>
  new AppError<EngineErrorCode>("cursor_expired", {
    message: "Too much was forgotten since then; pull again without a cursor",
  });

/** The cursor at the user's newest write; one D1 call. */
export async function currentCursor(ctx: Context): Promise<string> {
  const [clock] = await ctx.db.all(statement("SELECT rev FROM clocks WHERE userId = ?1", ctx.userId));
  return encodeCursor({ rev: Number(clock?.rev ?? 0), issuedAt: ctx.now, skipTombstones: 0 });
}
