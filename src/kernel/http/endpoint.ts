import type { z } from "zod";
import { unsafeCast } from "../cast.ts";
import type { Context, PublicContext } from "../context.ts";
import type { PageMeta } from "../db/page.ts";
import type { KernelErrorCode } from "../errors.ts";
import type { RoleRequirement } from "../principal.ts";
import type { RateBucket } from "../rate-limit.ts";

type Schema = z.ZodObject;
type Output<S> = S extends z.ZodType ? z.output<S> : Record<string, never>;

/**
 * Who may call: `public` anybody (per-IP limit), `user` a signed-in user, `optional` anybody, but a caller who
 * sends a token must send a valid one, and is a user then.
 */
export type Access = "public" | "optional" | "user";
type ContextOf<A> = A extends "public" ? PublicContext : A extends "optional" ? PublicContext | Context : Context;

/** One HTTP endpoint: what comes in, what goes out, and the verb behind it. Everything else is the transport's. */
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
  /** The role that a signed-in caller needs; absent: any. */
  readonly role?: RoleRequirement;
  /** Session scopes that suffice, beside sessions without one. */
  readonly scopes?: readonly string[];
  /** A GET that writes: it waits until its session is admitted. */
  readonly writes?: boolean;
  /** Rate limit; by default `read` for GET, `auth` for public endpoints, else `write`. null: unlimited. */
  readonly bucket?: RateBucket | null;
  /** A path parameter that does not fit is a 404: no such resource. */
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** The body is a form with one file: it arrives as `{[field]: Uint8Array}`. */
  readonly upload?: Upload;
  /** The body is no JSON: the verb reads it as it arrives, from `input.stream`. */
  readonly stream?: Stream;
  readonly reply: Reply;
  /** The verb returns a file of one of these media types. */
  readonly media?: readonly string[];
  /** 200 unless something is created (201) or nothing is left to say (204). */
  readonly status?: 201 | 204;
  /** The verb returns `{data, meta}` with the page's numbers. */
  readonly paged?: boolean;
  /** Error codes beyond those every such endpoint has. */
  readonly errors?: readonly Code[];
  /** False for POSTs whose replies must not be stored, such as tokens. */
  readonly idempotent?: boolean;
  /**
   * The row has versions: the verb notes the one it replies with in `ctx.outcome.version`, which is sent as `ETag`, and
   * a write finds in `input.ifMatch` which ones the client knows.
   */
  readonly versioned?: boolean;
  /** Runs as this command inside the user's hub, in the hop that admits it; its input is the body. */
  readonly command?: string;
  handle?(
    ctx: ContextOf<A>,
    input: { params: Output<Params>; query: Output<Query>; body: Output<Body> } & RawInput,
  ): Promise<HandlerResult<Reply>>;
}

export interface Upload {
  readonly field: string;
  readonly maxBytes: number;
}

export interface Stream {
  readonly type: string;
  readonly maxBytes: number;
}

interface RawInput {
  /** Versions that `If-Match` names; null when it is absent or `*`. */
  ifMatch: readonly number[] | null;
  /** Empty unless the endpoint declares a `stream`. */
  stream: ReadableStream<Uint8Array>;
}

/** What a verb of an endpoint with `media` returns. */
export interface FileReply {
  body: ReadableStream | string;
  headers: Record<string, string>;
}

type HandlerResult<Reply extends z.ZodType> = z.output<Reply> | { data: z.output<Reply>; meta: PageMeta };

/** An endpoint of whatever shape. `Code`: the errors that it may declare. */
export type AnyEndpoint<Code extends string = string> = Endpoint<
  Access,
  Schema | undefined,
  Schema | undefined,
  Schema | undefined,
  z.ZodType,
  Code
>;

/** What `endpointsOf` returns. */
export type EndpointList<Code extends string = KernelErrorCode> = ReturnType<typeof endpointsOf<Code>>;

/**
 * The endpoints of one resource, each a short statement:
 * `routes.user("post", "/tasks/{id}/complete", { summary, params: ById, reply: TaskView, handle: … })`.
 * They may declare the kernel's errors; a resource with errors of its product's own names them:
 * `endpointsOf<LeoraErrorCode>("Debts")`.
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
      rest: Omit<Endpoint<A, Params, Query, Body, Reply, Code>, "method" | "path" | "tag" | "access">,
    ): void => {
      list.push(unsafeCast<AnyEndpoint<Code>>({ method, path, tag, access, ...rest }));
    };
  return { list, user: add("user"), open: add("public"), optional: add("optional") };
};
