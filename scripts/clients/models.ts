import { mkdirSync, writeFileSync } from "node:fs";
import { FetchingJSONSchemaStore, InputData, JSONSchemaInput, quicktype } from "quicktype-core";
import { openApiDocuments } from "../openapi/documents.ts";
import { fail } from "../run.ts";

// Writes the models of every product in Swift, Kotlin and Dart (`npm run clients:models`).

const FOLDER = "dist/clients";
/** Languages, and what stands before the name of a model. */
const LANGUAGES = [
  ["swift", "struct"],
  ["kotlin", "class"],
  ["dart", "class"],
] as const;
/** What only sync sends are unions by `entity`, which quicktype would merge into one model each. */
const UNIONS = /^(Push|Pull|MinimalPush|Malformed|CommonFields)|Fields$/;
/** A row of each product, which its models must have. */
const EXPECTED: Readonly<Record<string, string>> = { leora: "Transaction", crm: "Deal", koshelok: "Dashboard" };

mkdirSync(FOLDER, { recursive: true });
for (const { name, document } of await openApiDocuments()) {
  const text = JSON.stringify(document.components.schemas).replaceAll("#/components/schemas/", "#/$defs/");
  const $defs: object = JSON.parse(text);
  const models = Object.keys($defs).filter((model) => !UNIONS.test(model));
  const properties = Object.fromEntries(models.map((model) => [model, { $ref: `#/$defs/${model}` }]));
  const schema = JSON.stringify({ type: "object", properties, $defs });
  for (const [lang, keyword] of LANGUAGES) {
    const input = new JSONSchemaInput(new FetchingJSONSchemaStore());
    await input.addSource({ name: "Models", schema });
    const inputData = new InputData();
    inputData.addInput(input);
    const { lines } = await quicktype({ inputData, lang, combineClasses: false });
    const code = lines.join("\n");
    const row = EXPECTED[name] ?? fail(`Name a row of ${name}`);
    if (!new RegExp(`^\\s*(data )?${keyword} ${row}\\b`, "m").test(code))
      fail(`The ${lang} models of ${name} have no ${row}`);
    writeFileSync(`${FOLDER}/${name}.${lang}`, code);
    console.log(`✓ ${FOLDER}/${name}.${lang}: ${lines.length} lines`);
  }
}
