import type { PublicContext } from "../../../kernel/context.ts";
import { AppError } from "../../../kernel/errors.ts";
import { formOf, mediaTypeOf, readBytes, readJson } from "../../../kernel/http/body.ts";
import { json } from "../../../kernel/http/respond.ts";
import { LIMITS } from "../../../limits.ts";
import { leoraWire } from "../../wire.ts";
import { planName } from "../plans.ts";
import { decide, outcomeOf, readSession, type SessionState } from "./checkout.ts";
import { OUTCOMES } from "./outcomes.ts";

const PATH = /^\/dev\/checkout\/([\w-]{1,100})$/;
const FORM_TYPE = "application/x-www-form-urlencoded";
/** The page has no scripts, and sends its forms to itself. */
const PAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'";

/**
 * Serves `/dev/checkout/<sessionId>`, in development alone: a page with the outcomes of a payment, and what its buttons, or a test,
 * post. Undefined: the path is no such thing.
 * @throws not_found, invalid_input, malformed_body, invalid_state
 */
export async function serveDevelopment(
  ctx: PublicContext,
  request: Request,
  path: string,
): Promise<Response | undefined> {
  const sessionId = PATH.exec(path)?.[1];
  if (sessionId === undefined) return undefined;
  if (request.method === "GET") return page(await readSession(ctx, sessionId));
  if (request.method !== "POST") return undefined;
  const isForm = mediaTypeOf(request).mediaType === FORM_TYPE;
  const result = await decide(ctx, sessionId, outcomeOf(isForm ? await readForm(request) : await readJson(request)));
  return isForm
    ? new Response(null, { status: 303, headers: { Location: path } })
    : json(leoraWire.success(result, null), 200);
}

async function readForm(request: Request): Promise<object> {
  const tooLarge = () => new AppError("payload_too_large");
  const bytes = await readBytes(request, LIMITS.http.formOverheadBytes, tooLarge);
  return Object.fromEntries((await formOf(bytes, FORM_TYPE, "")).entries());
}

function page({ session, status }: SessionState): Response {
  const buttons = OUTCOMES.map((outcome) => `<button name="outcome" value="${outcome}">${outcome}</button>`);
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Checkout</title>
<style>body { font: 16px system-ui; margin: 2rem auto; max-width: 32rem } button { margin: 0 .5rem .5rem 0 }</style>
<h1>${escaped(planName(session.planId, "en"))}</h1>
<p>A checkout of development: nobody is charged. Status: <b>${escaped(status)}</b></p>
<form method="post">${buttons.join("")}</form>
<p><a href="${escaped(session.successUrl)}">Back with success</a> · <a href="${escaped(session.cancelUrl)}">Back without</a></p>
</html>
`;
  return new Response(html, {
    headers: { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": PAGE_POLICY },
  });
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
