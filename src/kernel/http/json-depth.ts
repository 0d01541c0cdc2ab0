import { LIMITS } from "../../limits.ts";
import { AppError } from "../errors.ts";

// How deep a JSON text nests, found before it is parsed: parsing, validating and sending deep values call themselves once
// per level, and overflow the stack.

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/**
 * One pass over the text, which need not be valid JSON.
 * @throws malformed_body on the path of the first value that is nested deeper than `LIMITS.http.jsonDepth` levels
 */
export function requireShallowJson(text: string): void {
  /** Where the reading is inside each open list and object: the index of the item, or the key of the member. */
  const path: (number | string)[] = [];
  let lastText = "";
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const end = endOfText(text, at);
        // Keys beyond this length are not worth copying: the error says where they begin.
        lastText = text.slice(at + 1, Math.min(end, at + 1 + KEY_SHOWN));
        at = end;
        break;
      }
      case OPEN_LIST:
      case OPEN_OBJECT:
        if (path.length >= LIMITS.http.jsonDepth) throw tooDeep(path);
        path.push(text.charCodeAt(at) === OPEN_LIST ? 0 : "");
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        path.pop();
        break;
      case COLON:
        if (path.length > 0) path[path.length - 1] = lastText;
        break;
      case COMMA: {
        const index = path.at(-1);
        if (typeof index === "number") path[path.length - 1] = index + 1;
        break;
      }
    }
  }
}

const KEY_SHOWN = 100;

/** The index of the quote that ends the text which begins at `start`; the last index when none does. */
function endOfText(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let first = end;
    while (text.charCodeAt(first - 1) === BACKSLASH) first -= 1;
    if ((end - first) % 2 === 0) return end;
  }
  return text.length;
}

const tooDeep = (path: readonly (number | string)[]) =>
  new AppError("malformed_body", {
    details: [{ field: path.join("."), message: `Nested more than ${LIMITS.http.jsonDepth} levels deep` }],
  });
