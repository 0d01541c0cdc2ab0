import type { LeoraVariables } from "../../../variables.ts";
import type { UncheckedRate } from "../plausibility.ts";
import type { RateSource } from "../rules.ts";

/** A bank that publishes its rates for machines, without a key. */
export interface Source {
  readonly name: RateSource;
  /** The IANA zone in which a day's rates begin to count at midnight. */
  readonly timezone: string;
  url(values: LeoraVariables, now: number): string;
  /** The rates in a document, unchecked. @throws Error when the document is not one of this source */
  parse(document: ArrayBuffer): UncheckedRate[];
}

/** `17.12.2024` as `2024-12-17`; any other text is returned as it is, and `checkRates` refuses it. */
export const parseDottedDay = (text: string): string => text.replace(/^(\d{2})\.(\d{2})\.(\d{4})$/, "$3-$2-$1");

export const utf8 = (document: ArrayBuffer): string => new TextDecoder().decode(document);

/** Appends a path to a base URL, which may have a path of its own. */
export const joinUrl = (baseUrl: string, path: string): string => baseUrl.replace(/\/+$/, "") + path;
