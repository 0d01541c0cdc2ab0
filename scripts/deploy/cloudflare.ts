import { capture, fail } from "../run.ts";

// Cloudflare's REST API (https://developers.cloudflare.com/api/), for what wrangler tells only as text for people: what there is,
// and what there is not. A thing that is not there yet is an answer like any other here, and prints no error.

const BASE_URL = process.env.CLOUDFLARE_API_BASE_URL ?? "https://api.cloudflare.com/client/v4";

/** The envelope of every reply. */
interface Reply {
  success: boolean;
  errors: { code: number; message: string }[];
  result: unknown;
  result_info?: { total_count?: number };
}

/** The API below one account. Every failure ends the script with what was asked and what Cloudflare said. */
export interface Cloudflare {
  /** What is there; undefined when it is not. */
  find<Result>(path: string): Promise<Result | undefined>;
  /** All pages of a list. */
  list<Item>(path: string): Promise<Item[]>;
  send<Result>(method: "POST" | "PUT" | "PATCH", path: string, body: object): Promise<Result>;
}

/**
 * The API of the account that wrangler works on, with wrangler's credentials: `CLOUDFLARE_API_TOKEN` and `CLOUDFLARE_ACCOUNT_ID`, or
 * those of `wrangler login`.
 */
export async function connect(): Promise<Cloudflare> {
  const headers = { ...credentials(), "Content-Type": "application/json" };

  async function request(method: string, path: string, body?: object): Promise<{ status: number; reply: Reply }> {
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${BASE_URL}${path}`, init).catch((error: Error) =>
      fail(`${method} ${path}: ${error.message} ${error.cause ?? ""}`),
    );
    const text = await response.text();
    const reply: Reply | undefined = text.startsWith("{") ? JSON.parse(text) : undefined;
    if (reply?.success || (reply && response.status === 404)) return { status: response.status, reply };
    const reasons = reply?.errors.map(({ code, message }) => `${message} (${code})`).join("; ");
    return fail(`${method} ${path}: ${response.status} ${reasons ?? text.slice(0, 200)}`);
  }

  async function list<Item>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    for (let page = 1; ; page += 1) {
      const { reply } = await request("GET", `${path}?page=${page}`);
      const found = reply.result as Item[];
      items.push(...found);
      if (found.length === 0 || items.length >= (reply.result_info?.total_count ?? 0)) return items;
    }
  }

  const account = `/accounts/${process.env.CLOUDFLARE_ACCOUNT_ID ?? (await onlyAccount(list))}`;
  return {
    async find<Result>(path: string) {
      const { status, reply } = await request("GET", `${account}${path}`);
      return status === 404 ? undefined : (reply.result as Result);
    },
    list: (path) => list(`${account}${path}`),
    async send<Result>(method: string, path: string, body: object) {
      const { status, reply } = await request(method, `${account}${path}`, body);
      return status === 404 ? fail(`${method} ${path}: not there`) : (reply.result as Result);
    },
  };
}

/** The headers that say who asks. */
function credentials(): Record<string, string> {
  const token = process.env.CLOUDFLARE_API_TOKEN;
  if (token) return { Authorization: `Bearer ${token}` };
  const { ok, output } = capture("wrangler", "auth", "token", "--json");
  if (!ok) fail("Sign in with `npx wrangler login`, or set CLOUDFLARE_API_TOKEN and CLOUDFLARE_ACCOUNT_ID");
  const login: { token: string } | { key: string; email: string } = JSON.parse(output);
  return "token" in login
    ? { Authorization: `Bearer ${login.token}` }
    : { "X-Auth-Key": login.key, "X-Auth-Email": login.email };
}

async function onlyAccount(list: (path: string) => Promise<{ id: string; name: string }[]>): Promise<string> {
  const accounts = await list("/accounts");
  const [account, ...others] = accounts;
  if (!account) return fail("These credentials reach no account");
  if (others.length === 0) return account.id;
  const names = accounts.map(({ id, name }) => `  ${id}  ${name}`).join("\n");
  return fail(`Set CLOUDFLARE_ACCOUNT_ID to one of your accounts:\n${names}`);
}
