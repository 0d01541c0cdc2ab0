import { globSync, readFileSync } from "node:fs";
import { readPage, type Step } from "./markdown.ts";
import { pitfallsOf } from "./pitfalls.ts";

/** Where the pages say that the server is. */
export const PAGES_AT = "localhost:8787";

/** A page with its place. */
export interface TourPage {
  file: string;
  title: string;
  steps: Step[];
  /** What nobody can paste or check: `line: what is wrong`. */
  problems: string[];
}

/** README, and all pages of the tour. */
export const readPages = (): TourPage[] =>
  ["README.md", ...globSync("docs/tour/**/*.md").toSorted()].map((file) => {
    const page = readPage(readFileSync(file, "utf8"));
    const pitfalls = page.steps.flatMap(({ line, commands }) => pitfallsOf(commands, line));
    return { file, ...page, problems: [...page.problems, ...pitfalls] };
  });
