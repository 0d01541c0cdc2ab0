import type { Env } from "../env.ts";

// Pages of documentation, which are static files of `public/`.

/** Everything must come from our own files, except styles: Swagger UI puts them inline. */
const PAGE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

/** True for the path of a documentation page or of a file that such a page needs. */
export const isDocumentation = (path: string): boolean => path === "/docs" || /^\/(docs|vendor)\//.test(path);

/** A file of `public/`, with a content security policy that lets the page work and no foreign script run. */
export async function serveDocumentation(request: Request, { ASSETS }: Env): Promise<Response> {
  const asset = await ASSETS.fetch(request);
  const headers = new Headers(asset.headers);
  headers.set("Content-Security-Policy", PAGE_POLICY);
  return new Response(asset.body, { status: asset.status, headers });
}
