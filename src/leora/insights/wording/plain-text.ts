import { clip } from "../texts/format.ts";

// What a model wrote, as plain text: an app may show HTML, Markdown and addresses as what they are, so none may remain.

/** More is never shown, and need not be looked at. */
const CHARS_READ = 10_000;
/** What one removal joins together may be another one: `<<b>script>`. */
const ROUNDS = 5;

const IMAGE = /!\[[^\][]{0,500}\]\((?:[^()]|\([^()]{0,200}\)){0,1000}\)/g;
const LINK = /\[([^\][]{0,500})\]\((?:[^()]|\([^()]{0,200}\)){0,1000}\)/g;
const TAG = /<[/!?]?[a-z][^<>]{0,2000}>/gi;
/** `https://…`, `javascript:…`, `www.…`. */
const ADDRESS = /(?:[a-z][a-z0-9+.-]{1,20}:\/\/|(?:javascript|data|mailto|tel|vbscript):|www\.)[^\s<>()]+/gi;
/** `example.com/path`, which apps make links of, too. */
const BARE_ADDRESS =
  /(?<![\p{L}\p{N}@.-])(?:[a-z0-9-]{1,63}\.){1,5}(?:com|net|org|info|io|app|dev|ru|uz|su|xyz|top|link|click|site|online|shop|me|co|ly|gg|to|cc|ai|tr|kz)(?:\/[^\s<>()]*)?(?![\p{L}\p{N}-])/giu;
const LEFT_OVER_TAG = /<(?=[/!?a-z])/gi;
/** Signs of Markdown that would be read aloud: emphasis, code, headings. */
const EMPHASIS = /\*{1,3}(?=\S)|(?<=\S)\*{1,3}|`+|~~|__/g;
const HEADING = /^[ \t]{0,3}(?:#{1,6}|>)[ \t]+/gm;
/** Characters that nobody sees, or that turn the direction of what follows; Arabic joins letters by two of them. */
const INVISIBLE = /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\ufeff]/gu;

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
  text = text.replace(LEFT_OVER_TAG, "").replace(HEADING, "").replace(EMPHASIS, "");
  return clip(
    text
      .replace(/ {2,}/g, " ")
      .replace(/ +([,.;:!?])/g, "$1")
      .replace(/ *\n */g, "\n")
      .trim(),
    max,
  );
}
