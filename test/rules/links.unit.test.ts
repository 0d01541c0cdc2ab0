import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";

const pages = globSync("**/*.md", { exclude: ["node_modules/**", "**/node_modules/**", "dist/**", ".wrangler/**"] });

/** Markdown without blocks of code, where brackets mean something else. */
const proseOf = (file: string): string => readFileSync(file, "utf8").replaceAll(/^ *```.*?^ *```$/gms, "");

/** The anchors that GitHub makes of a page's headings. */
function anchorsOf(file: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of proseOf(file).matchAll(/^#+ (.+)$/gm)) {
    const text = heading.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, "$1").toLowerCase();
    const anchor = text.replaceAll(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-");
    const sameBefore = [...anchors].filter((other) => other.replace(/-\d+$/, "") === anchor).length;
    anchors.add(sameBefore === 0 ? anchor : `${anchor}-${sameBefore}`);
  }
  return anchors;
}

/** What is wrong with the relative links of a page. */
function deadLinksOf(page: string): string[] {
  return [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = ""]) => {
    if (/^[a-z]+:/.test(link)) return [];
    const [path = "", anchor] = link.split("#");
    const target = path === "" ? page : normalize(join(dirname(page), path));
    if (!existsSync(target)) return [`${page}: there is no ${target}`];
    if (anchor === undefined || statSync(target).isDirectory()) return [];
    return anchorsOf(target).has(anchor) ? [] : [`${page}: ${target} has no heading #${anchor}`];
  });
}

describe("documentation", () => {
  it("links to pages and headings that exist", () => {
    expect(pages).toContain("README.md");
    expect(pages).toContain("docs/tour/README.md");
    expect(pages.flatMap(deadLinksOf)).toEqual([]);
  });

  it("names npm scripts that exist", () => {
    const scripts = Object.keys(JSON.parse(readFileSync("package.json", "utf8")).scripts);
    const named = (page: string) => [...readFileSync(page, "utf8").matchAll(/npm run (?:--silent )?([a-z][\w:-]*)/g)];
    const missing = pages.flatMap((page) =>
      named(page).flatMap(([, name = ""]) => (scripts.includes(name) ? [] : [`${page}: npm run ${name}`])),
    );
    expect(missing).toEqual([]);
  });

  it("is complete in the indexes", () => {
    const unlisted = (index: string, folder: string, links: RegExp) => {
      const listed = new Set([...proseOf(index).matchAll(links)].map(([, name]) => `${folder}/${name}`));
      return globSync(`${folder}/*.md`).filter((page) => page !== index && !listed.has(page));
    };
    expect(unlisted("README.md", "docs", /\]\(docs\/(\w+\.md)\)/g)).toEqual([]);
    expect(unlisted("docs/tour/README.md", "docs/tour", /\]\(([\w-]+\.md)\)/g)).toEqual([]);
  });
});
