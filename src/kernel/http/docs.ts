import type { Env } from "../env.ts";

// Pages of documentation, which are static files of `public/`.

/** Everything must come from our own files, except styles: the libraries put them inline. */
const PAGE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'none'; frame-ancestors 'none'; base-uri 'none'";

/** Scripts with a hash of what they contain in their name (`scripts/vendor/scalar.ts`): another content has another name. */
const HASHED = /^\/vendor\/scalar\/[\w.-]+-[0-9A-Z]{8}\.js$/;
/** A year. Any other file is asked for each time, and answered by 304 while its `ETag` is the same. */
const KEPT_FOR_EVER = "public, max-age=31536000, immutable";

/** True for the path of a documentation page or of a file that such a page needs. */
export const isDocumentation = (path: string): boolean => path === "/docs" || /^\/(docs|vendor)\//.test(path);

/** A file of `public/`, with a content security policy that lets the page work and no foreign script run. */
export async function serveDocumentation(request: Request, { ASSETS }: Env): Promise<Response> {
  const asset = await ASSETS.fetch(request);
  const headers = new Headers(asset.headers);
  headers.set("Content-Security-Policy", PAGE_POLICY);
  const isFound = asset.ok || asset.status === 304;
  if (isFound && HASHED.test(new URL(request.url).pathname)) headers.set("Cache-Control", KEPT_FOR_EVER);
  return new Response(asset.body, { status: asset.status, headers });
}
