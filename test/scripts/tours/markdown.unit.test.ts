import { describe, expect, it } from "vitest";
import { readPage } from "../../../scripts/tours/markdown.ts";
import { readPages } from "../../../scripts/tours/pages.ts";
import { pitfallsOf } from "../../../scripts/tours/pitfalls.ts";

/** A page; ''' stands for a fence. */
const page = (text: string) => readPage(text.replaceAll("'''", "```"));

describe("a page of the tour", () => {
  it("has blocks with the replies below them", () => {
    const text = `# Tasks

Everything [planned](x.md), soonest
first. And more.

'''sh
call 1
'''
'''json
{}
'''

'''sh
call 2
'''
'''text
a
'''
`;
    expect(page(text)).toEqual({
      title: "Tasks",
      steps: [
        {
          line: 7,
          commands: "call 1",
          caption: "Everything planned, soonest first",
          shown: { line: 10, kind: "json", text: "{}" },
        },
        { line: 14, commands: "call 2", caption: "", shown: { line: 17, kind: "text", text: "a" } },
      ],
      problems: [],
    });
  });

  it("exempts a block and its reply for a reason", () => {
    const exempt = `'''sh skip="needs Cloudflare"\nnpm run deploy\n'''\n'''json\n{}\n'''\n\n'''json skip="of a socket"\n{}\n'''\n`;
    expect(page(exempt)).toMatchObject({ steps: [], problems: [] });
    expect(page(`'''sh skip=""\nls\n'''\n`).problems).toEqual(["2: skip needs a reason"]);
  });

  it("has no reply without commands", () => {
    const text = `'''sh\ncall 1\n'''\n\nProse in between.\n\n'''json\n{}\n'''\n`;
    expect(page(text).problems).toEqual(['8: this reply belongs to no commands; skip="why" exempts it']);
  });

  it.each([
    [
      "a placeholder",
      `call $B/tasks/<taskId> -H "$A"`,
      "1: a placeholder cannot be pasted: keep the value in a variable",
    ],
    ["a comment", "call $B/tasks\ncall $B/goals # all", "2: zsh takes no comments in a terminal"],
    [
      "a history expansion",
      `call $B -d '{"password":"Secret1!"}'`,
      "1: a terminal may take `!` for a command of its history",
    ],
    ["a tool that readers lack", "call $B | jq .data", "1: a reader has Node.js, curl and a shell"],
    ["a query without quotes", "call $B/tasks?page=2", "1: zsh takes ? * and [ outside of quotes for file names"],
    ["a path without quotes", "X=$(field .data[0].id)", "1: zsh takes ? * and [ outside of quotes for file names"],
  ])("has no commands with %s", (_, commands, problem) => {
    expect(pitfallsOf(commands, 1)).toEqual([problem]);
  });

  it("can be pasted, each of them", () => {
    const pages = readPages();
    expect(pages.map(({ file }) => file)).toEqual(expect.arrayContaining(["README.md", "docs/tour/tasks.md"]));
    expect(pages.flatMap(({ file, problems }) => problems.map((problem) => `${file}:${problem}`))).toEqual([]);
    expect(pages.flatMap(({ file, steps }) => (steps.length === 0 ? [file] : []))).toEqual([]);
  });
});
