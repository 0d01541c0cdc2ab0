import { beforeAll, describe, expect, it } from "vitest";
import { openApiDocuments } from "../../../scripts/openapi/documents.ts";
import { readCommands, type Word } from "../../../scripts/tours/http/words.ts";
import { PAGES_AT, readPages, type TourPage } from "../../../scripts/tours/pages.ts";
import { operationsOf } from "../../rules/openapi/gaps.ts";

/** Longer than making the documents takes on a busy machine: the whole source is bundled for it. */
const DOCUMENTS_MS = 120_000;
/** Options of curl that send a body. */
const BODY = /^(-d|-F|--data(-\w+)?)$/;
const isParameter = (segment: string): boolean => segment.startsWith("{");

/** Each operation: `GET http://localhost:8787/v1/tasks/{id}`. */
let operations: string[] = [];

beforeAll(async () => {
  operations = (await openApiDocuments()).flatMap(({ document }) => {
    const servers = document.servers as { url: string }[];
    const local = servers.find(({ url }) => url.startsWith(`http://${PAGES_AT}`))?.url;
    return operationsOf(document).map(([name]) => name.replace(" ", ` ${local}`));
  });
}, DOCUMENTS_MS);

describe("the tour", () => {
  it("calls every operation of every product", () => {
    const called = new Set(readPages().flatMap(requestsOf).map(operationOf));
    const unseen = operations.filter((operation) => !called.has(operation));
    expect(operations.length).toBeGreaterThan(150);
    expect(unseen).toEqual([]);
  });

  it("is read as a shell reads it", () => {
    const commands = `call $B/a/$ID -H "$A"
call -X PUT "$B/a?b=1" -d '{}' > /dev/null
call -G $B/b --data-urlencode 'c=d'\nprintf x | call $B/a/ -F 'e=@-'\nfor x in a b; do call $B/$x; done`;
    const page = { steps: [{ commands: "B=http://x" }, { commands }] } as TourPage;
    const requests = ["GET http://x/a/$ID", "PUT http://x/a", "GET http://x/b", "POST http://x/a/", "GET http://x/$x"];
    expect(requestsOf(page)).toEqual(requests);
  });
});

/** The requests of a page, with their variables: `GET http://localhost:8787/v1/tasks/$TASK`. */
function requestsOf({ steps }: TourPage): string[] {
  const script = steps.map(({ commands }) => commands.replaceAll(/^\w+\(\) \{.*\}$/gm, "")).join("\n");
  const base = /^B=(\S+)/m.exec(script)?.[1] ?? "";
  return readCommands(script).flatMap((words) => {
    const texts = words.map(textOf);
    const args = texts.slice(texts.findIndex((text) => text === "call" || text === "curl") + 1);
    const url = args.find((text) => /^(\$B|http:\/\/)/.test(text));
    if (args.length === texts.length || url === undefined) return [];
    const isPost = args.some((text) => BODY.test(text)) && !args.includes("-G");
    const method = args.includes("-X") ? args[args.indexOf("-X") + 1] : isPost ? "POST" : "GET";
    return [`${method} ${url.replace("$B", base).replace(/\?.*/s, "")}`];
  });
}

const textOf = (word: Word): string =>
  word.map((piece) => ("text" in piece ? piece.text : "variable" in piece ? `$${piece.variable}` : "$()")).join("");

/** The operation that a request means: of those that fit, the one with the most literal path. */
function operationOf(request: string): string | undefined {
  const segments = request.split(/\/+/).filter(Boolean);
  const parameters = (operation: string): number => operation.split("/").filter(isParameter).length;
  return operations
    .filter((operation) => {
      const template = operation.split(/\/+/).filter(Boolean);
      const fits = template.every((segment, index) => isParameter(segment) || segment === segments[index]);
      return fits && template.length === segments.length;
    })
    .toSorted((one, other) => parameters(one) - parameters(other))[0];
}
