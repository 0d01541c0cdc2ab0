import { inject } from "vitest";
import type { VendorCall, VendorReply } from "./vendors.ts";

/** An account at a fake vendor, of one test alone. */
export class VendorAccount {
  readonly baseUrl: string;

  constructor(
    vendor: "resend" | "eskiz" | "banks" | "alerts" | "openai" | "stripe",
    /** What identifies an account to the vendor. */
    readonly name: string,
  ) {
    this.baseUrl = `${inject("vendors")}/${vendor}`;
  }

  /** The vendor answers the next calls with these, in order, then with its own replies again. */
  async answerNext(...replies: VendorReply[]): Promise<void> {
    await this.control("POST", JSON.stringify(replies));
  }

  /** Every call so far, in order. */
  async calls(): Promise<VendorCall[]> {
    return (await this.control("GET")).json();
  }

  private control(method: string, body?: string): Promise<Response> {
    const url = `${inject("vendors")}/control?account=${encodeURIComponent(this.name)}`;
    return fetch(url, { method, body: body ?? null, headers: { "Content-Type": "application/json" } });
  }
}
