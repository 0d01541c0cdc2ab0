import { sha256Hex } from "../crypto.ts";

// JSON documents that everybody gets alike, such as OpenAPI documents. They are made once per isolate.

/** A document as text, with its `ETag`. */
export interface StoredDocument {
  text: string;
  etag: string;
}

/** For how long a client need not ask again: documents change with a deployment. */
const MAX_AGE_SECONDS = 300;

export async function documentOf(content: unknown): Promise<StoredDocument> {
  const text = JSON.stringify(content);
  return { text, etag: `"${(await sha256Hex(text)).slice(0, 32)}"` };
}

/** The reply with a document: 304 without it, when the client has it already (`If-None-Match`). */
export function sendDocument(request: Request, { text, etag }: StoredDocument): Response {
  const headers = { ETag: etag, "Cache-Control": `public, max-age=${MAX_AGE_SECONDS}` };
  if (has(request, etag)) return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, "Content-Type": "application/json; charset=utf-8" } });
}

/** Tags are compared weakly, because whoever compresses a reply on its way makes its tag a weak one (`W/"…"`). */
function has(request: Request, etag: string): boolean {
  const tags = (request.headers.get("if-none-match") ?? "").split(",").map((tag) => tag.trim().replace(/^W\//, ""));
  return tags.includes(etag) || tags.includes("*");
}
