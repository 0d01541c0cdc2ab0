import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { openApiDocuments } from "../openapi/documents.ts";
import { run } from "../run.ts";

// Generates TypeScript types from every OpenAPI document, and compiles them with the client of docs/clients/ (`npm run clients`).

const FOLDER = "dist/clients";
/** openapi-typescript needs TypeScript 5, which it finds in a workspace of its own. */
const GENERATOR = "scripts/clients/node_modules/openapi-typescript/bin/cli.js";
const CLIENT = "phone.ts";

mkdirSync(FOLDER, { recursive: true });
for (const { name, document } of await openApiDocuments()) {
  writeFileSync(`${FOLDER}/${name}.json`, JSON.stringify(document));
  run(
    "node",
    GENERATOR,
    `${FOLDER}/${name}.json`,
    "--output",
    `${FOLDER}/${name}.d.ts`,
    "--default-non-nullable=false",
  );
}
copyFileSync(`docs/clients/${CLIENT}`, `${FOLDER}/${CLIENT}`);
const STRICT = ["--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess", "--noEmit"];
const MODERN = ["--target", "ES2024", "--module", "ESNext", "--moduleResolution", "Bundler", "--types", "node"];
run(
  "tsc",
  ...STRICT,
  ...MODERN,
  "--allowImportingTsExtensions",
  "--ignoreConfig",
  `${FOLDER}/${CLIENT}`,
  `${FOLDER}/crm.d.ts`,
  `${FOLDER}/koshelok.d.ts`,
);
console.log("✓ the generated types and the client compile");
