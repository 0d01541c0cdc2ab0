import { invalid } from "../errors.ts";
import type { AnyEndpoint } from "./endpoint.ts";

/** An entity tag of RFC 9110, section 8.8.3; the first group is what stands between the quotes. */
const TAG = /(?:W\/)?"([\x21\x23-\x7e\x80-\xff]*)"/g;
const EMPTY_TAG = '""';
/** A version as `ETag` shows it: `007` is a tag, but none of ours. */
const VERSION = /^[1-9]\d{0,14}$/;

/** True when the endpoint compares the header `If-Match` with the version of the row that it changes. */
export const takesIfMatch = ({ versioned, method }: AnyEndpoint): boolean =>
  versioned === true && method !== "get" && method !== "post";

/**
 * The versions that `If-Match` names; null when it accepts any, because it is absent or `*`. Tags that are no versions
 * are those of no row. Weak tags (`W/"3"`) count like strong ones, because proxies that compress a reply make its tag
 * weak.
 * @throws invalid_input when the header is neither `*` nor a list of tags
 */
export function ifMatchOf(header: string | null): readonly number[] | null {
  if (header === null || header.trim() === "*") return null;
  // RFC 9110, section 5.6.1: elements of a list may be empty. A tag may contain commas.
  const elements = header.replaceAll(TAG, EMPTY_TAG).split(",");
  const tags = elements.map((element) => element.trim()).filter((element) => element !== "");
  if (tags.length === 0 || tags.some((tag) => tag !== EMPTY_TAG)) {
    throw invalid("If-Match", 'Expected * or a list of entity tags, such as "3"');
  }
  return [...header.matchAll(TAG)].flatMap(([, text = ""]) => (VERSION.test(text) ? [Number(text)] : []));
}
