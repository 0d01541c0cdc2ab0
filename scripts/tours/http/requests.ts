import type { Step } from "../markdown.ts";
import { readCommands, type Word } from "./words.ts";

// The requests of a page of the tour, for editors that send `.http` files.

/** A value that a later request takes from a reply. */
export interface Capture {
  name: string;
  /** As `field` is called with it: `.data.id`. */
  path: string;
}

/** Values of other requests are `{{NAME}}`. */
export interface HttpRequest {
  caption: string;
  method: string;
  url: string;
  headers: string[];
  body: string;
  captures: Capture[];
}

/** What a page asks, in order; text is said to the reader instead. */
export interface HttpPage {
  /** Variables with values of their own: `B`, and addresses, which a second run needs others of. */
  variables: Map<string, string>;
  entries: (HttpRequest | string)[];
}

/** Options of curl without a value that change nothing about the request. */
const SILENT = new Set(["-i", "-s"]);
/** What a terminal does with a request's output. */
const REDIRECTION = ">";
const MAILBOX = "http://localhost:8787/dev/mailbox?to=";
/** The value of a variable that a program computes in the terminal. */
const TO_FILL_IN = "…";
const ONLY_IN_A_TERMINAL = "The next step of the page works in a terminal only.";

/** The requests of a page. @throws Error for what it does not understand, so that nothing gets lost silently. */
export function requestsOf(steps: readonly Step[]): HttpPage {
  const page: HttpPage = { variables: new Map(), entries: [] };
  /** What each variable of the shell stands for. */
  const values = new Map<string, string>();
  const names = new Set<string>();
  let last: HttpRequest | undefined;

  const expandWord = (word: Word): string =>
    word
      .map((piece) => {
        if ("text" in piece) return piece.text;
        if ("output" in piece) throw new Error(`Cannot be sent from an editor: $(${piece.output})`);
        if (piece.variable === "RANDOM") return "{{$timestamp}}";
        const value = values.get(piece.variable);
        if (value === undefined) throw new Error(`No value was given to ${piece.variable}`);
        return value;
      })
      .join("");

  const assign = (name: string, word: Word) => {
    const [first, ...rest] = word;
    const path = first && "output" in first && rest.length === 0 ? /^field (.+)$/.exec(first.output)?.[1] : undefined;
    if (path !== undefined && last) {
      const unique = uniqueName(name, names);
      last.captures.push({ name: unique, path: path.replaceAll(/^'|'$/g, "") });
      values.set(name, `{{${unique}}}`);
      return;
    }
    const [other, ...more] = word;
    if (other && "output" in other && more.length === 0) {
      const unique = uniqueName(name, names);
      page.variables.set(unique, TO_FILL_IN);
      values.set(name, `{{${unique}}}`);
      page.entries.push(`In a terminal, ${unique} is what this prints: ${other.output}`);
      return;
    }
    const value = expandWord(first ? [first, ...rest] : []);
    // Editors make a new number at each use of a variable: an address that is used twice cannot have one.
    const isOwn = name === "B" || (value.includes("{{$timestamp}}") && !/\s/.test(value));
    if (isOwn) page.variables.set(name, value.replace("-{{$timestamp}}", ""));
    values.set(name, isOwn ? `{{${name}}}` : value);
  };

  for (const { commands, caption } of steps) {
    for (const words of readCommands(withoutFunctions(commands))) {
      const [first] = words;
      const program = first && textOf(first);
      const [, name, text] = /^(\w+)=(.*)$/s.exec(program ?? "") ?? [];
      if (words.some((word) => textOf(word) === "|") || program === undefined) {
        page.entries.push(ONLY_IN_A_TERMINAL);
      } else if (name !== undefined && words.length === 1 && first) {
        assign(name, text ? [{ text }, ...first.slice(1)] : first.slice(1));
      } else if (program === "call" || program === "mail") {
        const args = words.slice(1).map(expandWord);
        last = program === "mail" ? mailboxRequest(args) : requestOf(args);
        last.caption = caption;
        page.entries.push(last);
      } else {
        page.entries.push(ONLY_IN_A_TERMINAL);
      }
    }
  }
  return page;
}

/** Functions are the shell's own business. */
const withoutFunctions = (commands: string): string => commands.replaceAll(/^\w+\(\) \{.*\}$/gm, "");

/** The text that a word begins with. */
const textOf = ([first]: Word): string | undefined => (first && "text" in first ? first.text : undefined);

function uniqueName(name: string, names: Set<string>): string {
  const free = (number: number): string => (names.has(`${name}_${number}`) ? free(number + 1) : `${name}_${number}`);
  const unique = names.has(name) ? free(2) : name;
  names.add(unique);
  return unique;
}

const mailboxRequest = ([to = ""]: string[]): HttpRequest => ({
  caption: "",
  method: "GET",
  url: MAILBOX + to,
  headers: [],
  body: "",
  captures: [],
});

/** A request from the arguments of curl. */
function requestOf(args: readonly string[]): HttpRequest {
  const request: HttpRequest = { caption: "", method: "", url: "", headers: [], body: "", captures: [] };
  const query: string[] = [];
  const options = args.values();
  const next = (): string => options.next().value ?? "";
  let isQuery = false;
  for (const option of options) {
    if (option === "-X") request.method = next();
    else if (option === "-H") request.headers.push(next());
    else if (option === "-G") isQuery = true;
    else if (option === "-d" || option === "--data-binary") request.body = next();
    else if (option === "--data-urlencode") query.push(next().replace(/(?<==).*/, encodeURIComponent));
    else if (option === REDIRECTION) next();
    else if (option.startsWith("-")) {
      if (!SILENT.has(option)) throw new Error(`This option of curl is unknown: ${option}`);
    } else request.url = option;
  }
  if (isQuery) request.url += `?${query.join("&")}`;
  request.method ||= request.body === "" ? "GET" : "POST";
  return request;
}
