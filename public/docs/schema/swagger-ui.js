/* global SwaggerUIBundle */
import { schemaUrl } from "./schema-url.js";

SwaggerUIBundle({
  url: schemaUrl,
  dom_id: "#api",
  deepLinking: true,
  persistAuthorization: true,
  docExpansion: "list",
  filter: true,
  validatorUrl: null,
});
