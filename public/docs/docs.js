/* global SwaggerUIBundle, SwaggerUIStandalonePreset */
// One page for all products: the bar on top chooses whose OpenAPI document is shown.
const urls = await fetch("/docs/products.json").then((reply) => reply.json());

SwaggerUIBundle({
  urls,
  dom_id: "#api",
  deepLinking: true,
  persistAuthorization: true,
  docExpansion: "list",
  filter: true,
  validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
  layout: "StandaloneLayout",
});
