import { env, exports } from "cloudflare:workers";
import { unsafeCast } from "../../src/kernel/cast.ts";
import type { Home } from "../../src/kernel/home.ts";
import { Socket } from "./socket.ts";

const ORIGIN = "http://localhost:8787";
export const PASSWORD = "Secure-Pass-123";

// biome-ignore lint/suspicious/noExplicitAny: tests look into replies freely and compare them whole
type Json = any;

/** A reply in the envelope of Leora or CRM, taken apart. `body` is undefined when the text is no JSON. */
export interface Reply<Data = Json> {
  status: number;
  headers: Headers;
  text: string;
  body: Json;
  data: Data;
  meta: { page: number; limit: number; total: number; totalPages: number; hasMore: boolean } | undefined;
  error: { code: string; message: string; details?: { field: string; message: string }[] } | null;
}

export type HeaderFields = Record<string, string>;

/** Somebody with an IP address of their own who calls the Worker, signed in or not. */
export class Actor {
  readonly ip = randomIp();
  user: Json = null;
  accessToken: string | null = null;
  refreshToken: string | null = null;

  constructor(
    readonly product = "leora",
    /** What the paths of its requests begin with. */
    private readonly base = "",
  ) {}

  /** What the access token says of the user: the integer in their rows, and the database with these rows. */
  get owner(): number {
    return this.claims.own;
  }

  get db(): D1Database {
    return unsafeCast<Record<string, D1Database>>(env)[this.claims.db] ?? env.LEORA_DB;
  }

  get home(): Home {
    return { database: this.claims.db, owner: this.claims.own };
  }

  private get claims(): { own: number; db: string } {
    return JSON.parse(atob((this.accessToken?.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/")));
  }

  get = (path: string, headers?: HeaderFields) => this.request("GET", path, undefined, headers);
  delete = (path: string, headers?: HeaderFields) => this.request("DELETE", path, undefined, headers);
  post = (path: string, body?: object, headers?: HeaderFields) => this.request("POST", path, body, headers);
  put = (path: string, body?: object, headers?: HeaderFields) => this.request("PUT", path, body, headers);
  patch = (path: string, body?: object, headers?: HeaderFields) => this.request("PATCH", path, body, headers);

  request(method: string, path: string, body?: object, headers?: HeaderFields): Promise<Reply> {
    return this.requestRaw(method, path, body && JSON.stringify(body), headers);
  }

  /** Sends the body as it is: for bodies that no client of ours would send. */
  async requestRaw(method: string, path: string, body?: BodyInit, headers?: HeaderFields): Promise<Reply> {
    return replyOf(await exports.default.fetch(this.requestOf(method, path, body, headers)));
  }

  /** The request that `requestRaw` sends. */
  requestOf(method: string, path: string, body?: BodyInit, headers: HeaderFields = {}): Request {
    return new Request(ORIGIN + this.base + path, { method, body: body ?? null, headers: this.headers(body, headers) });
  }

  /** Opens the realtime socket with the access token, or with another query such as `ticket=…`. */
  async connect(query = `token=${this.accessToken}`): Promise<Socket> {
    const reply = await exports.default.fetch(
      this.requestOf("GET", `/ws?${query}`, undefined, { Upgrade: "websocket" }),
    );
    if (!reply.webSocket) throw new Error(`No socket: ${reply.status} ${await reply.text()}`);
    return new Socket(reply.webSocket);
  }

  /** Takes over what a sign-in, registration or refresh replied. */
  adopt({ data }: Reply): this {
    this.user = data.user ?? this.user;
    this.accessToken = data.accessToken ?? data.token;
    this.refreshToken = data.refreshToken;
    return this;
  }

  private headers(body: BodyInit | undefined, given: HeaderFields): Headers {
    const headers = new Headers({ "CF-Connecting-IP": this.ip });
    if (this.accessToken) headers.set("Authorization", `Bearer ${this.accessToken}`);
    if (typeof body === "string") headers.set("Content-Type", "application/json");
    for (const [name, value] of Object.entries(given)) headers.set(name, value);
    return headers;
  }
}

/** Somebody without an account. */
export const anonymous = (): Actor => new Actor();

/** A newly registered user; the e-mail address is random unless given. */
export async function newActor(overrides: object = {}): Promise<Actor> {
  const actor = anonymous();
  const registration = {
    email: `${crypto.randomUUID()}@example.com`,
    fullName: "Alisher Karimov",
    password: PASSWORD,
    confirmPassword: PASSWORD,
    region: "uzbekistan",
    currency: "UZS",
    ...overrides,
  };
  const reply = await actor.post("/v1/auth/register", registration);
  if (reply.status !== 201) throw new Error(`Registration failed: ${reply.status} ${reply.text}`);
  return actor.adopt(reply);
}

/** The same user on another device: an own session, and an own IP address. */
export async function signInAgain(actor: Actor, headers?: HeaderFields): Promise<Actor> {
  const other = anonymous();
  const body = { emailOrUsername: actor.user.email, password: PASSWORD };
  const reply = await other.post("/v1/auth/login", body, headers);
  if (reply.status !== 200) throw new Error(`Sign-in failed: ${reply.status} ${reply.text}`);
  return other.adopt(reply);
}

/** A response read to its end. */
export async function replyOf(response: Response): Promise<Reply> {
  const text = await response.text();
  const parsed = parse(text);
  const { data, meta, error = null } = (parsed ?? {}) as Partial<Reply>;
  return { status: response.status, headers: response.headers, text, body: parsed, data, meta, error };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An address of the documentation range 2001:db8::/32. */
function randomIp(): string {
  const words = crypto.getRandomValues(new Uint16Array(6));
  return `2001:db8:${Array.from(words, (word) => word.toString(16)).join(":")}`;
}
