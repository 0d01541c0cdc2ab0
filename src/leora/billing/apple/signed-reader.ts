import type { z } from "zod";
import { AppleNotification, AppleRenewal, AppleTransaction } from "./payloads.ts";
import { signedJson } from "./signed-data.ts";
import type { AppleVariables } from "./variables.ts";

/** Reads what Apple signed, for one request. Each method returns undefined when Apple did not sign it, or it has another form. */
export class SignedReader {
  constructor(
    private readonly variables: AppleVariables,
    /** UTC milliseconds. */
    private readonly now: number,
  ) {}

  transactionIn = (jws: string) => this.read(jws, AppleTransaction);

  renewalIn = (jws: string) => this.read(jws, AppleRenewal);

  notificationIn = (jws: string) => this.read(jws, AppleNotification);

  /** True for what is about our app, in the environment of this installation. */
  isOurs({ bundleId, environment }: { bundleId?: string | null | undefined; environment?: string | null | undefined }) {
    return bundleId === this.variables.APPLE_BUNDLE_ID && environment === this.variables.APPLE_ENVIRONMENT;
  }

  private async read<Schema extends z.ZodType>(jws: string, schema: Schema): Promise<z.output<Schema> | undefined> {
    const trust = { roots: this.variables.APPLE_ROOT_CERTS, now: this.now };
    return schema.safeParse(await signedJson(jws, trust)).data;
  }
}
