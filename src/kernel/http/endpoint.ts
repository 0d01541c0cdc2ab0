import type { z } from "zod";
import { unsafeCast } from "../cast.ts";
import type { Context, PublicContext } from "../context.ts";
import type { PageMeta } from "../db/page.ts";
import type { KernelErrorCode } from "../errors.ts";
import type { SyncCounts } from "../metrics/measurement.ts";
import type { RoleRequirement } from "../principal.ts";
import type { RateBucket, RateState } from "../rate-limit.ts";

type Schema = z.ZodObject;
type Output<S> = S extends z.ZodType ? z.output<S> : Record<string, never>;

/**
 * Who may call: `public` anybody (rate limit per IP address); `user` a signed-in user; `optional` anybody, but a token
 * that is sent must be valid, and then the caller is a user.
 */
export type Access = "public" | "optional" | "user";
type ContextOf<A> = A extends "public" ? PublicContext : A extends "optional" ? PublicContext | Context : Context;

/**
 * One HTTP endpoint: what it takes, what it replies, and the handler that does the work. The transport derives the rest
 * from this declaration: admission, validation, error replies, idempotency and the OpenAPI document.
 */
export interface Endpoint<
  A extends Access = Access,
  Params extends Schema | undefined = Schema | undefined,
  Query extends Schema | undefined = Schema | undefined,
  Body extends Schema | undefined = Schema | undefined,
  Reply extends z.ZodType = z.ZodType,
  Code extends string = string,
> {
  readonly method: "get" | "post" | "put" | "patch" | "delete";
  /** OpenAPI style, under the product's base: `/tasks/{id}`. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly access: A;
  /** The role that a signed-in caller needs; by default any. */
  readonly role?: RoleRequirement;
  /** Sessions with one of these scopes may call the endpoint too; sessions without a scope always may. */
  readonly scopes?: readonly string[];
  /** A GET that writes: its handler starts only after the request is admitted. */
  readonly writes?: boolean;
  /** Rate limit; by default `read` for GET, `auth` for public endpoints, else `write`. null: unlimited. */
  readonly bucket?: RateBucket | null;
  /** The path's parameters. A value that does not fit is a 404, because no such resource can exist. */
  readonly params?: Params;
  readonly query?: Query;
  /** What the endpoint reads of the headers about the client, for the OpenAPI document. */
  readonly reads?: readonly ("device" | "language")[];
  readonly body?: Body;
  /** The body is a form with one file: the handler gets it as `body`, which is `{[field]: Uint8Array}`. */
  readonly upload?: Upload;
  /** Instead of JSON the body may be a form: a file in the place of one of the body's fields, and the others as JSON. */
  readonly fileForm?: FileForm;
  /** The body is not JSON: the handler reads it from `input.stream` while it arrives. */
  readonly stream?: Stream;
  readonly reply: Reply;
  /**
   * A shorter form of the reply, which `Prefer: return=minimal` asks for (RFC 7240): the handler or command returns it when
   * `ctx.client.prefersMinimal`.
   */
  readonly minimalReply?: z.ZodType;
  /**
   * What the OpenAPI document says of body and reply where that is more than what requests are validated by, such as a list
   * whose items are validated one by one.
   */
  readonly documented?: () => DocumentedSchemas;
  /** The handler returns a file (`FileReply`) of one of these media types. */
  readonly media?: readonly string[];
  /** By default 200; 201 when something is created, 204 when the reply has no body. */
  readonly status?: 201 | 204;
  /** With `status: 201`: the handler may set `ctx.outcome.hasReplaced`, and then the reply is 200, because nothing was created. */
  readonly mayReplace?: true;
  /** The handler returns `{data, meta}`: one page of a list, and the page's numbers. */
  readonly paged?: boolean;
  /** Error codes beyond those that the transport can answer every such endpoint with. */
  readonly errors?: readonly Code[];
  /**
   * False for a POST that takes no idempotency key, for instance because its reply has tokens and must not be stored.
   */
  readonly idempotent?: boolean;
  /**
   * The row has versions: the handler sets `ctx.outcome.version` to the version that it replies with, which is sent as
   * `ETag`, and finds in `input.ifMatch` which versions the client has.
   */
  readonly versioned?: boolean;
  /**
   * The verb is metered: of which channel of the user's quotas a request with this body takes a unit. The handler finds in
   * `ctx.quotas()` whether there was one; a request that fails gives it back. `shown`: the handler only shows the quotas.
   */
  readonly quota?: "shown" | ((body: Output<Body>) => string);
  /** Instead of `handle`: the name of a command that runs inside the user's hub. Its input is the body. */
  readonly command?: string;
  /** For an endpoint that takes a device's changes: how many of them got which answer, for metrics. */
  syncCounts?(reply: z.output<Reply>): SyncCounts;
  handle?(
    ctx: ContextOf<A>,
    input: { params: Output<Params>; query: Output<Query>; body: Output<Body> } & RawInput,
  ): Promise<HandlerResult<Reply>>;
}

/** Schemas for the OpenAPI document; whatever is absent is as the endpoint declares it. */
export interface DocumentedSchemas {
  readonly body?: z.ZodType;
  readonly reply?: z.ZodType;
  readonly minimalReply?: z.ZodType;
}

/** A file in the `field` of a form. */
export interface Upload {
  readonly field: string;
  readonly maxBytes: number;
}

/**
 * A form in the place of a JSON body. Its part `field` is a file, which the body's field of that name is as `Uint8Array`; its
 * part `options` is a JSON object of all other fields.
 */
export interface FileForm {
  readonly field: string;
  readonly maxBytes: number;
}

/** A body of one of these media types that is read while it arrives. */
export interface Stream {
  readonly types: readonly string[];
  readonly maxBytes: number;
  /** What a text body looks like, for the OpenAPI document. */
  readonly example: string;
  /** What a JSON body is, for the OpenAPI document alone: nobody validates it. */
  readonly schema?: z.ZodType;
}

interface RawInput {
  /** The versions that the header `If-Match` names; null when it is absent or `*`, or the endpoint does not take it. */
  ifMatch: readonly number[] | null;
  /**
   * The body as it arrives; empty unless the endpoint declares a `stream`.
   * @throws malformed_body when the content type is none that the endpoint takes
   */
  stream(): ReadableStream<Uint8Array>;
  /** A header of the request; null when it is absent. */
  header(name: string): string | null;
  /** The media type of the `stream` in lower case, and the charset that the request states for it. */
  mediaType: string;
  charset: string | null;
}

/** What the handler of an endpoint with `media` returns. */
export interface FileReply {
  body: ReadableStream | string;
  headers: Record<string, string>;
}

type HandlerResult<Reply extends z.ZodType> = z.output<Reply> | { data: z.output<Reply>; meta: PageMeta };

/** What running an endpoint came to, before it is put into a reply. */
export interface EndpointResult {
  /** What the handler, or the hub's command, returned. */
  result: unknown;
  /** True when it is the stored result of an earlier request with the same idempotency key. */
  replayed: boolean;
  /** The rate limit that the request counted against; null when none holds. */
  rate: RateState | null;
  /** The version of the row that is replied with, for `ETag`; null when it has none. */
  version: number | null;
  /** True when the endpoint creates something, and this request has replaced what there was. */
  hasReplaced: boolean;
}

/** An endpoint whatever its schemas and access. `Code`: the errors that it may declare. */
export type AnyEndpoint<Code extends string = string> = Endpoint<
  Access,
  Schema | undefined,
  Schema | undefined,
  Schema | undefined,
  z.ZodType,
  Code
>;

/**
 * Calls the endpoint's handler.
 * @param ctx a user's `Context`, unless the endpoint may be called without a user
 * @param input what the endpoint's own schemas returned
 */
export async function callHandler({ handle, path }: AnyEndpoint, ctx: PublicContext, input: object): Promise<unknown> {
  if (!handle) throw new Error(`${path} has no handler`);
  return handle(unsafeCast(ctx), unsafeCast(input));
}

/** What `endpointsOf` returns. */
export type EndpointList<Code extends string = KernelErrorCode> = ReturnType<typeof endpointsOf<Code>>;

/**
 * Declares the endpoints of one resource: `user` for signed-in users, `open` for anybody, `optional` for both. `list`
 * holds what was declared, and goes into the product's `app.ts`.
 *
 * Endpoints may declare the kernel's error codes; a resource whose endpoints declare codes of its product names their
 * union as `Code`. Input is validated before `handle` is called, and `input.params`, `input.query` and `input.body`
 * have the types of the schemas.
 *
 * @param tag the heading under which the OpenAPI document lists the endpoints
 * @example
 * const routes = endpointsOf<LeoraErrorCode>("Debts");
 *
 * routes.user("post", "/debts/{id}/payments", {
 *   summary: "Record a payment of a debt",
 *   params: ById,
 *   body: NewPayment,
 *   reply: PaymentView,
 *   status: 201,
 *   errors: ["invalid_state", "fx_rate_unavailable"],
 *   handle: (ctx, { params, body }) => service.recordPayment(ctx, params.id, body),
 * });
 *
 * export const debtEndpoints = routes.list;
 */
export const endpointsOf = <Code extends string = KernelErrorCode>(tag: string) => {
  const list: AnyEndpoint<Code>[] = [];
  const add =
    <A extends Access>(access: A) =>
    <
      Params extends Schema | undefined = undefined,
      Query extends Schema | undefined = undefined,
      Body extends Schema | undefined = undefined,
      Reply extends z.ZodType = z.ZodType,
    >(
      method: AnyEndpoint["method"],
      path: string,
      declaration: Omit<Endpoint<A, Params, Query, Body, Reply, Code>, "method" | "path" | "tag" | "access">,
    ): void => {
      list.push(unsafeCast<AnyEndpoint<Code>>({ method, path, tag, access, ...declaration }));
    };
  return { list, user: add("user"), open: add("public"), optional: add("optional") };
};
