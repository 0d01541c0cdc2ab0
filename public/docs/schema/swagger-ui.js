/* global SwaggerUIBundle */
import { schemaUrl } from "./schema-url.js";

// Swagger UI is dark where its page has this class.
document.documentElement.classList.toggle("dark-mode", matchMedia("(prefers-color-scheme: dark)").matches);

SwaggerUIBundle({
  url: schemaUrl,
  dom_id: "#api",
  deepLinking: true,
  docExpansion: "list",
  filter: true,
  validatorUrl: null,
});
