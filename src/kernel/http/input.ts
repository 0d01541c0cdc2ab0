import { LIMITS } from "../../limits.ts";
import { unsafeCast } from "../cast.ts";
import { fieldProblems } from "../contract.ts";
import { canonicalJson, sha256Hex } from "../crypto.ts";
import { AppError, invalid, notFound } from "../errors.ts";
import type { IdempotencyKey } from "../request.ts";
import { mediaTypeOf, readJson, readUpload, streamOf } from "./body.ts";
import type { AnyEndpoint } from "./endpoint.ts";
import { isForm, readFileForm } from "./file-form.ts";
import { ifMatchOf, takesIfMatch } from "./if-match.ts";
import type { Wire } from "./wire.ts";

// From a request to the input of an endpoint's handler: reads the body, validates path, query and body against the
// endpoint's schemas, and reads the headers `If-Match` and `Idempotency-Key`.

/** A request as the router hands it over, before any of its values is checked. */
export interface RawRequest {
  request: Request;
  /** Path as the product sees it, with its base: `/v1/tasks`. */
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
}

/**
 * The validated input of a handler. Its types are those of the endpoint's schemas, which `AnyEndpoint` does not know.
 */
export interface Input {
  params: Record<string, never>;
  query: Record<string, never>;
  body: Record<string, never>;
  ifMatch: readonly number[] | null;
  stream(): ReadableStream<Uint8Array>;
  header(name: string): string | null;
  mediaType: string;
  charset: string | null;
}

/** The request's body before validation: `{}` for GET, and for an endpoint that reads its body as a stream. */
export async function readBody(endpoint: AnyEndpoint, { request }: RawRequest): Promise<Record<string, unknown>> {
  const { method, upload, stream, fileForm } = endpoint;
  if (method === "get" || stream) return {};
  if (fileForm && isForm(request)) return readFileForm(request, fileForm);
  return upload ? readUpload(request, upload) : readJson(request);
}

/**
 * Validates a request against the endpoint's schemas.
 * @param body what `readBody` returned
 * @throws not_found when a path parameter does not fit; invalid_input with all problems of query and body, or when
 * `If-Match` is malformed
 */
export async function readInput(
  { issueMessage: error }: Wire,
  endpoint: AnyEndpoint,
  { request, ...raw }: RawRequest,
  body: Record<string, unknown>,
): Promise<Input> {
  const params = endpoint.params?.safeParse(raw.params);
  if (params && !params.success) throw notFound();
  const messages = error && { error };
  const query = endpoint.query?.safeParse(Object.fromEntries(raw.query), messages);
  const parsedBody = endpoint.body?.safeParse(body, messages);
  const problems = [query, parsedBody].flatMap((parsed) => (parsed?.error ? fieldProblems(parsed.error) : []));
  if (problems.length > 0) throw new AppError("invalid_input", { message: "Invalid input data", details: problems });
  return {
    params: unsafeCast(params?.data ?? {}),
    query: unsafeCast(query?.data ?? {}),
    body: unsafeCast(parsedBody?.data ?? {}),
    ifMatch: takesIfMatch(endpoint) ? ifMatchOf(request.headers.get("if-match")) : null,
    stream: () => (endpoint.stream ? streamOf(request, endpoint.stream) : new Blob().stream()),
    header: (name) => request.headers.get(name),
    ...mediaTypeOf(request),
  };
}

/**
 * The idempotency key of a POST, from the header `Idempotency-Key` or the body's field `idempotencyKey`; null when
 * there is none, or the endpoint takes none.
 * @param body what `readBody` returned
 * @throws invalid_input when the key is not text of 1 to 255 characters
 */
export async function idempotencyKeyOf(
  endpoint: AnyEndpoint,
  { request, path }: RawRequest,
  body: Record<string, unknown>,
): Promise<IdempotencyKey | null> {
  if (endpoint.method !== "post" || endpoint.idempotent === false) return null;
  const header = request.headers.get("idempotency-key");
  const key = header ?? body.idempotencyKey;
  if (key === undefined || key === null) return null;
  const field = header === null ? "idempotencyKey" : "Idempotency-Key";
  if (typeof key !== "string" || key === "" || key.length > LIMITS.http.idempotencyKeyChars) {
    throw invalid(field, `Expected text of 1 to ${LIMITS.http.idempotencyKeyChars} characters`);
  }
  return {
    key,
    fingerprint: await sha256Hex(`${request.method} ${path} ${canonicalJson(await withFileHashes(body))}`),
  };
}

/** The body with the hash of each file in its place. */
async function withFileHashes(body: Record<string, unknown>): Promise<Record<string, unknown>> {
  const fields = Object.entries(body).map(async ([name, value]) => [
    name,
    value instanceof Uint8Array ? { sha256: await sha256Hex(value) } : value,
  ]);
  return Object.fromEntries(await Promise.all(fields));
}
