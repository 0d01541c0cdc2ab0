// What leaves for the model: facts without row ids, texts without contact data, in one JSON object of bounded length.

/** Characters of a user message. */
export const MESSAGE_CHARS = 8_000;

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
/** Names of ids that are words of a catalogue and no rows; a user's own category has such an id, too. */
const CATALOGUE_IDS: ReadonlySet<string> = new Set(["categoryId", "subcategoryId", "topCategoryId", "mentorId"]);
const EMAIL = /[^\s@<>,;:]{1,64}@[^\s@<>,;:]{1,255}/g;
/** With a plus and a country code, or so many digits in a row that they are a phone, a card or an account. */
const PHONE = /\+\d[\d ().-]{6,20}\d|(?<!\d)\d{11,}(?!\d)/g;
const HIDDEN = "…";

/** JSON values without row ids, addresses and phone numbers, and without `privateTexts`, wherever they stand. */
export function withoutPrivateData(value: unknown, privateTexts: readonly string[]): unknown {
  if (typeof value === "string") return withoutPrivateTexts(value, privateTexts);
  if (Array.isArray(value)) return value.map((item) => withoutPrivateData(item, privateTexts));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => CATALOGUE_IDS.has(name) || !/(?:^id|Ids?|^ids)$/.test(name))
      .map(([name, item]) => [name, withoutPrivateData(item, privateTexts)]),
  );
}

function withoutPrivateTexts(text: string, privateTexts: readonly string[]): string {
  const cleaned = text.replace(UUID, HIDDEN).replace(EMAIL, HIDDEN).replace(PHONE, HIDDEN);
  return privateTexts
    .filter((secret) => secret.trim() !== "")
    .reduce((rest, secret) => rest.replace(wholeText(secret), HIDDEN), cleaned);
}

/** Signs that mean something in a pattern. */
const SYNTAX = /[\\^$.*+?()[\]{}|/]/g;

/** A private text as a word of its own: a short name may be a part of many words. */
const wholeText = (secret: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${secret.trim().replace(SYNTAX, "\\$&")}(?![\\p{L}\\p{N}])`, "giu");

export interface AskMessage {
  readonly question: string;
  readonly language: string;
  readonly style: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** A question's message, cut until it fits: lists of facts lose their last rows, the longest list first, then the question its end. */
export function fittingAsk(message: AskMessage): AskMessage {
  let fitting = message;
  while (JSON.stringify(fitting).length > MESSAGE_CHARS) {
    const [longest] = Object.entries(fitting.facts)
      .filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]) && entry[1].length > 0)
      .toSorted(([, a], [, b]) => JSON.stringify(b).length - JSON.stringify(a).length);
    if (longest) {
      const [name, rows] = longest;
      fitting = { ...fitting, facts: { ...fitting.facts, [name]: rows.slice(0, Math.floor(rows.length / 2)) } };
    } else if (fitting.question !== "") {
      fitting = { ...fitting, question: fitting.question.slice(0, Math.floor(fitting.question.length / 2)) };
    } else return { ...fitting, facts: {} };
  }
  return fitting;
}

export interface RunMessage<Insight> {
  readonly language: string;
  readonly style: string;
  readonly insights: readonly Insight[];
}

/** A run's message, cut until it fits: the last insights are left out whole, and keep their local texts. */
export function fittingRun<Insight>(message: RunMessage<Insight>): RunMessage<Insight> {
  let { insights } = message;
  while (insights.length > 0 && JSON.stringify({ ...message, insights }).length > MESSAGE_CHARS) {
    insights = insights.slice(0, -1);
  }
  return { ...message, insights };
}
