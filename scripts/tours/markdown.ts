// A page of the tour as the runner sees it: blocks of commands, each with the replies that the page shows below it.

/** A block of commands, as a reader pastes it. */
export interface Step {
  /** The line of the page where the commands begin, from 1. */
  line: number;
  commands: string;
  /** What the page says that the commands print; undefined when they print nothing. */
  shown?: Shown;
  /** The first sentence of the prose above the commands, which says what they do; empty between two blocks. */
  caption: string;
}

/** A block that shows what the one above it prints. */
export interface Shown {
  line: number;
  /** JSON may leave parts out and comes in any order of keys; text is compared line by line. */
  kind: "json" | "text";
  text: string;
}

interface Page {
  /** The title of the page. */
  title: string;
  steps: Step[];
  /** What the page says that nobody can check: `line: what is wrong`. */
  problems: string[];
}

interface Block {
  line: number;
  language: string;
  /** `skip="why"` after the language exempts a block. */
  skip: string | undefined;
  text: string;
  /** The paragraph before it. */
  above: string;
  /** Nothing but empty lines lies between it and the block before. */
  follows: boolean;
}

/** Reads a Markdown page. A `json` or `text` block belongs to the `sh` block directly above it. */
export function readPage(markdown: string): Page {
  const steps: Step[] = [];
  const problems: string[] = [];
  let previous: Block | undefined;
  for (const block of blocksOf(markdown)) {
    const { language, line, text, skip, follows, above } = block;
    if (skip === undefined && language === "sh") steps.push({ line, commands: text, caption: captionOf(above) });
    if (skip === undefined && (language === "json" || language === "text")) {
      const step = steps.at(-1);
      const hasCommands = follows && previous?.language === "sh";
      if (!hasCommands) problems.push(`${line}: this reply belongs to no commands; skip="why" exempts it`);
      else if (previous?.skip === undefined && step) step.shown = { line, kind: language, text };
    }
    if (skip === "") problems.push(`${line}: skip needs a reason`);
    previous = block;
  }
  return { title: /^# (.+)$/m.exec(markdown)?.[1] ?? "", steps, problems };
}

function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: (Block & { lines: string[] }) | undefined;
  let above = "";
  let isParagraphOver = true;
  let follows = false;
  for (const [index, text] of markdown.split("\n").entries()) {
    const fence = /^```(\w*)\s*(.*)$/.exec(text);
    if (open && fence) {
      blocks.push({ ...open, text: open.lines.join("\n") });
      open = undefined;
      follows = true;
      above = "";
    } else if (open) {
      open.lines.push(text);
    } else if (fence) {
      const skip = /^skip="(.*)"$/.exec(fence[2] ?? "")?.[1];
      open = { line: index + 2, language: fence[1] ?? "", skip, text: "", above, follows, lines: [] };
    } else if (text.trim() === "") {
      isParagraphOver = true;
    } else {
      above = isParagraphOver ? text.trim() : `${above} ${text.trim()}`;
      isParagraphOver = false;
      follows = false;
    }
  }
  return blocks;
}

/** The first sentence as plain text. */
function captionOf(paragraph: string): string {
  const plain = paragraph.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, "$1").replaceAll(/^#+ |[*`]/g, "");
  return /^.*?(?=[.:;]( |$)|$)/.exec(plain)?.[0] ?? plain;
}
