import type { Env } from "../env.ts";
import { eskiz, type TokenStore } from "./eskiz.ts";
import { devMailbox } from "./mailbox.ts";
import type { Channel } from "./message.ts";
import type { Provider } from "./provider.ts";
import { r2Receipts } from "./receipts.ts";
import { resend } from "./resend.ts";

/** Tokens of Eskiz, kept as long as the isolate keeps its parsed environment. */
const eskizTokens = new WeakMap<Env, TokenStore>();

/**
 * The provider of each channel: the vendor whose keys are configured, or else the development mailbox. In production
 * `parseEnv` demands the keys. Make providers once per batch of messages.
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
