import { ELLIPSIS, parseReplies } from "./shown.ts";

// Compares what a page shows with what a server printed.

/** An id, or a token that begins with one. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\.[\w-]+)*$/;
/** An id as the pages show it: whole, or its beginning. */
const SHOWN_ID = /^[0-9a-f]{8}-(…|[0-9a-f]{4}-.*)$/;
/** Instants, days, months and weeks of the calendar. */
const TIMES = [/^\d{4}-\d\d-\d\dT[\d:.]+Z$/, /^\d{4}-\d\d-\d\d$/, /^\d{4}-\d\d$/, /^\d{4}-W\d\d$/];

/**
 * The differences between the shown replies and the printed ones: none when each shown field is there with its value, and no
 * other field unless `…` stands for it. Ids are compared as ids, and times as times: only a time that the commands
 * contain must be printed as it is shown.
 */
export function compareReplies(shown: string, printed: string, commands: string): string[] {
  const [expected, actual] = [parsed(shown), parsed(printed)];
  if (typeof expected === "string") return [`what is shown is not JSON (${expected})`];
  if (typeof actual === "string") return [`what was printed is not JSON (${actual})`];
  if (expected.length !== actual.length) return [`${expected.length} replies are shown, ${actual.length} were printed`];
  return expected.flatMap((value, index) => compare(value, actual[index], "", commands));
}

/** Compares text line by line, any kind of space being one. A line `…` stands for any lines, `…` within a line for anything. */
export function compareText(shown: string, printed: string, commands: string): string[] {
  const lines = (text: string) =>
    text
      .replaceAll(/[^\S\r\n]/g, " ")
      .trimEnd()
      .split(/\r?\n/);
  return compareItems(lines(shown), lines(printed), "line", commands);
}

function parsed(text: string): unknown[] | string {
  try {
    return parseReplies(text);
  } catch (error) {
    return (error as Error).message;
  }
}

function compare(shown: unknown, printed: unknown, path: string, commands: string): string[] {
  if (shown === ELLIPSIS) return [];
  if (typeof shown === "string" && typeof printed === "string") {
    return isText(shown, printed, commands) ? [] : [difference(path, shown, printed)];
  }
  if (Array.isArray(shown) && Array.isArray(printed)) return compareItems(shown, printed, path, commands);
  if (isObject(shown) && isObject(printed)) return compareFields(shown, printed, path, commands);
  return Object.is(shown, printed) ? [] : [difference(path, shown, printed)];
}

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function compareFields(shown: Fields, printed: Fields, path: string, commands: string): string[] {
  const { [ELLIPSIS]: others, ...fields } = shown;
  const differences = Object.entries(fields).flatMap(([name, value]) =>
    Object.hasOwn(printed, name)
      ? compare(value, printed[name], `${path}.${name}`, commands)
      : [`${path}.${name} is shown, and was not printed`],
  );
  if (others !== undefined) return differences;
  const unknown = Object.keys(printed).filter((name) => !Object.hasOwn(fields, name));
  return [...differences, ...unknown.map((name) => `${path}.${name} was printed, and is not shown`)];
}

/**
 * Items before the first `…` are the first ones, those behind the last one are the last ones, others come in between in order.
 * @param from the index of the first printed item that counts
 */
function compareItems(
  shown: readonly unknown[],
  printed: readonly unknown[],
  path: string,
  commands: string,
  from = 0,
): string[] {
  const gap = shown.indexOf(ELLIPSIS);
  if (gap < 0 && shown.length !== printed.length - from) {
    return [`${path}: ${shown.length} items are shown, ${printed.length - from} were printed`];
  }
  const head = gap < 0 ? shown : shown.slice(0, gap);
  const differences = head.flatMap((item, index) =>
    compare(item, printed[from + index], `${path}[${from + index}]`, commands),
  );
  const rest = shown.slice(gap + 1);
  if (gap < 0 || differences.length > 0 || rest.length === 0) return differences;
  /** From where the first of the rest was printed; the whole rest was not. */
  let closest: string[] | undefined;
  for (let next = from + head.length; next <= printed.length; next += 1) {
    const found = compareItems(rest, printed, path, commands, next);
    if (found.length === 0) return [];
    if (compare(rest[0], printed[next], path, commands).length === 0) closest ??= found;
  }
  return closest ?? [`${path}: nowhere in what was printed is ${JSON.stringify(rest[0])}`];
}

function isText(shown: string, printed: string, commands: string): boolean {
  if (SHOWN_ID.test(shown)) return ID.test(printed);
  const time = TIMES.find((pattern) => pattern.test(shown));
  if (time && !commands.includes(shown)) return time.test(printed);
  return fits(shown, printed);
}

/** Whether the printed text has all parts of the shown one in order, with anything in the place of each `…`. */
function fits(shown: string, printed: string): boolean {
  const [head = "", ...parts] = shown.split(ELLIPSIS);
  const tail = parts.pop();
  if (tail === undefined) return head === printed;
  if (!printed.startsWith(head)) return false;
  let from = head.length;
  for (const part of parts) {
    const at = printed.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return printed.endsWith(tail) && printed.length - tail.length >= from;
}

const difference = (path: string, shown: unknown, printed: unknown): string =>
  `${path}: shown ${JSON.stringify(shown)}, printed ${JSON.stringify(printed)?.slice(0, 300)}`;
