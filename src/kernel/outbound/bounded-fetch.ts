import { LIMITS } from "../../limits.ts";
import { readBytesUpTo } from "../read-bytes.ts";

/**
 * As `fetch`, for whatever is not ours: vendors, and banks that publish their rates. The reply comes with its whole body, which counts
 * as it is inflated, so that nobody whom we ask can fill our memory.
 * @throws RangeError when the body is larger than `maxBytes`; what `fetch` throws, also when the body does not arrive in time
 */
export async function fetchBounded(
  url: string,
  init: RequestInit | undefined,
  maxBytes: number = LIMITS.vendors.replyBytes,
): Promise<Response> {
  const reply = await fetch(url, init);
  const tooLarge = () => new RangeError(`a reply of more than ${maxBytes} bytes`);
  const body = reply.body && (await readBytesUpTo(reply.body, maxBytes, tooLarge));
  // A reply that cannot have a body must not get an empty one.
  return new Response(body?.byteLength ? body : null, { status: reply.status, headers: reply.headers });
}
