import { z } from "zod";
import type { OutboundMessage } from "./message.ts";
import type { Provider } from "./provider.ts";
import { postToVendor, refusal } from "./vendor.ts";

// E-mail through the vendor Resend (https://resend.com).

const Refusal = z.object({ name: z.string() });
/** The code that says that an earlier attempt with the same idempotency key is still in progress: retry later. */
const STILL_IN_PROGRESS = "concurrent_idempotent_requests";

interface Account {
  apiKey: string;
  baseUrl: string;
  /** The sender as `Name <address>`; its domain must be verified with Resend. */
  from: string;
}

/** The provider of e-mail. Resend sends a message once, however often it receives it within 24 hours. */
export const resend = ({ apiKey, baseUrl, from }: Account): Provider => ({
  name: "resend",

  async deliver({ id, to, subject, text }: OutboundMessage) {
    const reply = await postToVendor(baseUrl, "/emails", {
      headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json", "Idempotency-Key": id },
      body: JSON.stringify({ from, to: [to], subject, text }),
    });
    if (reply.ok) return;
    const code = Refusal.safeParse(reply.body).data?.name;
    throw refusal("resend", reply, code, code === STILL_IN_PROGRESS);
  },
});
