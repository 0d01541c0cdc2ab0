import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { D1 } from "./d1.ts";
import { type Call, type Handler, Page, Refusal, type Routes } from "./routes.ts";
import { Queues, R2 } from "./storage.ts";
import { Workers } from "./workers.ts";

// A stand-in for the Cloudflare API (https://developers.cloudflare.com/api/): as much of it, in its published formats, as
// deploying and operating Leora calls. It keeps what it is told, so that a second deployment finds what the first one made.

export const ACCOUNT = "0123456789abcdef0123456789abcdef";
export const TOKEN = "stand-in-token";

interface Recorded {
  method: string;
  path: string;
  status: number;
}

export class CloudflareStandIn {
  readonly d1 = new D1();
  readonly queues = new Queues();
  readonly r2 = new R2();
  readonly workers = new Workers();
  /** Every request, in the order in which they were answered. */
  readonly requests: Recorded[] = [];
  private readonly server = createServer((request, response) => {
    this.serve(request, response).catch((error) => response.writeHead(500).end(String(error)));
  });
  private readonly routes: readonly [method: string, path: RegExp, Handler][] = compiled({
    ...this.d1.routes,
    ...this.queues.routes,
    ...this.r2.routes,
    ...this.workers.routes,
  });

  /** The environment with which wrangler and our scripts talk to this server. */
  async start(): Promise<Record<string, string>> {
    // A client on a busy machine may use its connection again just when a server that waits no longer closes it.
    this.server.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    const { port } = this.server.address() as AddressInfo;
    return {
      CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${port}/client/v4`,
      CLOUDFLARE_API_TOKEN: TOKEN,
      CLOUDFLARE_ACCOUNT_ID: ACCOUNT,
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Requests for what the stand-in does not know, or that it refused for another reason than that something is not there. */
  get refused(): Recorded[] {
    return this.requests.filter(({ status }) => status >= 400 && status !== 404);
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "GET", url = "/", headers } = request;
    const { pathname, searchParams } = new URL(url, "http://stand-in");
    const body = await buffer(request);
    const form = () => new Response(body, { headers: { "Content-Type": headers["content-type"] ?? "" } }).formData();
    const call = { query: searchParams, json: () => JSON.parse(body.toString()), form };
    const { status, reply } = await this.answer(method, pathname, headers.authorization, call);
    this.requests.push({ method, path: pathname.replace(`/client/v4/accounts/${ACCOUNT}`, ""), status });
    response.writeHead(status, { "Content-Type": "application/json" });
    response.end(reply instanceof Response ? await reply.text() : JSON.stringify(reply));
  }

  private async answer(method: string, path: string, authorization: string | undefined, call: Omit<Call, "params">) {
    try {
      const isAsset = path.endsWith("/workers/assets/upload");
      if (authorization !== `Bearer ${TOKEN}` && !isAsset) throw new Refusal(403, 10000, "Authentication error");
      for (const [routeMethod, pattern, handle] of this.routes) {
        const match = routeMethod === method ? pattern.exec(path) : null;
        if (!match) continue;
        const result = await handle({ ...call, params: match.groups ?? {} });
        // A file comes as it is.
        if (result instanceof Response) return { status: 200, reply: result };
        const body = result instanceof Page ? { result: result.items, result_info: result.info } : { result };
        return { status: 200, reply: { success: true, errors: [], messages: [], ...body } };
      }
      throw new Refusal(405, 7000, `No route for ${method} ${path}`);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { status, code, message } = error;
      return { status, reply: { success: false, errors: [{ code, message }], messages: [], result: null } };
    }
  }
}

const compiled = (routes: Routes): [string, RegExp, Handler][] =>
  Object.entries(routes).map(([route, handle]) => {
    const [method = "", path = ""] = route.split(" ");
    const pattern = path.replaceAll(/:(\w+)\+/g, "(?<$1>.+)").replaceAll(/:(\w+)/g, "(?<$1>[^/]+)");
    const account = path === "/graphql" ? "" : `/accounts/${ACCOUNT}`;
    return [method, new RegExp(`^/client/v4${account}${pattern}$`), handle];
  });
