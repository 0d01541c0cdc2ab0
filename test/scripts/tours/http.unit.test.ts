import { existsSync, globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { dialects, httpFile } from "../../../scripts/tours/http/dialects.ts";
import { HTTP_FOLDERS, httpFiles } from "../../../scripts/tours/http/files.ts";
import { requestsOf } from "../../../scripts/tours/http/requests.ts";

const step = (commands: string, caption = "") => ({ line: 1, commands, caption });
const requests = (commands: string) => requestsOf([step(commands)]).entries;

describe("requests of the tour", () => {
  it("are read from the arguments of curl", () => {
    const commands = `J='Content-Type: application/json'
call -X PATCH "https://x/a?b=1" -H "$J" \\
  -d '{"a":"b",
 "c":1}' > /dev/null
call -G https://x/a --data-urlencode 'search=ол'
call https://x/a -d '{}'`;
    expect(requests(commands)).toEqual([
      {
        caption: "",
        method: "PATCH",
        url: "https://x/a?b=1",
        headers: ["Content-Type: application/json"],
        body: '{"a":"b",\n "c":1}',
        captures: [],
      },
      expect.objectContaining({ method: "GET", url: "https://x/a?search=%D0%BE%D0%BB", body: "" }),
      expect.objectContaining({ method: "POST", body: "{}" }),
    ]);
  });

  it("keep values of replies under names of their own", () => {
    const commands = `call https://x/a -d '{"email":"ali-'$RANDOM'@example.com"}'
ID=$(field .data.id)
call https://x/a/$ID
ID=$(field '[0].text.match(/[)]/)[0]')
call "https://x/a/$ID"`;
    expect(requests(commands)).toEqual([
      expect.objectContaining({
        body: '{"email":"ali-{{$timestamp}}@example.com"}',
        captures: [{ name: "ID", path: ".data.id" }],
      }),
      expect.objectContaining({
        url: "https://x/a/{{ID}}",
        captures: [{ name: "ID_2", path: "[0].text.match(/[)]/)[0]" }],
      }),
      expect.objectContaining({ url: "https://x/a/{{ID_2}}" }),
    ]);
  });

  it("are not sent from pipes and programs", () => {
    const commands = `printf 'a' | call https://x/a -F 'content=@-'\nSOCKET=x node -e 'console.log("$x")'`;
    expect(requests(commands)).toEqual(Array(2).fill("The next step of the page works in a terminal only."));
  });

  it("leave what a program computes to the reader", () => {
    const commands = `NOW=$(date +%s)\ncall https://x/a/$NOW`;
    const page = requestsOf([step(commands)]);
    expect(page.variables).toEqual(new Map([["NOW", "…"]]));
    expect(page.entries).toEqual([
      "In a terminal, NOW is what this prints: date +%s",
      expect.objectContaining({ url: "https://x/a/{{NOW}}" }),
    ]);
  });

  it("are understood, or refused", () => {
    expect(() => requests("call https://x --cookie a")).toThrow("This option of curl is unknown: --cookie");
    expect(() => requests('call "https://x/$ID"')).toThrow("No value was given to ID");
    expect(() => requests("call https://x/$(date)")).toThrow("Cannot be sent from an editor: $(date)");
  });

  it("come in two dialects", () => {
    const page = requestsOf([
      step(`B=https://x\ncall $B/a -d '{}'\nID=$(field .id)`, "One"),
      step("call $B/a/$ID", "Two"),
    ]);
    const [vscode, jetbrains] = dialects.map((dialect) => httpFile(page, dialect, "page.md"));
    const head = "# Written from page.md by `npm run http`. Send the requests from top to bottom.\n@B = https://x\n";
    expect(vscode).toBe(`${head}
### One
# @name request1
POST {{B}}/a

{}

### Two
@ID = {{request1.response.body.$.id}}
GET {{B}}/a/{{ID}}
`);
    expect(jetbrains).toBe(`${head}
### One
POST {{B}}/a

{}

> {%
  client.global.set("ID", response.body.id);
%}

### Two
GET {{B}}/a/{{ID}}
`);
  });

  it("are written into docs/http as the pages are now (`npm run http`)", () => {
    const files = httpFiles();
    const written = HTTP_FOLDERS.flatMap((folder) => globSync(`${folder}/*`));
    expect(written.toSorted()).toEqual([...files.keys()].toSorted());
    const outdated = [...files].filter(([file, text]) => !existsSync(file) || readFileSync(file, "utf8") !== text);
    expect(outdated.map(([file]) => file)).toEqual([]);
  });
});
