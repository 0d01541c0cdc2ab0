import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";

// Swagger UI and Redoc are served from our own assets: the documentation works without a network.
const LIBRARIES = [
  {
    from: "node_modules/swagger-ui-dist",
    to: "public/vendor/swagger-ui",
    files: [
      "swagger-ui.css",
      "swagger-ui-bundle.js",
      "swagger-ui-standalone-preset.js",
      "favicon-32x32.png",
      "LICENSE",
      "NOTICE",
    ],
  },
  {
    from: "node_modules/redoc/bundles",
    to: "public/vendor/redoc",
    files: ["redoc.standalone.js", "redoc.standalone.js.LICENSE.txt"],
  },
];

for (const { from, to, files } of LIBRARIES) {
  mkdirSync(to, { recursive: true });
  for (const file of files) cpSync(`${from}/${file}`, `${to}/${file}`);
}

// Redoc shows one picture from its maker's site: an empty one replaces it.
const redoc = "public/vendor/redoc/redoc.standalone.js";
const emptyImage = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==";
writeFileSync(redoc, readFileSync(redoc, "utf8").replaceAll("https://cdn.redoc.ly/redoc/logo-mini.svg", emptyImage));
