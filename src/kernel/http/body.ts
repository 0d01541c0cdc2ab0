import { LIMITS } from "../../limits.ts";
import { AppError, invalid } from "../errors.ts";
import { readBytesUpTo } from "../read-bytes.ts";
import { inflate, isGzipped } from "./content-encoding.ts";
import type { Stream, Upload } from "./endpoint.ts";
import { requireShallowJson } from "./json-depth.ts";

// Reads request bodies: JSON, a form with one file, or a stream. Each may be compressed by gzip, and has a maximum size, for
// what is sent and for what it inflates to: reading stops as soon as either exceeds it. Hono's `bodyLimit` would read bodies
// before their request is admitted, and knows nothing of what they inflate to.

/** JSON escapes of NUL and of surrogates, which may be unpaired: SQLite cannot store either as text. */
const NUL_OR_SURROGATE_ESCAPE = /\\u(?:0000|[dD][89a-fA-F])/;

/**
 * The request's JSON body; `{}` when it is empty.
 * @throws payload_too_large when it is larger than 1 MiB; malformed_body when it is not a JSON object in UTF-8,
 * or nests more than 32 levels deep; unsupported_encoding; invalid_input when it has text with NUL or an unpaired surrogate
 */
export async function readJson(request: Request): Promise<Record<string, unknown>> {
  const bytes = await readBytes(request, LIMITS.http.bodyBytes, tooLarge);
  if (bytes.byteLength === 0) return {};
  const type = request.headers.get("content-type") ?? "application/json";
  if (!/^application\/([\w.+-]+\+)?json\b/i.test(type)) throw malformed("", "Expected content type application/json");
  const text = decode(bytes);
  requireShallowJson(text);
  const body = parse(text);
  if (typeof body !== "object" || body === null || Array.isArray(body)) throw malformed("", "Expected a JSON object");
  if (NUL_OR_SURROGATE_ESCAPE.test(text)) refuseUnstorableText(body);
  return body as Record<string, unknown>;
}

/**
 * The file in the `field` of a form, as `{[field]: Uint8Array}`; `{}` when the form has none.
 * @throws invalid_input on `field` when the file is larger than `maxBytes`; malformed_body on `field` when the body is
 * not a form; unsupported_encoding
 */
export async function readUpload(request: Request, { field, maxBytes }: Upload): Promise<Record<string, unknown>> {
  const tooLargeFile = () => invalid(field, `The file is larger than ${maxBytes / 1024 / 1024} MiB`);
  const type = request.headers.get("content-type") ?? "";
  const body = await readBytes(request, maxBytes + LIMITS.http.formOverheadBytes, tooLargeFile, field);
  if (body.byteLength === 0) return {};
  if (!/^multipart\/form-data\b/i.test(type)) throw malformed(field, "Expected content type multipart/form-data");
  const file = (await formOf(body, type, field)).get(field);
  if (!(file instanceof File)) return {};
  if (file.size > maxBytes) throw tooLargeFile();
  return { [field]: new Uint8Array(await file.arrayBuffer()) };
}

/**
 * The request's body as a stream, to be read while it arrives; a compressed one is inflated when all of it has arrived. The
 * stream fails with payload_too_large when it is more than `maxBytes`, and with malformed_body when it is no gzip.
 * @throws malformed_body when the content type is none of `types`; unsupported_encoding
 */
export function streamOf(request: Request, { types, maxBytes }: Stream): ReadableStream<Uint8Array> {
  if (!types.includes(mediaTypeOf(request).mediaType))
    throw malformed("", `Expected content type ${types.join(" or ")}`);
  if (isGzipped(request.headers)) return inflatedStream(request, maxBytes);
  let size = 0;
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      size += chunk.byteLength;
      if (size > maxBytes) throw tooLarge(maxBytes);
      controller.enqueue(chunk);
    },
  });
  return (request.body ?? new Blob().stream()).pipeThrough(counting);
}

const inflatedStream = (request: Request, maxBytes: number): ReadableStream<Uint8Array> =>
  new ReadableStream({
    async pull(controller) {
      controller.enqueue(await readBytes(request, maxBytes, () => tooLarge(maxBytes)));
      controller.close();
    },
  });

/** What the request's `Content-Type` says; the media type is in lower case, and empty without the header. */
export function mediaTypeOf(request: Request): { mediaType: string; charset: string | null } {
  const type = request.headers.get("content-type") ?? "";
  const [mediaType = ""] = type.split(";");
  return {
    mediaType: mediaType.trim().toLowerCase(),
    charset: /;\s*charset="?([^";\s]{1,40})/i.exec(type)?.[1] ?? null,
  };
}

/** @throws malformed_body on `field` when the body is no form */
export async function formOf(body: Uint8Array<ArrayBuffer>, type: string, field: string): Promise<FormData> {
  try {
    return await new Response(body, { headers: { "Content-Type": type } }).formData();
  } catch {
    throw malformed(field, "The body is not a valid form");
  }
}

/**
 * The whole body, inflated.
 * @throws what `tooLarge` returns, as soon as the body turns out to be larger than `max` bytes, compressed or not;
 * malformed_body on `field` when it is no gzip although it is said to be; unsupported_encoding
 */
export async function readBytes(
  request: Request,
  max: number,
  tooLarge: () => AppError,
  field = "",
): Promise<Uint8Array<ArrayBuffer>> {
  const isCompressed = isGzipped(request.headers);
  const bytes = await receivedBytes(request, max, tooLarge);
  if (!isCompressed || bytes.byteLength === 0) return bytes;
  const inflated = inflate(bytes, max);
  if (inflated === "too large") throw tooLarge();
  if (inflated === "corrupt") throw malformed(field, "The body is not valid gzip");
  return inflated;
}

/** The body as it was sent. */
async function receivedBytes(
  request: Request,
  max: number,
  tooLarge: () => AppError,
): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? 0) > max) throw tooLarge();
  if (!request.body) return new Uint8Array();
  if (request.headers.has("content-length")) {
    // The server has held the body to the stated length, so it may be read at once: chunk by chunk takes 5 % of a small write.
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.byteLength > max) throw tooLarge();
    return bytes;
  }
  return readBytesUpTo(request.body, max, tooLarge);
}

/** The body cannot be read at all; `field` is empty unless the body is a form with that one field. */
export const malformed = (field: string, message: string) =>
  new AppError("malformed_body", { details: [{ field, message }] });

const tooLarge = (maxBytes = LIMITS.http.bodyBytes) =>
  new AppError("payload_too_large", { message: `The body is larger than ${maxBytes / 1024 / 1024} MiB` });

function decode(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
    if (text.includes("\0")) throw new TypeError("NUL");
    return text;
  } catch {
    throw malformed("", "The body is not valid UTF-8 text");
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("", "The body is not valid JSON");
  }
}

/**
 * Refuses text with NUL or an unpaired surrogate anywhere in a body.
 * @throws invalid_input on the field with the text
 */
function refuseUnstorableText(root: object): void {
  const pending: [path: string, value: unknown][] = [["", root]];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const [path, value] = next;
    if (typeof value === "string") refuseText(path, value);
    if (typeof value !== "object" || value === null) continue;
    for (const [key, member] of Object.entries(value)) {
      const field = path === "" ? key : `${path}.${key}`;
      refuseText(path, key);
      pending.push([field, member]);
    }
  }
}

function refuseText(field: string, text: string): void {
  if (text.includes("\0") || !text.isWellFormed()) throw invalid(field, "Text with NUL or half a character");
}
