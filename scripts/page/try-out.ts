import type { Tab } from "./tab.ts";

// Leora's operations, sent from the page as a reader would: by its buttons.

/** Opens an operation, and the window in which its request is sent. */
async function openRequest({ page, open }: Tab, tag: string, method: string, path: string): Promise<void> {
  await open(`/docs/#leora/tag/${tag}/${method}${path}`);
  await page
    .getByRole("button", { name: new RegExp(`test request.*${method} ${path}`, "i") })
    .first()
    .click();
}

/** Presses Send. Returns the reply to a request of this path when it has this status, and the query that was sent. */
async function send<Data>(
  { page }: Tab,
  path: string,
  status: number,
): Promise<{ data: Data; query: URLSearchParams }> {
  const answered = page.waitForResponse((reply) => new URL(reply.url()).pathname === path);
  await page.getByRole("button", { name: /^send/i }).first().click();
  const reply = await answered;
  if (reply.status() !== status) throw new Error(`${path} from the page: ${reply.status()} ${await reply.text()}`);
  await page.getByText(`${status}`, { exact: false }).last().waitFor();
  return { data: (await reply.json()).data, query: new URL(reply.url()).searchParams };
}

/** Creates an account with the example as it stands. Returns its token. */
export async function register(tab: Tab): Promise<string> {
  await openRequest(tab, "auth", "POST", "/auth/register");
  const { data } = await send<{ accessToken: string }>(tab, "/v1/auth/register", 201);
  return data.accessToken;
}

/** Asks who is signed in, with the token in the field for it. */
export async function askWithToken(tab: Tab, token: string): Promise<void> {
  await openRequest(tab, "auth", "GET", "/auth/me");
  await tab.page.getByRole("dialog").getByPlaceholder("Token").fill(token);
  await send(tab, "/v1/auth/me", 200);
}

/** Asks for a list as the page has it at first. Returns the names of the parameters that the page sends. */
export async function askForList(tab: Tab, token: string): Promise<string[]> {
  await openRequest(tab, "tasks", "GET", "/tasks");
  await tab.page.getByRole("dialog").getByPlaceholder("Token").fill(token);
  const { query } = await send(tab, "/v1/tasks", 200);
  return [...query.keys()];
}
