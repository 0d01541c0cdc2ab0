import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { build, type Metafile } from "esbuild";
import { licencesOf } from "./licences.ts";

const LIBRARY = "@scalar/api-reference";
const FOLDER = "public/vendor/scalar";
/** The library as its makers bundle it for browsers, with all that it depends on. */
const ENTRY = `node_modules/${LIBRARY}/dist/browser/standalone.esm.js`;

/**
 * Writes Scalar's API reference to `public/vendor/scalar`. Every script but `index.js` has a hash of what it contains in its
 * name, so that a browser may keep it for ever (`src/kernel/http/docs.ts`).
 */
export async function vendorScalar(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  const { metafile } = await build({
    entryPoints: { reference: ENTRY },
    outdir: FOLDER,
    bundle: true,
    splitting: true,
    format: "esm",
    minify: true,
    legalComments: "none",
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    metafile: true,
    logLevel: "warning",
  });
  writeFileSync(`${FOLDER}/index.js`, indexOf(metafile));
  writeFileSync(`${FOLDER}/LICENSES.txt`, licencesOf(LIBRARY));
}

/** The one script with a name that stays. It names all scripts that are needed at once, so that a browser asks for them together. */
function indexOf({ outputs }: Metafile): string {
  const [entry] = Object.entries(outputs).filter(([, { entryPoint }]) => entryPoint?.endsWith("/standalone.esm.js"));
  if (!entry) throw new Error("esbuild did not write Scalar's entry");
  const [path, { imports }] = entry;
  const chunks = imports.filter(({ kind }) => kind === "import-statement");
  return [
    ...chunks.map((chunk) => `import "./${basename(chunk.path)}";`),
    `export { createApiReference } from "./${basename(path)}";`,
    "",
  ].join("\n");
}
