import { clip } from "../texts/format.ts";

// What a model wrote, as plain text: an app may show HTML, Markdown and addresses as what they are, so none may remain.

/** More is never shown, and need not be looked at. */
const CHARS_READ = 10_000;
/** What one removal joins together may be another one: `<<b>script>`. */
const ROUNDS = 5;

const IMAGE = /!\[[^\][]{0,500}\]\((?:[^()]|\([^()]{0,200}\)){0,1000}\)/g;
const LINK = /\[([^\][]{0,500})\]\((?:[^()]|\([^()]{0,200}\)){0,1000}\)/g;
const TAG = /<[/!?]?[a-z][^<>]{0,2000}>/gi;
/** `https://…`, `javascript:…`, `www.…`, `//example.com/…`. */
const ADDRESS =
  /(?:[a-z][a-z0-9+.-]{1,20}:\/\/|(?:javascript|data|mailto|tel|sms|vbscript):|www\.|\/\/(?=[\p{L}\p{N}-]{1,63}\.))[^\s<>()]+/giu;
/** `example.com/path`, which apps make links of, too. */
const BARE_ADDRESS =
  /(?<![\p{L}\p{N}@.-])(?:[a-z0-9-]{1,63}\.){1,5}(?:com|net|org|info|biz|io|app|dev|pro|club|store|live|tv|ru|uz|su|xyz|top|link|click|site|online|shop|me|co|ly|gg|to|cc|ai|eu|de|uk|cn|tr|kz|kg|tj|by|ua)(?:\/[^\s<>()]*)?(?![\p{L}\p{N}-])/giu;
/** A dot between letters: with a space behind it no other domain is one, either. */
const JOINING_DOT = /(?<=[\p{L}\p{N}])[.\u3002\uff0e\uff61](?=\p{L}{2})/gu;
const LEFT_OVER_TAG = /<(?=[/!?a-z])/gi;
/** What is left of links that are nested or not closed: without these signs next to each other Markdown makes no link. */
const EMPTY_TARGET = /\]\([ \t]*\)/g;
const TARGET = /\](?=[([])/g;
const IMAGE_SIGN = /!(?=\[)/g;
/** `[1]: /path`, which gives `[1]` its address. */
const REFERENCE = /^[ \t]{0,3}\[[^\]\n]{1,1000}\]:.*$/gm;
/** Signs of Markdown that would be read aloud: emphasis, code, headings. */
const EMPHASIS = /\*{1,3}(?=\S)|(?<=\S)\*{1,3}|`+|~~|__/g;
const HEADING = /^[ \t]{0,3}(?:#{1,6}|>)[ \t]+/gm;
/** Characters that nobody sees, or that turn the direction of what follows; Arabic joins letters by two of them. */
const INVISIBLE = /[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** The text without links, HTML and Markdown, at most `max` characters. */
export function plainText(written: string, max: number): string {
  let text = written
    .slice(0, CHARS_READ)
    .replace(/[\r\n\t]+/g, "\n")
    .replace(INVISIBLE, (sign) => (sign === "\n" ? sign : ""));
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = text;
    text = text.replace(IMAGE, "").replace(LINK, "$1").replace(TAG, "").replace(ADDRESS, "").replace(BARE_ADDRESS, "");
    if (text === before) break;
  }
  text = text
    .replace(REFERENCE, "")
    .replace(EMPTY_TARGET, "]")
    .replace(TARGET, "] ")
    .replace(IMAGE_SIGN, "")
    .replace(LEFT_OVER_TAG, "")
    .replace(JOINING_DOT, ". ")
    .replace(HEADING, "")
    .replace(EMPHASIS, "");
  return clip(
    text
      .replace(/ {2,}/g, " ")
      .replace(/ +([,.;:!?])/g, "$1")
      .replace(/ *\n */g, "\n")
      .trim(),
    max,
  );
}
