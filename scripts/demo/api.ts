import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";

/** Bodies from so many bytes on are sent compressed. */
const GZIP_FROM = 1024;

/** The one refusal that asks to come back tomorrow: nobody waits for that. */
const OUT_OF_QUOTA = "AI_QUOTA_EXCEEDED";

/** A reply of Leora. */
interface Envelope {
  success: boolean;
  data: unknown;
  error: { code: string; message: string } | null;
}

interface Tokens {
  accessToken: string;
  refreshToken: string;
}

interface Outgoing {
  method: string;
  path: string;
  body?: object;
  headers?: Record<string, string>;
}

/** The server refused a request. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, { code, message }: { code: string; message: string }) {
    super(`${status} ${code}: ${message}`);
    this.status = status;
    this.code = code;
  }
}

/** No reply arrived. The request may or may not have reached the server; the sender cannot know. */
export class ConnectionLost extends Error {}

/** HTTP client of one device, with its headers and tokens. Its network can be cut. */
export class Api {
  /** The codes of refusals after which the request was sent again. */
  readonly setbacks: string[] = [];
  /** Bytes of all bodies before and after compression, and of all replies as JSON. */
  readonly traffic = { plain: 0, sent: 0, received: 0 };
  /** `Server-Timing` of the last reply: how many calls it took, and which copy of the database answered. */
  timing = "";
  private readonly baseUrl: string;
  private readonly device: Record<string, string>;
  private tokens: Tokens = { accessToken: "", refreshToken: "" };
  private isOnline = true;
  private losesNextReply = false;

  constructor(baseUrl: string, deviceName: string) {
    this.baseUrl = baseUrl;
    this.device = { "X-Device-ID": crypto.randomUUID(), "X-Device-Name": deviceName, "X-Platform": "android" };
  }

  get online(): boolean {
    return this.isOnline;
  }

  set online(isOnline: boolean) {
    this.isOnline = isOnline;
  }

  /** The database with the user's rows, as the access token names it. */
  get home(): string {
    const [, claims = ""] = this.tokens.accessToken.split(".");
    return JSON.parse(Buffer.from(claims, "base64url").toString()).db;
  }

  /** The server receives the next request and acts on it, but its reply is lost. */
  loseNextReply(): void {
    this.losesNextReply = true;
  }

  get = <Data>(path: string): Promise<Data> => this.send<Data>({ method: "GET", path });
  post = <Data>(path: string, body: object = {}, headers: Record<string, string> = {}): Promise<Data> =>
    this.send<Data>({ method: "POST", path, body, headers });

  /** Registers or signs in, and keeps the tokens. */
  async signIn(path: "/v1/auth/register" | "/v1/auth/login", credentials: object): Promise<void> {
    this.tokens = await this.post<Tokens>(path, credentials);
  }

  /** URL of the user's WebSocket, with a single-use ticket instead of the token. */
  async socketUrl(): Promise<string> {
    const { ticket } = await this.post<{ ticket: string }>("/v1/realtime/ticket");
    return `${this.baseUrl.replace(/^http/, "ws")}/ws?ticket=${encodeURIComponent(ticket)}`;
  }

  /**
   * Sends a request and returns the `data` of its reply. When the server asks to come later (429, 503), but not tomorrow, or the access token has
   * expired, it does what is asked and sends the request again.
   * @throws ApiError for a refusal, ConnectionLost without a reply
   */
  private async send<Data>(request: Outgoing): Promise<Data> {
    if (!this.isOnline) throw new ConnectionLost("offline");
    const response = await this.fetch(request);
    const text = await response.text();
    this.traffic.received += Buffer.byteLength(text);
    this.timing = response.headers.get("server-timing") ?? "";
    if (this.losesNextReply) {
      this.losesNextReply = false;
      throw new ConnectionLost("the reply never arrived");
    }
    const { success, data, error } = JSON.parse(text) as Envelope;
    if (success) return data as Data;
    const refusal = new ApiError(response.status, error ?? { code: "UNKNOWN", message: text });
    const seconds = response.headers.get("retry-after");
    if (refusal.code === "AUTH_TOKEN_EXPIRED") {
      this.setbacks.push(refusal.code);
      const { refreshToken } = this.tokens;
      this.tokens = await this.send<Tokens>({ method: "POST", path: "/v1/auth/refresh", body: { refreshToken } });
    } else if (seconds !== null && refusal.code !== OUT_OF_QUOTA && [429, 503].includes(refusal.status)) {
      this.setbacks.push(refusal.code);
      console.log(`   (${refusal.code}: ${this.device["X-Device-Name"]} waits ${seconds} s, as the server asks)`);
      await wait(Number(seconds) * 1000);
    } else {
      throw refusal;
    }
    return this.send(request);
  }

  private fetch({ method, path, body, headers }: Outgoing): Promise<Response> {
    const { accessToken } = this.tokens;
    const plain = body && Buffer.from(JSON.stringify(body));
    const sent = plain && plain.length >= GZIP_FROM ? gzipSync(plain) : plain;
    this.traffic.plain += plain?.length ?? 0;
    this.traffic.sent += sent?.length ?? 0;
    return fetch(this.baseUrl + path, {
      method,
      headers: {
        ...this.device,
        ...(accessToken && { Authorization: `Bearer ${accessToken}` }),
        ...(sent && { "Content-Type": "application/json" }),
        ...(sent !== plain && { "Content-Encoding": "gzip" }),
        ...headers,
      },
      ...(sent && { body: sent }),
    });
  }
}
