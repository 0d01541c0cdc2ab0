import { type VerifiedSubject, verifyAccessToken } from "../auth/token.ts";
import { type Context, noOutcome, type PublicContext, userContext } from "../context.ts";
import { type Database, databaseAt } from "../db/database.ts";
import { NearDatabase } from "../db/near-database.ts";
import { AppError } from "../errors.ts";
import type { HubClient } from "../hub/client.ts";
import { keepAdmission } from "../hub/kept-admission.ts";
import type { Admission, AdmissionRequest } from "../hub/protocol.ts";
import { publishOutcome, type Writer } from "../hub/publish.ts";
import { NO_QUOTAS, type QuotaReport } from "../quota.ts";
import { anonymousBucket, userBucket } from "./buckets.ts";
import { type AnyEndpoint, callHandler, type EndpointResult } from "./endpoint.ts";
import { bearerToken } from "./headers.ts";
import { type Input, idempotencyKeyOf, type RawRequest, readBody, readInput } from "./input.ts";
import { passFloodGate } from "./pass-flood-gate.ts";
import type { ProductApi } from "./product-api.ts";

// Runs an endpoint for a signed-in user. The access token tells whose request it is; the user's hub admits it, which
// means that the session is live and the rate limit is not used up. Each request makes one call to the hub.

/** One request of a signed-in user, while it is served. */
interface UserRequest {
  base: PublicContext;
  userId: string;
  hub: HubClient;
  admissionRequest: AdmissionRequest;
  /** Resolves when the hub has admitted the request and the user may call the endpoint: see `keepAdmission`. */
  admit(): Promise<Admission>;
  /** Reads the request's input, and makes the context that its handler gets; `db` as in `userContext`. */
  prepare(db?: Database): Promise<{ ctx: Context; input: Input }>;
  /** The database as a request reads it that may be answered by a replica; undefined for all other requests. */
  nearDatabase(): NearDatabase | undefined;
}

/** What a handler came to. */
type Handled = Omit<EndpointResult, "rate">;

/**
 * Runs an endpoint for the user whose access token the request carries.
 * @throws token_missing, token_invalid, token_expired, rate_limited, forbidden, and what reading the input and the
 * handler throw
 */
export async function runUserRequest(
  { wire, clock }: ProductApi,
  endpoint: AnyEndpoint,
  base: PublicContext,
  raw: RawRequest,
): Promise<EndpointResult> {
  const token = bearerToken(raw.request);
  if (!token) throw new AppError("token_missing");
  const { grant, ...session } = await verifyAccessToken(base.env, base.product, token, base.now);
  if (grant !== undefined && !endpoint.scopes?.includes(grant)) throw new AppError("forbidden");
  const { userId, home } = session;
  const hub = base.hubOf(userId);
  const admissionRequest: AdmissionRequest = {
    sessionId: session.sessionId,
    database: home.database,
    bucket: userBucket(endpoint),
    now: base.now,
    ...(clock && !endpoint.command && { use: onlyReads(endpoint) ? { kind: "read", home } : newWrite() }),
    ...(endpoint.quota === "shown" && { quota: { channel: null, unit: "" } }),
  };

  const admit = keepAdmission(admissionRequest, async (request) => {
    const admitted = grant === undefined ? hub.admit(request) : admitGrant(endpoint, base, session, grant);
    return requirePermission(endpoint, await admitted);
  });
  const prepare = async (db?: Database) => {
    const body = await readBody(endpoint, raw);
    const input = await readInput(wire, endpoint, raw, body);
    const idempotency = await idempotencyKeyOf(endpoint, raw, body);
    const principal = async () => (await admit()).principal;
    const quotas = async () => (await admit()).quotas ?? NO_QUOTAS;
    return { input, ctx: userContext(base, { ...session, source: "rest", idempotency, principal, quotas }, db) };
  };
  const nearDatabase = () =>
    clock && admissionRequest.use?.kind === "read"
      ? new NearDatabase(databaseAt(base.env, home), base.meter, clock(home.owner))
      : undefined;

  const request: UserRequest = { base, userId, hub, admissionRequest, admit, prepare, nearDatabase };
  if (endpoint.command) return runInHub(endpoint.command, request);
  if (typeof endpoint.quota === "function") return runMetered(endpoint, endpoint.quota, request);
  return onlyReads(endpoint) ? runRead(endpoint, request) : runWrite(endpoint, request);
}

const onlyReads = ({ method, writes }: AnyEndpoint): boolean => method === "get" && !writes;

const newWrite = () => ({ kind: "write", id: crypto.randomUUID() }) as const;

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
  return { result, replayed, rate: admission.rate, version: null, hasReplaced: false };
}

/**
 * Runs a metered verb. Its input is read before the admission, which takes the unit: input that is refused costs none. A request
 * with an idempotency key names its unit by it, so that its twin takes no second one.
 */
async function runMetered(
  endpoint: AnyEndpoint,
  channelOf: (body: never) => string,
  request: UserRequest,
): Promise<EndpointResult> {
  const { admissionRequest, admit, prepare } = request;
  const { input, ctx } = await orAdmissionError(prepare, admit);
  const channel = channelOf(input.body as never);
  const key = ctx.idempotency?.key;
  const unit = key === undefined ? crypto.randomUUID() : `${channel} ${key}`;
  admissionRequest.quota = { channel, unit };
  return runWrite(endpoint, { ...request, prepare: async () => ({ input, ctx }) });
}

/**
 * Runs a handler that may write, after its admission. The hub is told when it has ended, but not when it failed unexpectedly:
 * a commit whose answer was lost may still happen, and the hub waits for as long as that takes.
 */
async function runWrite(
  endpoint: AnyEndpoint,
  { base, userId, hub, admissionRequest, admit, prepare }: UserRequest,
): Promise<EndpointResult> {
  const id = admissionRequest.use?.kind === "write" ? admissionRequest.use.id : undefined;
  let writer: Writer = { ...base, userId, hub, outcome: noOutcome() };
  const { rate, quotas } = await admit();
  const report = (ended: string | undefined, end: QuotaReport["end"]) => {
    const quota = quotas?.isTaken ? { unit: quotas.unit, end } : undefined;
    base.later(() => publishOutcome(writer, { ended, quota }));
  };
  try {
    const { input, ctx } = await prepare();
    writer = ctx;
    const result = await callHandler(endpoint, ctx, input);
    report(id, ctx.outcome.replayed || ctx.outcome.returnsUnit ? "unused" : "used");
    return { ...handled(ctx, result), rate };
  } catch (error) {
    // Some of the handler's writes may be committed although a later one failed.
    report(error instanceof AppError ? id : undefined, "unused");
    throw error;
  }
}

/**
 * Runs a handler that only reads. It may ask D1 while its admission is pending, unless the last such request was refused, which
 * must not cost D1 calls, or the endpoint asks for a role. There is no reply before the request is admitted.
 */
async function runRead(endpoint: AnyEndpoint, request: UserRequest): Promise<EndpointResult> {
  const { base, hub, admissionRequest, admit, prepare } = request;
  const admission = admit();
  // It may be refused before anything awaits it, which would be an unhandled rejection. Whoever awaits it gets the
  // error.
  admission.catch(() => undefined);
  const mayBegin = endpoint.access === "user" && !endpoint.role && !hub.expectsRefusal(admissionRequest);
  const admitted = mayBegin ? undefined : await admission;

  const run = async (db?: Database) => {
    const { input, ctx } = await prepare(db);
    return handled(ctx, await callHandler(endpoint, ctx, input));
  };
  // A token may name a database that is there no more: then its user has left it, and the hub says so.
  const near = await orAdmissionError(async () => request.nearDatabase(), admit);
  const isPrimaryNeeded = admitted !== undefined && admitted.newestRev === undefined;
  if (near && isPrimaryNeeded) base.meter.servedBy = "primary";
  const result =
    near && !isPrimaryNeeded ? await runNear(near, base, admission, run) : await orAdmissionError(run, admit);
  const { rate } = await admission;
  return { ...result, rate };
}

/**
 * Runs a read on the nearest copy of the user's database, and once more on the primary when that copy was not new enough. A
 * replica's answer counts when it has the newest write that the hub knows to be replied to (`Freshness`); its errors never do,
 * because a row that it lacks may have come by cron, or with a cursor that is ahead of it. What the primary answered counts as it
 * is: the read began after the request did, and so after every write that was replied to before.
 */
async function runNear(
  near: NearDatabase,
  { meter }: PublicContext,
  admission: Promise<Admission>,
  run: (db?: Database) => Promise<Handled>,
): Promise<Handled> {
  const [first] = await Promise.allSettled([run(near)]);
  const { newestRev } = await admission;
  meter.servedBy = near.servedBy;
  if (near.servedBy !== "replica") {
    if (first.status === "rejected") throw first.reason;
    return first.value;
  }
  if (first.status === "fulfilled" && newestRev !== undefined && near.hasReached(newestRev)) return first.value;
  meter.servedBy = "primary";
  return run();
}

const handled = ({ outcome }: Context, result: unknown): Handled => ({
  result,
  replayed: outcome.replayed,
  version: outcome.version,
  hasReplaced: outcome.hasReplaced,
});

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
