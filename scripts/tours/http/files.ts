import { basename } from "node:path";
import { readPages } from "../pages.ts";
import { dialects, httpFile } from "./dialects.ts";
import { requestsOf } from "./requests.ts";

const FOLDER = "docs/http";
/** Nothing else lies in these. */
export const HTTP_FOLDERS = dialects.map(({ name }) => `${FOLDER}/${name}`);

/** The text of every file by its path: one of each page of the tour in each dialect. */
export const httpFiles = (): Map<string, string> =>
  new Map(
    readPages()
      .filter(({ file }) => file.startsWith("docs/tour/") && basename(file) !== "README.md")
      .flatMap(({ file, steps }) => {
        const page = requestsOf(steps);
        const name = basename(file, ".md");
        return dialects.map((dialect): [string, string] => [
          `${FOLDER}/${dialect.name}/${name}.http`,
          httpFile(page, dialect, `../../tour/${name}.md`),
        ]);
      }),
  );
