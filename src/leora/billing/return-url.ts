/** As it is sent, and as it is handed on. */
export const RETURN_URL_MAX = 2048;
const BEGINNING = /^(?:https|leora):\/\/[^/]/i;
/** White space, control characters, and those that change how the text around them is shown. */
const UNSAFE = /[\s\p{Cc}\p{Cf}]/u;

/**
 * The URL that a checkout may send its user back to: a page, as every browser reads it, or a place in the app, as it was written.
 * @returns undefined for anything else
 */
export function returnUrlOf(text: string): string | undefined {
  if (UNSAFE.test(text) || !BEGINNING.test(text) || !URL.canParse(text)) return undefined;
  const { protocol, username, password, href } = new URL(text);
  if (username !== "" || password !== "") return undefined;
  const url = protocol === "https:" ? href : text;
  return url.length <= RETURN_URL_MAX ? url : undefined;
}
