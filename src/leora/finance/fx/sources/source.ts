import type { LeoraVariables } from "../../../variables.ts";
import type { Claim } from "../plausibility.ts";
import type { RateSource } from "../rules.ts";

/** A bank that publishes its rates for machines, without a key. */
export interface Source {
  readonly name: RateSource;
  /** Where its rates of a day begin to count: IANA name. */
  readonly timezone: string;
  url(values: LeoraVariables, now: number): string;
  /** The rows of a document, unchecked. @throws Error when it is no such document */
  read(document: ArrayBuffer): Claim[];
}

/** The day of `17.12.2024`, as `2024-12-17`; anything else stays as it is, for the judge. */
export const dottedDay = (text: string): string => text.replace(/^(\d{2})\.(\d{2})\.(\d{4})$/, "$3-$2-$1");

export const utf8 = (document: ArrayBuffer): string => new TextDecoder().decode(document);

/** A path under a base URL, which may have a path of its own. */
export const under = (baseUrl: string, path: string): string => baseUrl.replace(/\/+$/, "") + path;
