// As much of a shell's language as the tour is written in.

/** A piece of a word: text, the value of a variable, or what a command prints. */
export type Piece = { text: string } | { variable: string } | { output: string };
/** What a shell makes one argument of. */
export type Word = Piece[];

const VARIABLE = /^\$(\w+)/;
/** Ends a command, and stands for itself in a list of words. */
const PIPE = "|";

/** The words of each command, in order. Words of a pipeline are divided by the word `|`. */
export function readCommands(script: string): Word[][] {
  const commands: Word[][] = [[]];
  let word: Word | undefined;
  let at = 0;
  const add = (piece: Piece) => {
    word ??= [];
    word.push(piece);
  };
  const endWord = () => {
    if (word) commands.at(-1)?.push(word);
    word = undefined;
  };
  while (at < script.length) {
    const rest = script.slice(at);
    const character = script.charAt(at);
    if (character === "'") {
      const end = script.indexOf("'", at + 1);
      add({ text: script.slice(at + 1, end) });
      at = end + 1;
    } else if (character === '"') {
      const end = endOfDoubleQuotes(script, at + 1);
      for (const piece of expand(script.slice(at + 1, end))) add(piece);
      at = end + 1;
    } else if (character === "$") {
      const [piece, length] = expansion(rest);
      add(piece);
      at += length;
    } else if (rest.startsWith("\\\n")) {
      endWord();
      at += 2;
    } else if (character === "\n" || character === ";") {
      endWord();
      if (commands.at(-1)?.length) commands.push([]);
      at += 1;
    } else if (character === PIPE) {
      endWord();
      commands.at(-1)?.push([{ text: PIPE }]);
      at += 1;
    } else if (character === " ") {
      endWord();
      at += 1;
    } else {
      const text = /^[^\s'"$;|\\]+/.exec(rest)?.[0] ?? character;
      add({ text });
      at += text.length;
    }
  }
  endWord();
  return commands.filter((words) => words.length > 0);
}

/** Text within double quotes as pieces. */
function expand(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    const dollar = text.indexOf("$", at);
    const end = dollar < 0 ? text.length : dollar;
    if (end > at) pieces.push({ text: text.slice(at, end).replaceAll(/\\(["\\$`])/g, "$1") });
    if (dollar < 0) break;
    const [piece, length] = expansion(text.slice(dollar));
    pieces.push(piece);
    at = dollar + length;
  }
  return pieces;
}

/** What begins with a dollar sign, and its length. */
function expansion(text: string): [Piece, number] {
  if (text.startsWith("$(")) {
    const end = endOfSubstitution(text);
    return [{ output: text.slice(2, end) }, end + 1];
  }
  const name = VARIABLE.exec(text)?.[1];
  return name === undefined ? [{ text: "$" }, 1] : [{ variable: name }, name.length + 1];
}

/** The parenthesis that ends a command substitution; those within quotes do not. */
function endOfSubstitution(text: string): number {
  let quote = "";
  for (let at = 2; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quote === character) quote = "";
    else if (quote === "" && (character === "'" || character === '"')) quote = character;
    else if (quote === "" && character === ")") return at;
  }
  throw new Error(`$( has no end: ${text.slice(0, 60)}`);
}

function endOfDoubleQuotes(script: string, from: number): number {
  for (let at = from; at < script.length; at += 1) {
    const character = script.charAt(at);
    if (character === '"') return at;
    if (character === "\\") at += 1;
    if (script.startsWith("$(", at)) at += endOfSubstitution(script.slice(at));
  }
  throw new Error(`" has no end: ${script.slice(from, from + 60)}`);
}
