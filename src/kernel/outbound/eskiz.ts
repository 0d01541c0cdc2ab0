import { z } from "zod";
import { DeliveryError, type Provider } from "./provider.ts";
import { postToVendor, refusal, type VendorReply } from "./vendor.ts";

// SMS through the vendor Eskiz (https://notify.eskiz.uz).

const Login = z.object({ data: z.object({ token: z.string().min(1) }) });
const Refusal = z.object({ status: z.string() });

interface Account {
  email: string;
  password: string;
  baseUrl: string;
  /** The sender's name, as agreed with Eskiz. */
  from: string;
  /** Keeps the bearer token, which is valid for 30 days, from one batch to the next. */
  tokens: TokenStore;
  /** Tells which messages Eskiz has accepted already, because it has no idempotency keys. */
  receipts: Receipts;
}

export interface TokenStore {
  token?: string | undefined;
}

/** Remembers which messages the vendor accepted: the queue may deliver one again when its acknowledgement got lost. */
export interface Receipts {
  has(id: string): Promise<boolean>;
  keep(id: string): Promise<void>;
}

/** The provider of SMS. Make one per batch of messages, which then share one login. */
export function eskiz({ email, password, baseUrl, from, tokens, receipts }: Account): Provider {
  let pending: Promise<string> | undefined;

  const login = async (): Promise<string> => {
    const reply = await post("/api/auth/login", { email, password });
    if (!reply.ok) throw deliveryError(reply);
    const parsed = Login.safeParse(reply.body);
    if (!parsed.success) throw new DeliveryError("eskiz: login without a token", false);
    tokens.token = parsed.data.data.token;
    return tokens.token;
  };

  /** A token, other than the one Eskiz has `refused`, if any. There is one login at a time. */
  const validToken = (refused?: string): string | Promise<string> => {
    if (tokens.token !== undefined && tokens.token !== refused) return tokens.token;
    pending ??= login().finally(() => {
      pending = undefined;
    });
    return pending;
  };

  const post = (path: string, fields: Record<string, string>, token?: string): Promise<VendorReply> => {
    const body = new FormData();
    for (const [name, value] of Object.entries(fields)) body.set(name, value);
    const headers: Record<string, string> = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    return postToVendor(baseUrl, path, { headers, body });
  };

  return {
    name: "eskiz",

    async deliver({ id, to, text }) {
      if (await receipts.has(id)) return;
      const sms = { mobile_phone: to.replace(/\D/g, ""), message: text, from };
      const token = await validToken();
      let reply = await post("/api/message/sms/send", sms, token);
      if (reply.status === 401) reply = await post("/api/message/sms/send", sms, await validToken(token));
      if (!reply.ok) throw deliveryError(reply);
      await receipts.keep(id);
    },
  };
}

const deliveryError = (reply: VendorReply): DeliveryError =>
  refusal("eskiz", reply, Refusal.safeParse(reply.body).data?.status);
