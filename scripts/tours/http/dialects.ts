import type { Capture, HttpPage, HttpRequest } from "./requests.ts";

// `.http` files as editors read them. All agree on requests and on `@name = value`, but not on how a value of a reply gets into a
// later request.

export interface Dialect {
  /** The folder of its files. */
  name: string;
  /** What stands above a request's line, when `kept` are the values that the requests before it keep. */
  before(request: HttpRequest, name: string, kept: readonly KeptValue[]): string[];
  /** What stands below a request. */
  after(request: HttpRequest): string[];
}

/** A value of the reply to the request of this name. */
interface KeptValue extends Capture {
  request: string;
}

/** A path that is JSONPath, too; any other one is JavaScript. */
const isPlain = ({ path }: Capture): boolean => /^(\.\w+|\[\d+\])+$/.test(path);

/** VS Code's REST Client, and Visual Studio: variables refer to the reply of a request that has a name. */
const vscode: Dialect = {
  name: "vscode",
  // Below a request they would be part of its body.
  before: ({ captures }, name, kept) => [
    ...kept.map((value) =>
      isPlain(value)
        ? `@${value.name} = {{${value.request}.response.body.$${value.path}}}`
        : `# Here goes what is in the reply above.\n@${value.name} = …`,
    ),
    ...(captures.length > 0 ? [`# @name ${name}`] : []),
  ],
  after: () => [],
};

/** JetBrains' HTTP Client, and httpYac: a script keeps what is needed of a reply. */
const jetbrains: Dialect = {
  name: "jetbrains",
  before: () => [],
  after: ({ captures }) =>
    captures.length === 0
      ? []
      : [
          "",
          "> {%",
          ...captures.map(({ name, path }) => `  client.global.set("${name}", response.body${path});`),
          "%}",
        ],
};

export const dialects: readonly Dialect[] = [vscode, jetbrains];

/** The text of a file. @param source where the page is, as a link from the file */
export function httpFile({ variables, entries }: HttpPage, { before, after }: Dialect, source: string): string {
  const lines = [
    `# Written from ${source} by \`npm run http\`. Send the requests from top to bottom.`,
    ...variables.entries().map(([name, value]) => `@${name} = ${value}`),
  ];
  let kept: KeptValue[] = [];
  for (const [index, entry] of entries.entries()) {
    if (typeof entry === "string") {
      if (entries[index - 1] !== entry) lines.push("", `# ${entry}`);
      continue;
    }
    const name = `request${index + 1}`;
    const { caption, method, url, headers, body } = entry;
    lines.push("", `### ${caption}`, ...before(entry, name, kept), `${method} ${url}`, ...headers);
    if (body !== "") lines.push("", ...body.split("\n"));
    lines.push(...after(entry));
    kept = entry.captures.map((capture) => ({ ...capture, request: name }));
  }
  return `${lines.join("\n")}\n`;
}
