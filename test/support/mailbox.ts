import { anonymous } from "./actor.ts";

interface Mail {
  subject: string;
  text: string;
  channel: string;
}

/** Waits until the queue has delivered `count` messages to the address; newest first. */
export async function mailsTo(address: string, count: number): Promise<Mail[]> {
  for (;;) {
    const { body } = await anonymous().get(`/dev/mailbox?to=${encodeURIComponent(address)}`);
    const mails = body as Mail[];
    if (mails.length >= count) return mails;
    await scheduler.wait(20);
  }
}
