import { createConfig, lintFromString } from "@redocly/openapi-core";
import spectral, { type RulesetDefinition } from "@stoplight/spectral-core";
import rulesets from "@stoplight/spectral-rulesets";
import { unsafeCast } from "../../src/kernel/cast.ts";
import { fail } from "../run.ts";
import { openApiDocuments, type ProductDocument } from "./documents.ts";

// Lints the OpenAPI documents by Redocly's strict rules and by all of Spectral's (first part of `npm run openapi`): no error and no warning
// but what is named here, with its reason.

/** Rules that are off or milder in all documents. */
const REDOCLY = {
  // The documents of a local server name it, and so may be tried out from a local page.
  "no-server-example.com": "off",
  // Envelopes and failures say more about a component's fields by `allOf`, where each part has to allow the fields of the other.
  "no-invalid-media-type-examples": { severity: "error", allowAdditionalProperties: true },
} as const;
const SPECTRAL = {
  // Tags come in the order in which a newcomer needs them.
  "openapi-tags-alphabetical": "off",
  // Redocly checks every example in a tenth of the time.
  "oas3-valid-media-example": "off",
  "oas3-valid-schema-example": "off",
} as const;

/** What only some products may do. */
const EXCEPTIONS: Readonly<Record<string, { redocly: readonly string[]; spectral: readonly string[] }>> = {
  // `GET /insights/jobs/{jobId}` and `PATCH /insights/{id}/view` overlap, but no method has both.
  leora: { redocly: ["no-ambiguous-paths"], spectral: [] },
  // The paths of the Django API that Koshelok takes the place of end in a slash.
  koshelok: { redocly: ["no-path-trailing-slash"], spectral: ["path-keys-no-trailing-slash"] },
};

const switchedOff = (rules: readonly string[] = []) => Object.fromEntries(rules.map((rule) => [rule, "off"] as const));

async function redoclyProblems({ name, document }: ProductDocument): Promise<string[]> {
  const rules = { ...REDOCLY, ...switchedOff(EXCEPTIONS[name]?.redocly) };
  const config = await createConfig({ extends: ["recommended-strict"], rules });
  const source = JSON.stringify(document);
  const problems = await lintFromString({ source, absoluteRef: `/${name}.json`, config });
  return problems.map(
    ({ severity, ruleId, message, location: [at] }) => `${severity} ${ruleId} at ${at?.pointer}: ${message}`,
  );
}

async function spectralProblems({ name, document }: ProductDocument): Promise<string[]> {
  const linter = new spectral.Spectral();
  // The type of its own rule set does not fit the type of what may be extended.
  linter.setRuleset({
    extends: [[unsafeCast<RulesetDefinition>(rulesets.oas), "all"]],
    rules: { ...SPECTRAL, ...switchedOff(EXCEPTIONS[name]?.spectral) },
  });
  const problems = await linter.run(JSON.stringify(document));
  return problems.map(({ code, message, path }) => `spectral ${code} at ${path.join("/")}: ${message}`);
}

const documents = await openApiDocuments();
const found = await Promise.all(
  documents.map(async (product) => {
    const [redocly, byRules] = [await redoclyProblems(product), await spectralProblems(product)];
    console.log(`${product.name}: ${redocly.length} problems by Redocly, ${byRules.length} by Spectral`);
    return [...redocly, ...byRules].map((problem) => `${product.name}: ${problem}`);
  }),
);
const problems = found.flat();
if (problems.length > 0) fail(problems.join("\n"));
