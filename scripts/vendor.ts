import { cpSync, mkdirSync } from "node:fs";

// Swagger UI is served from our own assets: the documentation works without a network.
const FILES = [
  "swagger-ui.css",
  "swagger-ui-bundle.js",
  "swagger-ui-standalone-preset.js",
  "favicon-32x32.png",
  "LICENSE",
  "NOTICE",
];
const TARGET = "public/vendor/swagger-ui";

mkdirSync(TARGET, { recursive: true });
for (const file of FILES) cpSync(`node_modules/swagger-ui-dist/${file}`, `${TARGET}/${file}`);
