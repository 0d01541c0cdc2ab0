import { fetchBounded } from "./bounded-fetch.ts";
import { DeliveryError } from "./provider.ts";

// HTTP calls to vendors: those that deliver messages and alerts, and others.

const TIMEOUT_MS = 10_000;
/** Statuses below 500 after which another attempt may succeed: request timeout, too early, too many requests. */
const TEMPORARY_STATUSES = new Set([408, 425, 429]);

export interface VendorReply {
  ok: boolean;
  status: number;
  /** Seconds by the `Retry-After` header; undefined without one. */
  retryAfter: number | undefined;
  /** Undefined when the body is not JSON. */
  body: unknown;
}

/**
 * One POST to a vendor: see `postTo`.
 * @param path appended to `baseUrl`, which may have a path of its own
 */
export const postToVendor = (baseUrl: string, path: string, init: RequestInit): Promise<VendorReply> =>
  postTo(baseUrl.replace(/\/+$/, "") + path, init);

/**
 * One POST. Headers and body of the reply must arrive within 10 seconds, or before `init.signal` where there is one.
 * @returns the reply with its body, whatever its status
 * @throws TypeError, TimeoutError when no complete reply arrives, RangeError when it is too large: another attempt may succeed
 */
export async function postTo(url: string, init: RequestInit): Promise<VendorReply> {
  const reply = await fetchBounded(url, {
    ...init,
    method: "POST",
    redirect: "manual",
    signal: init.signal ?? AbortSignal.timeout(TIMEOUT_MS),
  });
  const body = jsonOf(await reply.text());
  return { ok: reply.ok, status: reply.status, retryAfter: retryAfterOf(reply.headers), body };
}

/**
 * The error for a vendor's refusal. It quotes only `code`, the vendor's name for the problem, because its free text may
 * repeat the recipient's address.
 * @param isTemporary true when the vendor's code says that another attempt may succeed
 */
export function refusal(vendor: string, reply: VendorReply, code = "", isTemporary = false): DeliveryError {
  const isPermanent = reply.status < 500 && !TEMPORARY_STATUSES.has(reply.status) && !isTemporary;
  return new DeliveryError(`${vendor}: ${reply.status} ${code}`.trimEnd(), isPermanent, reply.retryAfter);
}

/** Reads the header's form in seconds only: its form as a date depends on the vendor's clock. */
function retryAfterOf(headers: Headers): number | undefined {
  const seconds = Number(headers.get("Retry-After") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.ceil(seconds) : undefined;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
