/** Characters of a slug, so that with what makes it unique it is no longer than an id may be. */
const SLUG_MAX = 40;

/** The part of a category's id that tells its name, in ASCII; `category` for a name in another script. */
export function slugOf(name: string): string {
  const ascii = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .slice(0, SLUG_MAX)
    .replaceAll(/^_+|_+$/g, "");
  return ascii === "" ? "category" : ascii;
}
