import type { z } from "zod";
import { verifyAccessToken } from "../auth/token.ts";
import { unsafeCast } from "../cast.ts";
import { type PublicContext, userContext } from "../context.ts";
import { canonicalJson, sha256Hex } from "../crypto.ts";
import type { PageMeta } from "../db/page.ts";
import { AppError, type FieldProblem, invalid, notFound } from "../errors.ts";
import { floodGate } from "../flood/gate.ts";
import type { Admission } from "../hub/protocol.ts";
import { publishOutcome } from "../hub/publish.ts";
import { limitOf, type RateState } from "../rate-limit.ts";
import type { IdempotencyKey } from "../request.ts";
import { readJson, readUpload, streamOf } from "./body.ts";
import { anonymousBucket, userBucket } from "./buckets.ts";
import type { AnyEndpoint, FileReply } from "./endpoint.ts";
import { asAppError, failure, json, rateHeaders, rateLimited, serverTiming } from "./respond.ts";
import type { Wire } from "./wire.ts";

const KEY_MAX = 255;

/** What a request brought along, before its values are checked. */
export interface RawRequest {
  request: Request;
  /** Path as the product sees it, with its base: `/v1/tasks`. */
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
}

interface Input {
  params: Record<string, never>;
  query: Record<string, never>;
  body: Record<string, never>;
  ifMatch: readonly number[] | null;
  stream: ReadableStream<Uint8Array>;
}

interface Outcome {
  result: unknown;
  replayed: boolean;
  rate: RateState | null;
  version: number | null;
}

/** Serves one endpoint: admission, validation, the verb, the product's envelope. Never throws. */
export async function serve(wire: Wire, endpoint: AnyEndpoint, ctx: PublicContext, raw: RawRequest): Promise<Response> {
  try {
    const outcome = isOpen(endpoint, raw)
      ? await runOpen(wire, endpoint, ctx, raw)
      : await runAsUser(wire, endpoint, ctx, raw);
    const headers = {
      ...serverTiming(ctx),
      ...(outcome.rate && rateHeaders(outcome.rate)),
      ...(outcome.replayed && { "Idempotency-Replayed": "true" }),
      ...(outcome.version !== null && { ETag: `"${outcome.version}"` }),
    };
    if (endpoint.status === 204) return new Response(null, { status: 204, headers });
    if (endpoint.media) {
      const file = unsafeCast<FileReply>(outcome.result);
      return new Response(file.body, { headers: { ...file.headers, ...headers } });
    }
    const { data, meta } = endpoint.paged
      ? unsafeCast<{ data: unknown; meta: PageMeta }>(outcome.result)
      : { data: outcome.result, meta: null };
    return json(wire.success(data, meta), endpoint.status ?? 200, headers);
  } catch (error) {
    const reply = failure(wire, asAppError(error, ctx.requestId));
    for (const [name, value] of Object.entries(serverTiming(ctx))) reply.headers.set(name, value);
    return reply;
  }
}

const isOpen = ({ access }: AnyEndpoint, { request }: RawRequest): boolean =>
  access === "public" || (access === "optional" && !request.headers.has("authorization"));

async function runOpen(wire: Wire, endpoint: AnyEndpoint, ctx: PublicContext, raw: RawRequest): Promise<Outcome> {
  const rate = await passFloodGate(endpoint, ctx);
  const input = await readInput(wire, endpoint, raw, await readBody(endpoint, raw));
  return { result: await verb(endpoint)(unsafeCast(ctx), unsafeCast(input)), replayed: false, rate, version: null };
}

async function passFloodGate(endpoint: AnyEndpoint, ctx: PublicContext): Promise<RateState | null> {
  const bucket = anonymousBucket(endpoint);
  const limit = limitOf(ctx.env.RATE_LIMITS, bucket);
  if (!limit) return null;
  const { allowed, ...rate } = await floodGate(ctx.env.FLOOD_GATE, `${bucket}:${ctx.client.ip}`).hit(limit, ctx.now);
  if (!allowed) throw rateLimited(rate, ctx.now);
  return rate;
}

async function runAsUser(wire: Wire, endpoint: AnyEndpoint, base: PublicContext, raw: RawRequest): Promise<Outcome> {
  const token = bearer(raw.request);
  if (!token) throw new AppError("token_missing");
  const session = await verifyAccessToken(base.env, base.product, token, base.now);
  const hub = base.hubOf(session.userId);
  const admissionRequest = { sessionId: session.sessionId, bucket: userBucket(endpoint), now: base.now };
  let admission: Promise<Admission> | undefined;
  const admit = () => {
    admission ??= hub.admit(admissionRequest).then((admitted) => permitted(endpoint, admitted));
    return admission;
  };

  const prepare = async () => {
    const body = await readBody(endpoint, raw);
    const input = await readInput(wire, endpoint, raw, body);
    const idempotency = await idempotencyOf(endpoint, raw, body);
    const ctx = userContext(base, {
      ...session,
      source: "rest",
      idempotency,
      principal: async () => (await admit()).principal,
    });
    return { input, ctx };
  };

  if (endpoint.command) {
    const { input, ctx } = await orAdmissionError(prepare, admit);
    const { requestId, client } = base;
    const { idempotency } = ctx;
    const command = { command: endpoint.command, input: input.body, requestId, client, idempotency };
    const performed = await hub.perform(admissionRequest, command);
    return { result: performed.result, replayed: performed.replayed, rate: performed.admission.rate, version: null };
  }

  // A read asks D1 while its admission is pending; a write waits. Either way nothing leaves before admission says yes.
  const isRead = endpoint.method === "get" && endpoint.access === "user" && !endpoint.role && !endpoint.writes;
  const admitted = admit();
  // It may be refused while the read is still under way; whoever awaits it gets the error.
  admitted.catch(() => undefined);
  if (!isRead) await admitted;
  const run = async () => {
    const { input, ctx } = await prepare();
    // Also after a failure: some of the verb's writes may be committed although a later one failed.
    const publish = () => base.later(publishOutcome(ctx));
    const result = await verb(endpoint)(unsafeCast(ctx), unsafeCast(input)).finally(publish);
    return { result, replayed: ctx.outcome.replayed, version: ctx.outcome.version };
  };
  const ran = await orAdmissionError(run, admit);
  const { rate } = await admitted;
  return { ...ran, rate };
}

/** Runs a step; when it fails, the admission's own error comes first: who may not enter learns nothing else. */
async function orAdmissionError<Result>(step: () => Promise<Result>, admit: () => Promise<Admission>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    await admit();
    throw error;
  }
}

/** The admission again, when the user's role and the session's scope suffice for the endpoint. */
function permitted({ role: required, scopes }: AnyEndpoint, admission: Admission): Admission {
  const { role, scope } = admission.principal;
  if (scope !== undefined && !scopes?.includes(scope)) throw new AppError("forbidden");
  if (required && !required.names.includes(role)) throw new AppError("forbidden", { message: required.refusal });
  return admission;
}

function verb(endpoint: AnyEndpoint): NonNullable<AnyEndpoint["handle"]> {
  if (!endpoint.handle) throw new Error(`${endpoint.path} has no verb`);
  return endpoint.handle;
}

const bearer = (request: Request): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(request.headers.get("authorization") ?? "")?.[1];

/** The body as the endpoint expects it, before its values are checked. @throws AppError as `body.ts` says */
export async function readBody(endpoint: AnyEndpoint, { request }: RawRequest): Promise<Record<string, unknown>> {
  const { method, upload, stream } = endpoint;
  if (method === "get" || stream) return {};
  return upload ? readUpload(request, upload) : readJson(request);
}

/**
 * What the endpoint's contract makes of a request.
 * @throws AppError not_found for a path parameter that does not fit; invalid_input with every problem of query and body
 */
export async function readInput(
  { issueMessage: error }: Wire,
  endpoint: AnyEndpoint,
  raw: RawRequest,
  body: Record<string, unknown>,
): Promise<Input> {
  const params = endpoint.params?.safeParse(raw.params);
  if (params && !params.success) throw notFound();
  const words = error && { error };
  const query = endpoint.query?.safeParse(Object.fromEntries(raw.query), words);
  const parsedBody = endpoint.body?.safeParse(body, words);
  const problems = [...problemsOf(query), ...problemsOf(parsedBody)];
  if (problems.length > 0) throw new AppError("invalid_input", { message: "Invalid input data", details: problems });
  return {
    params: unsafeCast(params?.data ?? {}),
    query: unsafeCast(query?.data ?? {}),
    body: unsafeCast(parsedBody?.data ?? {}),
    ifMatch: versionsOf(raw.request.headers.get("if-match")),
    stream: endpoint.stream ? streamOf(raw.request, endpoint.stream) : new Blob().stream(),
  };
}

/** The versions of `If-Match`. Weak tags count: proxies that compress a reply weaken its tag. */
function versionsOf(header: string | null): readonly number[] | null {
  if (header === null || header.trim() === "*") return null;
  return [...header.matchAll(/"(\d{1,15})"/g)].map(([, version]) => Number(version));
}

/** A failed parse as field problems with dotted paths. */
export function problemsOf(parsed: z.ZodSafeParseResult<unknown> | undefined): FieldProblem[] {
  return parsed?.error?.issues.map(({ path, message }) => ({ field: path.join("."), message })) ?? [];
}

async function idempotencyOf(
  endpoint: AnyEndpoint,
  { request, path }: RawRequest,
  body: Record<string, unknown>,
): Promise<IdempotencyKey | null> {
  if (endpoint.method !== "post" || endpoint.idempotent === false) return null;
  const header = request.headers.get("idempotency-key");
  const key = header ?? body.idempotencyKey;
  if (key === undefined || key === null) return null;
  const field = header === null ? "idempotencyKey" : "Idempotency-Key";
  if (typeof key !== "string" || key === "" || key.length > KEY_MAX) {
    throw invalid(field, `Expected text of 1 to ${KEY_MAX} characters`);
  }
  return { key, fingerprint: await sha256Hex(`${request.method} ${path} ${canonicalJson(body)}`) };
}
