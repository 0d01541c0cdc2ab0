// Logs: one line of JSON each, without secrets.

export type LogLevel = "info" | "warn" | "error";

/**
 * Secrets when they are a whole word of a key (`pinHash`, `reset_code`): as parts of words they would match harmless
 * keys too, such as `mapping`.
 */
const SECRET_WORDS = new Set(["otp", "code", "codes", "pin", "text"]);
/** Secrets wherever they occur in a key. */
const SECRET_PARTS = /password|token|secret|authorization/i;
/** What no key of a secret is without: most keys need not be taken apart into words. */
const SUSPICIOUS = new RegExp(`${SECRET_PARTS.source}|${[...SECRET_WORDS].join("|")}`, "i");
const DEPTH_MAX = 6;
const MESSAGE_MAX = 500;

/** What every line of this isolate has: one isolate runs one version. */
let common: Readonly<Record<string, string>> = {};

/** Names the version of the Worker in all lines from now on: see `versionOf`. */
export function logVersion(version: Readonly<Record<string, string>>): void {
  common = version;
}

/**
 * Prints one line of JSON: `level`, `event` and `fields`. A field whose key names a secret (password, token, otp, code,
 * secret, authorization, pin, text) is left out at any depth; values are not inspected.
 */
export function log(level: LogLevel, event: string, fields: Readonly<Record<string, unknown>> = {}): void {
  const line = JSON.stringify({ level, event, ...common, ...redactFields(fields, 0) });
  if (level === "error") console.error(line);
  else console.log(line);
}

function redactFields(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([key]) => !isSecret(key))
      .map(([key, value]) => [key, redact(value, depth + 1)]),
  );
}

function redact(value: unknown, depth: number): unknown {
  if (typeof value === "bigint") return value.toString();
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (depth > DEPTH_MAX) return "…";
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  if (value instanceof Error) return describe(value, depth);
  return redactFields(value, depth);
}

/** Only the first line of the message: database errors append the bound parameters, which are users' data. */
function describe(error: Error, depth: number): Record<string, unknown> {
  const message = (error.message.split("\n", 1)[0] ?? "").slice(0, MESSAGE_MAX);
  const at = error.stack?.split("\n").filter((line) => /^\s+at /.test(line));
  return {
    name: error.name,
    message,
    ...(at && { at: at.map((line) => line.trim()) }),
    ...(error.cause !== undefined && { cause: redact(error.cause, depth + 1) }),
  };
}

function isSecret(key: string): boolean {
  if (!SUSPICIOUS.test(key)) return false;
  if (SECRET_PARTS.test(key)) return true;
  const words = key
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.some((word) => SECRET_WORDS.has(word));
}
