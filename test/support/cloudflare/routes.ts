// What the parts of the stand-in share: how they name their endpoints, and how they refuse.

/** A request to the stand-in, with the parts of its path that a route names. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  json<Body>(): Body;
  form(): Promise<FormData>;
}

interface PageInfo {
  page: number;
  per_page: number;
  count: number;
  total_count: number;
}

/** A part of a list, which says how long the whole is. */
export class Page {
  readonly items: readonly unknown[];
  readonly info: PageInfo;

  constructor(items: readonly unknown[], info: PageInfo) {
    this.items = items;
    this.info = info;
  }
}

/** The page of a list that the query asks for. */
export function pageOf(all: readonly unknown[], query: URLSearchParams, perPageDefault: number): Page {
  const page = Number(query.get("page") ?? 1);
  const per_page = Number(query.get("per_page") ?? perPageDefault);
  const items = all.slice((page - 1) * per_page, page * per_page);
  return new Page(items, { page, per_page, count: items.length, total_count: all.length });
}

/** Answers with the `result` of Cloudflare's envelope. */
export type Handler = (call: Call) => unknown;

/** Endpoints by method and path below the account, such as `GET /d1/database/:database`. */
export type Routes = Readonly<Record<string, Handler>>;

/** What Cloudflare answers in place of a result. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: number;

  constructor(status: number, code: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** The value of a key. @throws Refusal 404 when there is none */
export function found<Value>(values: ReadonlyMap<string, Value>, key: string | undefined, refusal: Refusal): Value {
  const value = values.get(key ?? "");
  if (value === undefined) throw refusal;
  return value;
}
