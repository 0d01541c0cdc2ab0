import { DeliveryError } from "./provider.ts";

const TIMEOUT_MS = 10_000;
/** 4xx that say "not now" rather than "never": timeout, too early, too many. */
const PASSING = new Set([408, 425, 429]);

export interface VendorReply {
  ok: boolean;
  status: number;
  /** Seconds of the `Retry-After` header, if there is one. */
  retryAfter: number | undefined;
  /** Undefined when the body is no JSON. */
  body: unknown;
}

/**
 * One POST to a vendor, with a deadline for head and body together.
 * @param path is appended to `baseUrl`, which may have a path of its own.
 * @returns the reply with its body read, whatever its status.
 * @throws TypeError, TimeoutError when no whole reply arrives: worth another attempt.
 */
export async function postToVendor(baseUrl: string, path: string, init: RequestInit): Promise<VendorReply> {
  const url = baseUrl.replace(/\/+$/, "") + path;
  const reply = await fetch(url, {
    ...init,
    method: "POST",
    redirect: "manual",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const body = jsonOf(await reply.text());
  return { ok: reply.ok, status: reply.status, retryAfter: retryAfterOf(reply.headers), body };
}

/**
 * A refusal as an error. Only `code`, the vendor's own word for the problem, is quoted: free text repeats addresses.
 * @param isPassing true when the vendor's words say that a 4xx will pass.
 */
export function refusal(vendor: string, reply: VendorReply, code = "", isPassing = false): DeliveryError {
  const isPermanent = reply.status < 500 && !PASSING.has(reply.status) && !isPassing;
  return new DeliveryError(`${vendor}: ${reply.status} ${code}`.trimEnd(), isPermanent, reply.retryAfter);
}

/** Seconds only: the date form is of no use without the vendor's clock. */
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
