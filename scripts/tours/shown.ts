// JSON as the pages show it: `…` stands for what is left out.

/** In a parsed reply: any value, other fields of an object, other items of an array, or the rest of a text. */
export const ELLIPSIS = "…";

const TOKENS = /"(?:[^"\\]|\\.)*"|…|[{}[\],:]|[^\s{}[\],:"…]+/g;

/**
 * Reads one JSON value after another. Fields that are left out become the field `…`, items and values the text `…`.
 * @throws SyntaxError when it is not JSON otherwise
 */
export function parseReplies(text: string): unknown[] {
  const values: unknown[] = [];
  const open: string[] = [];
  let json = "";
  let previous = "";
  for (const [token] of text.matchAll(TOKENS)) {
    const isField = open.at(-1) === "{" && previous !== ":";
    json += token !== ELLIPSIS ? token : isField ? `"${ELLIPSIS}":0` : `"${ELLIPSIS}"`;
    if (token === "{" || token === "[") open.push(token);
    if (token === "}" || token === "]") open.pop();
    if (open.length === 0) {
      values.push(JSON.parse(json));
      json = "";
    }
    previous = token;
  }
  if (json !== "") throw new SyntaxError(`Unexpected end of JSON: ${json.slice(-60)}`);
  return values;
}
