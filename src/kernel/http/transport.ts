import { unsafeCast } from "../cast.ts";
import type { PublicContext } from "../context.ts";
import type { PageMeta } from "../db/page.ts";
import { measure } from "../metrics/measure.ts";
import type { AnyEndpoint, EndpointResult, FileReply } from "./endpoint.ts";
import type { RawRequest } from "./input.ts";
import { runOpenRequest } from "./open-request.ts";
import type { ProductApi } from "./product-api.ts";
import type { RequestRecord } from "./request-record.ts";
import { asAppError, failure, json, rateHeaders, serverTiming } from "./respond.ts";
import { runUserRequest } from "./user-request.ts";
import type { Wire } from "./wire.ts";

/**
 * Serves one endpoint: lets the request in (`open-request.ts`, `user-request.ts`), reads its input (`input.ts`), calls
 * the handler, and puts the result or the error into the product's envelope. Never throws.
 * @param record learns which error the request is answered with
 */
export async function serve(
  api: ProductApi,
  endpoint: AnyEndpoint,
  ctx: PublicContext,
  raw: RawRequest,
  record: RequestRecord,
): Promise<Response> {
  const { wire } = api;
  try {
    const run = isOpen(endpoint, raw) ? runOpenRequest : runUserRequest;
    const result = await run(api, endpoint, ctx, raw);
    if (endpoint.syncCounts) {
      const counts = endpoint.syncCounts(unsafeCast(result.result));
      measure(ctx.env, { kind: "sync", product: ctx.product, counts });
    }
    return successReply(wire, endpoint, result, {
      ...serverTiming(ctx),
      ...resultHeaders(result),
      ...preferenceHeaders(endpoint, ctx),
    });
  } catch (error) {
    const reply = failure(wire, asAppError(error, ctx.requestId), record);
    for (const [name, value] of Object.entries(serverTiming(ctx))) reply.headers.set(name, value);
    return reply;
  }
}

/** True when the endpoint is served without a user. A token sent to an `optional` endpoint must be valid. */
const isOpen = ({ access }: AnyEndpoint, { request }: RawRequest): boolean =>
  access === "public" || (access === "optional" && !request.headers.has("authorization"));

const resultHeaders = ({ rate, replayed, version }: EndpointResult): Record<string, string> => ({
  ...(rate && rateHeaders(rate)),
  ...(replayed && { "Idempotency-Replayed": "true" }),
  ...(version !== null && { ETag: `"${version}"` }),
});

/** Which preference the reply follows; caches must know that it depends on one. */
const preferenceHeaders = ({ minimalReply }: AnyEndpoint, { client }: PublicContext): Record<string, string> => ({
  ...(minimalReply && { Vary: "Prefer" }),
  ...(minimalReply && client.prefersMinimal && { "Preference-Applied": "return=minimal" }),
});

function successReply(
  wire: Wire,
  { status, media, paged }: AnyEndpoint,
  { result, updated }: EndpointResult,
  headers: Record<string, string>,
): Response {
  if (status === 204) return new Response(null, { status, headers });
  if (media) {
    const file = unsafeCast<FileReply>(result);
    return new Response(file.body, { headers: { ...file.headers, ...headers } });
  }
  const { data, meta } = paged ? unsafeCast<{ data: unknown; meta: PageMeta }>(result) : { data: result, meta: null };
  return json(wire.success(data, meta), updated ? 200 : (status ?? 200), headers);
}
