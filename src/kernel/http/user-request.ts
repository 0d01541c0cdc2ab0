import { type VerifiedSubject, verifyAccessToken } from "../auth/token.ts";
import { type Context, type PublicContext, userContext } from "../context.ts";
import { AppError } from "../errors.ts";
import type { HubClient } from "../hub/client.ts";
import type { Admission, AdmissionRequest } from "../hub/protocol.ts";
import { hasNews, publishOutcome } from "../hub/publish.ts";
import { anonymousBucket, userBucket } from "./buckets.ts";
import { type AnyEndpoint, callHandler, type EndpointResult } from "./endpoint.ts";
import { bearerToken } from "./headers.ts";
import { type Input, idempotencyKeyOf, type RawRequest, readBody, readInput } from "./input.ts";
import { passFloodGate } from "./pass-flood-gate.ts";
import type { Wire } from "./wire.ts";

// Runs an endpoint for a signed-in user. The access token tells whose request it is; the user's hub admits it, which
// means that the session is live and the rate limit is not used up. Each request makes one call to the hub.

/** One request of a signed-in user, while it is served. */
interface UserRequest {
  base: PublicContext;
  hub: HubClient;
  admissionRequest: AdmissionRequest;
  /**
   * Resolves when the hub has admitted the request and the user may call the endpoint. Only the first call asks the
   * hub.
   */
  admit(): Promise<Admission>;
  /** Reads the request's input, and makes the context that its handler gets. */
  prepare(): Promise<{ ctx: Context; input: Input }>;
}

/**
 * Runs an endpoint for the user whose access token the request carries.
 * @throws token_missing, token_invalid, token_expired, rate_limited, forbidden, and what reading the input and the
 * handler throw
 */
export async function runUserRequest(
  wire: Wire,
  endpoint: AnyEndpoint,
  base: PublicContext,
  raw: RawRequest,
): Promise<EndpointResult> {
  const token = bearerToken(raw.request);
  if (!token) throw new AppError("token_missing");
  const { grant, ...session } = await verifyAccessToken(base.env, base.product, token, base.now);
  if (grant !== undefined && !endpoint.scopes?.includes(grant)) throw new AppError("forbidden");
  const hub = base.hubOf(session.userId);
  const admissionRequest = {
    sessionId: session.sessionId,
    database: session.home.database,
    bucket: userBucket(endpoint),
    now: base.now,
  };

  let admission: Promise<Admission> | undefined;
  const admit = () => {
    admission ??= (grant === undefined ? hub.admit(admissionRequest) : admitGrant(endpoint, base, session, grant)).then(
      (admitted) => requirePermission(endpoint, admitted),
    );
    return admission;
  };
  const prepare = async () => {
    const body = await readBody(endpoint, raw);
    const input = await readInput(wire, endpoint, raw, body);
    const idempotency = await idempotencyKeyOf(endpoint, raw, body);
    const principal = async () => (await admit()).principal;
    return { input, ctx: userContext(base, { ...session, source: "rest", idempotency, principal }) };
  };

  const request: UserRequest = { base, hub, admissionRequest, admit, prepare };
  return endpoint.command ? runInHub(endpoint.command, request) : runHandler(endpoint, request);
}

/** Runs a command inside the user's hub, in the same call that admits the request. */
async function runInHub(
  command: string,
  { base, hub, admissionRequest, admit, prepare }: UserRequest,
): Promise<EndpointResult> {
  const { input, ctx } = await orAdmissionError(prepare, admit);
  const { result, replayed, admission } = await hub.perform(admissionRequest, {
    command,
    input: input.body,
    requestId: base.requestId,
    client: base.client,
    idempotency: ctx.idempotency,
  });
  return { result, replayed, rate: admission.rate, version: null };
}

/**
 * Runs the endpoint's handler here. A handler that only reads may ask D1 while its admission is pending, unless the last
 * such request was refused: refusals must not cost D1 calls. One that writes waits. Either way there is no reply before
 * the request is admitted.
 */
async function runHandler(endpoint: AnyEndpoint, request: UserRequest): Promise<EndpointResult> {
  const { base, hub, admissionRequest, admit, prepare } = request;
  const onlyReads = endpoint.method === "get" && endpoint.access === "user" && !endpoint.role && !endpoint.writes;
  const admission = admit();
  // It may be refused before anything awaits it, which would be an unhandled rejection. Whoever awaits it gets the
  // error.
  admission.catch(() => undefined);
  if (!onlyReads || hub.expectsRefusal(admissionRequest)) await admission;

  const run = async () => {
    const { input, ctx } = await prepare();
    // Also after a failure, because some of the handler's writes may be committed although a later one failed.
    const publish = () => {
      if (hasNews(ctx)) base.later(() => publishOutcome(ctx));
    };
    const result = await callHandler(endpoint, ctx, input).finally(publish);
    return { result, replayed: ctx.outcome.replayed, version: ctx.outcome.version };
  };
  const outcome = await orAdmissionError(run, admit);
  const { rate } = await admission;
  return { ...outcome, rate };
}

/**
 * Runs a step. When it fails and the request is not admitted either, the admission's error is thrown, so that a caller
 * who may not enter learns nothing else.
 */
async function orAdmissionError<Result>(step: () => Promise<Result>, admit: () => Promise<Admission>): Promise<Result> {
  try {
    return await step();
  } catch (error) {
    await admit();
    throw error;
  }
}

/** Lets a token in that belongs to no session: its signature has been checked, and the flood gate limits it. @throws rate_limited */
async function admitGrant(
  endpoint: AnyEndpoint,
  base: PublicContext,
  { userId, home }: VerifiedSubject,
  scope: string,
): Promise<Admission> {
  const rate = await passFloodGate(base.env, anonymousBucket(endpoint), base.client.ip, base.now);
  return { principal: { userId, ...home, role: "", timezone: "UTC", scope, profile: {} }, rate };
}

/** The admission again. @throws forbidden unless the user's role and the session's scope suffice for the endpoint */
function requirePermission({ role: required, scopes }: AnyEndpoint, admission: Admission): Admission {
  const { role, scope } = admission.principal;
  if (scope !== undefined && !scopes?.includes(scope)) throw new AppError("forbidden");
  if (required && !required.names.includes(role)) throw new AppError("forbidden", { message: required.refusal });
  return admission;
}
