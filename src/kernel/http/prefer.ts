// The header `Prefer` (RFC 7240), as far as we honour it.

/** One preference of the list, with its parameters. An open quote takes all that follows, so that the search stays linear. */
const ELEMENT = /(?:"(?:[^"\\]|\\.)*"|[^",]|".*)+/g;

/**
 * True when the header asks for `return=minimal`. Names and values are case-insensitive, and of several `return` only the
 * first counts (section 2). Other preferences, and values that nobody has defined, are ignored: a preference is never an
 * error.
 * @param header all values of the header, joined by commas
 */
export function prefersMinimal(header: string | null): boolean {
  for (const element of header?.match(ELEMENT) ?? []) {
    const [preference = ""] = element.split(";");
    const [name, ...value] = preference.split("=").map((part) => part.trim().toLowerCase());
    if (name === "return") return ["minimal", '"minimal"'].includes(value.join("="));
  }
  return false;
}
