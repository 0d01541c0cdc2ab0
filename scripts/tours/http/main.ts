/**
 * Writes the requests of the tour as `.http` files for editors, into docs/http:
 *   npm run http
 * `test/scripts/tours/http.unit.test.ts` fails when they are out of date.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { HTTP_FOLDERS, httpFiles } from "./files.ts";

for (const folder of HTTP_FOLDERS) rmSync(folder, { recursive: true, force: true });
const files = httpFiles();
for (const [file, text] of files) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
console.log(`${files.size} files`);
