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
  /** Where the reading is inside each open list and object: the index of the item, or `~` of where the key of the member begins. */
  const places: number[] = [];
  let lastText = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        lastText = at;
        at = endOfText(text, at);
        break;
      case OPEN_LIST:
      case OPEN_OBJECT:
        if (places.length >= LIMITS.http.jsonDepth) throw tooDeep(places.map((place) => stepOf(text, place)));
        places.push(text.charCodeAt(at) === OPEN_LIST ? 0 : NO_KEY);
        break;
      case CLOSE_LIST:
      case CLOSE_OBJECT:
        places.pop();
        break;
      case COLON:
        if (places.length > 0) places[places.length - 1] = ~lastText;
        break;
      case COMMA: {
        const index = places.at(-1) ?? NO_KEY;
        if (index >= 0) places[places.length - 1] = index + 1;
        break;
      }
    }
  }
}

/** The place in an object before its first key: none begins at the start of the text. */
const NO_KEY = ~0;
const KEY_SHOWN = 100;

/** The index or the key that a place stands for; keys are cut off after `KEY_SHOWN` characters. */
function stepOf(text: string, place: number): number | string {
  if (place >= 0) return place;
  const start = ~place;
  return place === NO_KEY ? "" : text.slice(start + 1, Math.min(endOfText(text, start), start + 1 + KEY_SHOWN));
}

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
