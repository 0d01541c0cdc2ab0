import type { Env } from "../env.ts";

/** Swagger UI styles its elements inline; everything else comes from our own files. */
const PAGE_POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'";

/** True for paths of `public/`: the documentation page and the files it needs. */
export const isPage = (path: string): boolean => path === "/docs" || /^\/(docs|vendor)\//.test(path);

/** A file of `public/`, with a content policy under which the page works and no foreign script does. */
export async function servePage(request: Request, { ASSETS }: Env): Promise<Response> {
  const asset = await ASSETS.fetch(request);
  const headers = new Headers(asset.headers);
  headers.set("Content-Security-Policy", PAGE_POLICY);
  return new Response(asset.body, { status: asset.status, headers });
}
