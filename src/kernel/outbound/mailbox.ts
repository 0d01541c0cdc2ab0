import { LIMITS } from "../../limits.ts";
import { unsafeCast } from "../cast.ts";
import type { Env } from "../env.ts";
import { toIso } from "../time.ts";
import type { Channel, OutboundMessage } from "./message.ts";
import type { Provider } from "./provider.ts";

// The development mailbox: where messages go while no vendor is configured, and how `GET /dev/mailbox` reads them.

/** A message as `GET /dev/mailbox` shows it; `at` is ISO 8601. */
export interface Mail {
  to: string;
  channel: Channel;
  subject: string;
  text: string;
  at: string;
}

/** The provider that needs no account: it keeps messages in R2 instead of sending them. Never used in production. */
export const devMailbox = (files: R2Bucket): Provider => ({
  name: "dev-mailbox",

  async deliver({ id, to, channel, subject, text, at }: OutboundMessage) {
    const mail: Mail = { to, channel, subject, text, at: toIso(at) };
    await files.put(folderOf(to) + newestFirst(id), JSON.stringify(mail));
  },
});

/** The newest 50 messages to an e-mail address or phone number, newest first. */
export async function readMailbox(env: Env, to: string): Promise<Mail[]> {
  const { objects } = await env.FILES.list({ prefix: folderOf(to), limit: LIMITS.accounts.mailboxMessages });
  const bodies = await Promise.all(objects.map(async ({ key }) => (await env.FILES.get(key))?.json()));
  return unsafeCast<Mail[]>(bodies.filter((mail) => mail !== undefined));
}

/** The folder of an address. A space counts as `+`, because a query string turns an unescaped `+` into a space. */
const folderOf = (to: string): string => `dev-mailbox/${encodeURIComponent(to.replaceAll(" ", "+").toLowerCase())}/`;

/**
 * A key under which newer messages come first. R2 lists keys in ascending order and ids ascend with time, so every
 * hexadecimal digit of the id is replaced by its complement.
 */
const newestFirst = (id: string): string =>
  id.replace(/[0-9a-f]/gi, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));
