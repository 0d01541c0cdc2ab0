/** True for a URL that a checkout may send its user back to: a page, or a place in the app. */
export function isReturnUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === "leora:" || (url.protocol === "https:" && url.hostname !== ""));
}
