import { AppError } from "../../kernel/errors.ts";
import { log } from "../../kernel/log.ts";
import { fetchBounded } from "../../kernel/outbound/bounded-fetch.ts";
import { jsonOf } from "./json.ts";

// HTTP calls to the stores for apps. Their addresses hold ids and tokens of purchases: neither they nor bodies are ever logged.

const TIMEOUT_MS = 10_000;
const RETRY_SECONDS = 30;
const RETRY_SECONDS_MAX = 3600;

export type StoreName = "apple" | "google";

export interface StoreReply {
  readonly status: number;
  /** Undefined when it is not JSON. */
  readonly body: unknown;
}

/**
 * One call to a store. Headers and body of the reply must arrive within 10 seconds.
 * @param path appended to `baseUrl`, which may have a path of its own
 * @param understood statuses beside 2xx that the caller can make sense of
 * @throws unavailable, with `Retry-After`, when no such reply arrives
 */
export async function callStore(
  store: StoreName,
  baseUrl: string,
  path: string,
  init: RequestInit,
  understood: readonly number[] = [],
): Promise<StoreReply> {
  const reply = await replyOf(store, baseUrl.replace(/\/+$/, "") + path, init);
  if (reply.ok || understood.includes(reply.status)) return { status: reply.status, body: jsonOf(reply.text) };
  log("warn", "store.refused", { store, status: reply.status });
  throw storeUnavailable(reply.retryAfter);
}

/** The error for a store that does not answer, or answers what cannot be read. */
export const storeUnavailable = (retryAfterSeconds = RETRY_SECONDS): AppError =>
  new AppError("unavailable", {
    message: "The store does not answer; try again later",
    headers: { "Retry-After": String(retryAfterSeconds) },
  });

/** As `storeUnavailable`, for a reply that has not the published form. `what` says which part of it. */
export function unreadableReply(store: StoreName, what: string): AppError {
  log("warn", "store.unreadable", { store, what });
  return storeUnavailable();
}

async function replyOf(store: StoreName, url: string, init: RequestInit) {
  try {
    const reply = await fetchBounded(url, { ...init, redirect: "manual", signal: AbortSignal.timeout(TIMEOUT_MS) });
    const { ok, status, headers } = reply;
    return { ok, status, retryAfter: retryAfterOf(headers), text: await reply.text() };
  } catch (error) {
    // The message of the error may quote the address.
    log("warn", "store.unreachable", { store, reason: error instanceof Error ? error.name : "unknown" });
    throw storeUnavailable();
  }
}

/** Reads the header's form in seconds only: its form as a date depends on the store's clock. */
function retryAfterOf(headers: Headers): number | undefined {
  const seconds = Number(headers.get("Retry-After") ?? Number.NaN);
  return seconds > 0 ? Math.min(Math.ceil(seconds), RETRY_SECONDS_MAX) : undefined;
}
