import type { Env } from "../env.ts";
import { eskiz, type TokenStore } from "./eskiz.ts";
import { devMailbox } from "./mailbox.ts";
import type { Channel } from "./message.ts";
import type { Provider } from "./provider.ts";
import { r2Receipts } from "./receipts.ts";
import { resend } from "./resend.ts";

/** Per isolate, like the parsed environment itself. */
const eskizTokens = new WeakMap<Env, TokenStore>();

/**
 * Who delivers each channel. A vendor needs its keys; without them the dev mailbox takes the channel, which parseEnv
 * never lets happen in production. Make them once per batch.
 */
export function providersOf(env: Env): Readonly<Record<Channel, Provider>> {
  const mailbox = devMailbox(env.FILES);
  return { email: emailProvider(env) ?? mailbox, sms: smsProvider(env) ?? mailbox };
}

function emailProvider({ RESEND_API_KEY, RESEND_BASE_URL, MAIL_FROM }: Env): Provider | undefined {
  if (!RESEND_API_KEY) return undefined;
  return resend({ apiKey: RESEND_API_KEY, baseUrl: RESEND_BASE_URL, from: MAIL_FROM });
}

function smsProvider(env: Env): Provider | undefined {
  const { ESKIZ_EMAIL, ESKIZ_PASSWORD, ESKIZ_BASE_URL, ESKIZ_FROM } = env;
  if (!ESKIZ_EMAIL || !ESKIZ_PASSWORD) return undefined;
  const tokens = eskizTokens.get(env) ?? {};
  eskizTokens.set(env, tokens);
  return eskiz({
    email: ESKIZ_EMAIL,
    password: ESKIZ_PASSWORD,
    baseUrl: ESKIZ_BASE_URL,
    from: ESKIZ_FROM,
    tokens,
    receipts: r2Receipts(env.FILES),
  });
}
