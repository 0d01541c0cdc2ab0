import type { OutboundMessage } from "./message.ts";

/** Delivers messages of one channel, usually through a vendor's API. */
export interface Provider {
  /** For logs. */
  readonly name: string;
  /**
   * Delivers a message, or passes it to a vendor that will. May be called again with the same message, which has the
   * same id then.
   * @throws DeliveryError when the vendor refuses it; any other error counts as temporary
   */
  deliver(message: OutboundMessage): Promise<void>;
}

/** A vendor's refusal. Its message may quote the vendor's code, but never the recipient or the text. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";

  constructor(
    message: string,
    /** True when the vendor would refuse the same message at any later time, too. */
    readonly isPermanent: boolean,
    /** Seconds after which the vendor accepts another attempt, if it said so. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}
