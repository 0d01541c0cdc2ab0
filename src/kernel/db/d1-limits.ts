import { Buffer } from "node:buffer";

// What D1 refuses (https://developers.cloudflare.com/d1/platform/limits/), checked where statements are sent. The SQLite
// that tests and `npm start` run on takes larger values: without this, what fails in production would pass there.

/** Bytes of one value, and of one row. */
const VALUE_BYTES = 2_000_000;
/** Bytes of one statement's text. */
const SQL_BYTES = 100_000;
const PARAMS = 100;
/** Arguments of one function in SQL. The SQLite of tests takes more, and nothing checks it: whoever lists columns has to. */
export const ARGUMENTS = 32;

/** Statements that store their parameters: what they hold together may become one row. `guard` never holds a row. */
const STORES_ROW = /^\s*(?:INSERT|REPLACE)\b(?! INTO guard\b)/i;

/**
 * Costs next to nothing: texts are measured only when they are long.
 * @throws Error, a programming error: whoever builds the statement has to bound it
 */
export function requireWithinD1(sql: string, params: readonly unknown[]): void {
  if (params.length > PARAMS) throw new Error(`D1 takes ${PARAMS} parameters, not ${params.length}: ${sql}`);
  if (bytesBeyond(sql, SQL_BYTES)) throw new Error(`D1 takes statements of ${SQL_BYTES} bytes: ${sql.slice(0, 200)}`);
  let rowBytes = 0;
  for (const param of params) {
    if (typeof param !== "string") continue;
    if (bytesBeyond(param, VALUE_BYTES)) throw new Error(`D1 takes values of ${VALUE_BYTES} bytes: ${sql}`);
    rowBytes += param.length;
  }
  const isLarge = rowBytes * BYTES_PER_CHAR > VALUE_BYTES;
  if (isLarge && STORES_ROW.test(sql) && totalBytes(params) > VALUE_BYTES) {
    throw new Error(`D1 takes rows of ${VALUE_BYTES} bytes: ${sql}`);
  }
}

/** UTF-8 takes at most 3 bytes for one UTF-16 code unit. */
const BYTES_PER_CHAR = 3;

const bytesBeyond = (text: string, max: number): boolean =>
  text.length * BYTES_PER_CHAR > max && (text.length > max || Buffer.byteLength(text) > max);

const totalBytes = (params: readonly unknown[]): number =>
  params.reduce<number>((sum, param) => sum + (typeof param === "string" ? Buffer.byteLength(param) : 0), 0);
