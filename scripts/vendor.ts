import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { vendorScalar } from "./vendor/scalar.ts";

// What shows the documentation is served from our own assets: it works without a network. `/docs` is Scalar's; Swagger UI
// and Redoc are for the two pages that Koshelok's specification names.
const LIBRARIES = [
  {
    from: "node_modules/swagger-ui-dist",
    to: "public/vendor/swagger-ui",
    files: ["swagger-ui.css", "swagger-ui-bundle.js", "LICENSE", "NOTICE"],
  },
  {
    from: "node_modules/redoc/bundles",
    to: "public/vendor/redoc",
    files: ["redoc.standalone.js", "redoc.standalone.js.LICENSE.txt"],
  },
];
/** The last line of a script or style, which names a source map: a browser's tools would ask for what is not there. */
const SOURCE_MAP = /\n\/[/*]# sourceMappingURL=.*\s*$/;
/** Redoc shows one picture from its maker's site: an empty one replaces it. */
const FOREIGN_IMAGE = "https://cdn.redoc.ly/redoc/logo-mini.svg";
const EMPTY_IMAGE = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";

for (const { from, to, files } of LIBRARIES) {
  rmSync(to, { recursive: true, force: true });
  mkdirSync(to, { recursive: true });
  for (const file of files) {
    if (!/\.(js|css)$/.test(file)) cpSync(`${from}/${file}`, `${to}/${file}`);
    else {
      const text = readFileSync(`${from}/${file}`, "utf8");
      writeFileSync(`${to}/${file}`, text.replace(SOURCE_MAP, "\n").replaceAll(FOREIGN_IMAGE, EMPTY_IMAGE));
    }
  }
}
await vendorScalar();
