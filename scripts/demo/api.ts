/** A reply of Leora. */
interface Envelope {
  success: boolean;
  data: unknown;
  error: { code: string; message: string } | null;
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

/** HTTP client of one device, with its headers and token. Its network can be cut. */
export class Api {
  accessToken = "";
  private readonly baseUrl: string;
  private readonly device: Record<string, string>;
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

  /** The server receives the next request and acts on it, but its reply is lost. */
  loseNextReply(): void {
    this.losesNextReply = true;
  }

  get = <Data>(path: string): Promise<Data> => this.send<Data>("GET", path);
  post = <Data>(path: string, body: object = {}): Promise<Data> => this.send<Data>("POST", path, body);

  /** URL of the user's WebSocket, with a single-use ticket instead of the token. */
  async socketUrl(): Promise<string> {
    const { ticket } = await this.post<{ ticket: string }>("/v1/realtime/ticket");
    return `${this.baseUrl.replace(/^http/, "ws")}/ws?ticket=${encodeURIComponent(ticket)}`;
  }

  /**
   * Sends a request and returns the `data` of its reply. After a 429 it waits as long as the server asks, and sends again.
   * @throws ApiError for a refusal, ConnectionLost without a reply
   */
  private async send<Data>(method: string, path: string, body?: object): Promise<Data> {
    if (!this.isOnline) throw new ConnectionLost("offline");
    const response = await fetch(this.baseUrl + path, {
      method,
      headers: {
        ...this.device,
        ...(this.accessToken && { Authorization: `Bearer ${this.accessToken}` }),
        ...(body && { "Content-Type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status === 429) {
      const seconds = Number(response.headers.get("retry-after") ?? 1);
      console.log(`   (rate limit reached, waiting ${seconds} s as the server asks)`);
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      return this.send(method, path, body);
    }
    if (this.losesNextReply) {
      this.losesNextReply = false;
      throw new ConnectionLost("the reply never arrived");
    }
    const { success, data, error } = JSON.parse(text) as Envelope;
    if (!success) throw new ApiError(response.status, error ?? { code: "UNKNOWN", message: text });
    return data as Data;
  }
}
