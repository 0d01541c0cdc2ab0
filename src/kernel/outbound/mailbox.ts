import { unsafeCast } from "../cast.ts";
import type { Env } from "../env.ts";
import { toIso } from "../time.ts";
import type { Channel, OutboundMessage } from "./message.ts";
import type { Provider } from "./provider.ts";

const SHOWN = 50;

/** A message as `GET /dev/mailbox` shows it; `at` is ISO 8601. */
export interface Mail {
  to: string;
  channel: Channel;
  subject: string;
  text: string;
  at: string;
}

/** The local default: keeps messages in R2 instead of sending them. Needs no account; development only. */
export const devMailbox = (files: R2Bucket): Provider => ({
  name: "dev-mailbox",

  async deliver({ id, to, channel, subject, text, at }: OutboundMessage) {
    const mail: Mail = { to, channel, subject, text, at: toIso(at) };
    await files.put(boxOf(to) + newestFirst(id), JSON.stringify(mail));
  },
});

/** The newest 50 messages to an e-mail address or phone number, newest first. */
export async function readMailbox(env: Env, to: string): Promise<Mail[]> {
  const { objects } = await env.FILES.list({ prefix: boxOf(to), limit: SHOWN });
  const bodies = await Promise.all(objects.map(async ({ key }) => (await env.FILES.get(key))?.json()));
  return unsafeCast<Mail[]>(bodies.filter((mail) => mail !== undefined));
}

/** One folder per address. A `+` that a query string turned into a space still finds its box. */
const boxOf = (to: string): string => `dev-mailbox/${encodeURIComponent(to.replaceAll(" ", "+").toLowerCase())}/`;

/** R2 lists keys in ascending order and ids ascend with time: every hexadecimal digit becomes its complement. */
const newestFirst = (id: string): string =>
  id.replace(/[0-9a-f]/gi, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));
