import { z } from "zod";
import type { OutboundMessage } from "./message.ts";
import type { Provider } from "./provider.ts";
import { postToVendor, refusal } from "./vendor.ts";

const Refusal = z.object({ name: z.string() });
/** Our own earlier attempt with the same key is still being worked on. */
const CONCURRENT = "concurrent_idempotent_requests";

interface Account {
  apiKey: string;
  baseUrl: string;
  /** Sender, as `Name <address>`; its domain must be verified there. */
  from: string;
}

/** E-mail through https://resend.com, which sends a message once however often it is handed over (within 24 hours). */
export const resend = ({ apiKey, baseUrl, from }: Account): Provider => ({
  name: "resend",

  async deliver({ id, to, subject, text }: OutboundMessage) {
    const reply = await postToVendor(baseUrl, "/emails", {
      headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json", "Idempotency-Key": id },
      body: JSON.stringify({ from, to: [to], subject, text }),
    });
    if (reply.ok) return;
    const code = Refusal.safeParse(reply.body).data?.name;
    throw refusal("resend", reply, code, code === CONCURRENT);
  },
});
