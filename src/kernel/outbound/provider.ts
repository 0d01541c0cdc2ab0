import type { OutboundMessage } from "./message.ts";

/** Somebody who delivers messages of one channel. */
export interface Provider {
  /** For logs. */
  readonly name: string;
  /**
   * Delivers, or hands over for delivery. May be called again with the same message: its id is what tells.
   * @throws DeliveryError when the vendor refuses; anything else thrown counts as a passing trouble.
   */
  deliver(message: OutboundMessage): Promise<void>;
}

/** A vendor's refusal. Its message holds the vendor's words, never the recipient or the text. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";

  constructor(
    message: string,
    /** The same message would be refused for ever. */
    readonly isPermanent: boolean,
    /** Seconds after which the vendor wants to be asked again, if it said so. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}
