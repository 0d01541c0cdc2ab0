import { gapsOf, unusedTexts } from "../../test/rules/openapi/gaps.ts";
import { openApiDocuments } from "./documents.ts";

// Names what the OpenAPI documents leave unsaid or unnamed (`npm run openapi:gaps -- Task` for one component or path): the quick
// form of what the tests demand.

const [wanted = ""] = process.argv.slice(2);
for (const { name, document, descriptions } of await openApiDocuments()) {
  const unused = unusedTexts(document, descriptions).map((text) => `${text} is described, but there is no such thing`);
  const gaps = [...gapsOf(document), ...unused].filter((gap) => gap.includes(wanted));
  console.log([...gaps, `${name}: ${gaps.length} gaps`].join("\n"));
}
