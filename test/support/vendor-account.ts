import { inject } from "vitest";
import type { VendorCall, VendorReply } from "./vendors.ts";

/** An account at a fake vendor, of one test alone. */
export class VendorAccount {
  readonly baseUrl: string;

  constructor(
    vendor: "resend" | "eskiz" | "banks" | "alerts" | "stripe" | "apple" | "google",
    /** What identifies an account to the vendor. */
    readonly name: string,
  ) {
    this.baseUrl = `${inject("vendors")}/${vendor}`;
  }

  /** The vendor answers the next calls with these, in order, then with its own replies again. */
  async answerNext(...replies: VendorReply[]): Promise<void> {
    await this.control("POST", JSON.stringify(replies));
  }

  /** Gives the vendor something to answer with; what names it, the vendor says (test/support/store-vendors.ts). */
  async put(object: string, value: object): Promise<void> {
    await this.control("POST", JSON.stringify(value), object);
  }

  /** Every call so far, in order. */
  async calls(): Promise<VendorCall[]> {
    return (await this.control("GET")).json();
  }

  private control(method: string, body?: string, object?: string): Promise<Response> {
    const query = new URLSearchParams({ account: this.name, ...(object !== undefined && { object }) });
    const url = `${inject("vendors")}/control?${query}`;
    return fetch(url, { method, body: body ?? null, headers: { "Content-Type": "application/json" } });
  }
}
