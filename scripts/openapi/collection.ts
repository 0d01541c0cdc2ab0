import { mkdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { unsafeCast } from "../../src/kernel/cast.ts";
import { operationsOf } from "../../test/rules/openapi/gaps.ts";
import { fail } from "../run.ts";
import { openApiDocuments, type ProductDocument } from "./documents.ts";

// Writes a Postman collection per product (`npm run collection`), which Bruno, Insomnia and Hoppscotch import as well. Requests are the
// examples of the OpenAPI documents: from top to bottom, a new user can send them as they are.

const FOLDER = "dist/collections";

interface Item {
  name: string;
  item?: Item[];
  request?: object;
  response?: unknown[];
}
interface Collection {
  item: Item[];
  auth?: object;
  event?: object[];
  variable: { key: string; value: string }[];
}
interface Conversion {
  result: boolean;
  reason?: string;
  output: { data: Collection }[];
}
type Convert = (
  input: { type: "json"; data: object },
  options: object,
  done: (error: Error | null, result: Conversion) => void,
) => void;

// The package has no types.
const { convertV2 } = unsafeCast<{ convertV2: Convert }>(createRequire(import.meta.url)("openapi-to-postmanv2"));

const OPTIONS = {
  folderStrategy: "Tags",
  parametersResolution: "Example",
  optimizeConversion: true,
  alwaysInheritAuthentication: true,
  disableOptionalParameters: true,
};

/** Whatever signs a user in replies with tokens, which all further requests send. */
const KEEP_TOKENS = `const reply = pm.response.json();
const { accessToken, token, refreshToken } = reply.data ?? {};
const access = accessToken ?? token ?? reply.access;
if (access) pm.collectionVariables.set("accessToken", access);
if (refreshToken ?? reply.refresh) pm.collectionVariables.set("refreshToken", refreshToken ?? reply.refresh);`;

const convert = ({ document }: ProductDocument): Promise<Collection> =>
  new Promise((resolve, reject) => {
    convertV2({ type: "json", data: document }, OPTIONS, (error, { result, reason, output }) => {
      const collection = output?.[0]?.data;
      if (error || !result || !collection) reject(error ?? new Error(reason));
      else resolve(collection);
    });
  });

const requestsOf = ({ item = [] }: Pick<Item, "item">): Item[] =>
  item.flatMap((inner) => (inner.request ? [inner] : requestsOf(inner)));

mkdirSync(FOLDER, { recursive: true });
for (const product of await openApiDocuments()) {
  const collection = await convert(product);
  const requests = requestsOf(collection);
  const operations = operationsOf(product.document).length;
  if (requests.length !== operations)
    fail(`${product.name}: ${operations} operations, but ${requests.length} requests`);
  // Replies are in the OpenAPI document, and would be four fifths of the file.
  for (const item of requests) item.response = [];
  collection.auth = { type: "bearer", bearer: [{ key: "token", value: "{{accessToken}}", type: "string" }] };
  collection.event = [{ listen: "test", script: { type: "text/javascript", exec: KEEP_TOKENS.split("\n") } }];
  collection.variable.push({ key: "accessToken", value: "" }, { key: "refreshToken", value: "" });
  const file = `${FOLDER}/${product.name}.postman_collection.json`;
  writeFileSync(file, `${JSON.stringify(collection, null, 2)}\n`);
  console.log(`✓ ${file}: ${requests.length} requests`);
}
